/** The page's entry: theme, worker and first screen, in this order, so that the first paint waits for nothing else. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './app.css';
import { App, loadWorkbench } from './app.tsx';
import { exposeBench } from './state/bench.ts';
import { startPreferences } from './state/choose.ts';
import { readAddress } from './state/location.ts';
import { openScene, warmUp } from './state/session.ts';

startPreferences();
const address = readAddress(location.search);
if (address.bench) exposeBench();
if (address.scene === undefined) warmUp();
else openScene(address.scene);

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
// After the first paint, so that it does not compete with it; by then most people are still reading.
requestAnimationFrame(() => setTimeout(() => void loadWorkbench(), 0));
