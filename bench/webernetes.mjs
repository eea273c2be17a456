/**
 * One run of the scenario on @ngrok/webernetes, as one line of JSON: node --expose-gc bench/webernetes.mjs REPLICAS
 * Its cluster lives in real time, so the wall time holds waiting too; compare CPU seconds.
 */
import process from 'node:process';
import { importBundled } from '../scripts/bundle.mjs';
import { deployment, nodesFor, peakRssMb, readyEndpoints, replicasFromArgs, service, startMeter } from './scenario.mjs';

/** @typedef {typeof import('@ngrok/webernetes')} Webernetes */

const giveUpAfterMs = 330_000;
const replicas = replicasFromArgs();
const nodes = nodesFor(replicas);
// Its files import each other without extensions, which Node refuses: hence the bundle, as a browser would get it.
const library = /** @type {Webernetes} */ (await importBundled('@ngrok/webernetes', { platform: 'browser' }));

const cluster = new library.Cluster({ nodes });
cluster.registerImage(webImage(library));
await cluster.init();

/** @type {Map<string, import('./scenario.mjs').Slice>} */
const slices = new Map();
/** @type {(() => void) | undefined} */
let onSlices;
cluster.informer('endpointslices', (event, slice) => {
  const name = slice.metadata?.name ?? '';
  if (event === 'delete') slices.delete(name);
  else slices.set(name, slice);
  onSlices?.();
});

const spent = startMeter();
const allReady = new Promise((resolve, reject) => {
  const timer = setTimeout(
    () => reject(new Error(`${readyEndpoints(slices.values())} of ${replicas} ready`)),
    giveUpAfterMs,
  );
  onSlices = () => {
    if (readyEndpoints(slices.values()) < replicas) return;
    clearTimeout(timer);
    resolve(undefined);
  };
});
await cluster.apply([deployment(replicas), service]);
await allReady;
console.log(JSON.stringify({ replicas, nodes, ...spent(), peakRssMb: peakRssMb() }));
process.exit(0);

/**
 * An image that answers HTTP on 8080 until it is stopped.
 * @param {Webernetes} w
 */
function webImage(w) {
  return class extends w.BaseImage {
    static imageName = 'web';
    static imageVersion = '1.0';
    defaultCommand = ['serve'];

    /**
     * @override
     * @param {Parameters<InstanceType<Webernetes['BaseImage']>['exec']>[0]} context
     * @param {string[]} command
     */
    async exec(context, command) {
      if (command[0] !== 'serve') return super.exec(context, command);
      context.listenHttp(8080, () => Promise.resolve({ status: 200, body: 'ok\n' }));
      return context.waitUntilKilled();
    }
  };
}
