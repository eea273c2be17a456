/**
 * The ui layer: the page around the stage. It holds a client and a graph, shows what they say, and turns clicks
 * into the requests that kubectl would send. It knows no engine. Painting begins with the start screen; stage,
 * panels, forms and editor load after it.
 */
import { Suspense, lazy, useEffect } from 'react';
import type { Scene } from '../scenes/scene.ts';
import { StartScreen } from './start/start-screen.tsx';
import { pushScene, readAddress } from './state/location.ts';
import { closeScene, openScene } from './state/session.ts';
import { useApp } from './state/store.ts';
import { OpeningScreen } from './start/opening-screen.tsx';

export const loadWorkbench = () => import('./shell/workbench.tsx');
const Workbench = lazy(() => loadWorkbench().then((module) => ({ default: module.Workbench })));

export function App() {
  const phase = useApp((state) => state.phase);
  const scene = useApp((state) => state.scene);

  useEffect(() => {
    const follow = (): void => {
      const { scene: wanted } = readAddress(location.search);
      if (wanted === useApp.getState().scene) return;
      if (wanted === undefined) closeScene();
      else openScene(wanted);
    };
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);

  useEffect(() => {
    document.title = scene === undefined ? 'Kubarium' : `${scene.title} - Kubarium`;
  }, [scene]);

  if (phase === 'start' || scene === undefined) {
    return <StartScreen onOpen={open} unknownScene={readAddress(location.search).unknownScene} />;
  }
  return (
    <Suspense fallback={<OpeningScreen scene={scene} />}>
      <Workbench />
    </Suspense>
  );
}

function open(scene: Scene, withEditor: boolean): void {
  pushScene(scene.id);
  openScene(scene);
  if (withEditor) useApp.setState({ editorOpen: true });
}
