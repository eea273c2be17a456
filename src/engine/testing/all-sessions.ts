/** Everything that `npm run fuzz` needs, as one entry for the bundler. */
export { invariantsHold, storiesAgree } from './fuzz.ts';
export { session } from './session.ts';
export { wildSession } from './wild.ts';
