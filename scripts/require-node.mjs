/** Stops at once, with a sentence, on a Node that is too old. Imported first by the commands that people type. */
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Kubarium needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  console.error('Get a current one at https://nodejs.org/ and run the same command again.');
  process.exit(1);
}
