/** The page's entry: mounts the application into #root. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <h1>Kubarium</h1>
    </StrictMode>,
  );
}
