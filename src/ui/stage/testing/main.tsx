/**
 * The stage alone, fed by made-up clusters: any page with an element #root that loads this file, with the search
 * ?scene=states|crowd-50|crowd-300-3|empty|grow&theme=dark&motion=off. Never part of the build. `window.bench` is for
 * whoever measures it.
 */
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import { createGraph } from '../../../graph/graph.ts';
import type { FakeCluster } from '../../../graph/testing/fake-cluster.ts';
import { crowd, empty, everyState, grow, seedling } from '../../../graph/testing/fake-scenes.ts';
import { Stage } from '../stage.tsx';
import type { StageAction } from '../stage.tsx';
import './page.css';

const query = new URLSearchParams(location.search);
const scene = query.get('scene') ?? 'states';
const theme = query.get('theme') === 'dark' ? 'dark' : 'light';
document.documentElement.dataset['theme'] = theme;

const cluster = clusterOf(scene);
const graph = createGraph();
graph.apply(cluster.take(true));

function clusterOf(name: string): FakeCluster {
  if (name === 'states') return everyState();
  if (name === 'empty') return empty();
  if (name === 'grow') return seedling();
  const [, count = '50', nodes = '3'] = name.split('-');
  return crowd(Number(count), Number(nodes));
}

interface Bench {
  readonly cluster: FakeCluster;
  readonly graph: typeof graph;
  readonly actions: StageAction[];
  /** Takes what the cluster has changed into the picture. */
  push: () => void;
  grow: (count: number) => void;
}

declare global {
  interface Window {
    bench: Bench;
  }
}

function Page() {
  const [now, setNow] = useState({ version: graph.version, nowMs: cluster.nowMs });
  const [selection, setSelection] = useState<ObjectKey | undefined>(
    (query.get('select') ?? undefined) as ObjectKey | undefined,
  );
  useEffect(() => {
    const push = (): void => {
      graph.apply(cluster.take());
      setNow({ version: graph.version, nowMs: cluster.nowMs });
    };
    const actions: StageAction[] = [];
    window.bench = {
      cluster,
      graph,
      actions,
      push,
      grow: (count) => {
        grow(cluster, count);
        push();
      },
    };
  }, []);
  return (
    <Stage
      graph={graph}
      version={now.version}
      nowMs={now.nowMs}
      speed={Number(query.get('speed') ?? 1)}
      selection={selection}
      onSelect={setSelection}
      onAction={(action) => window.bench.actions.push(action)}
      theme={theme}
      reducedMotion={query.get('motion') === 'off'}
    />
  );
}

const root = document.getElementById('root');
const page = <Page />;
if (root) createRoot(root).render(query.get('strict') === 'off' ? page : <StrictMode>{page}</StrictMode>);
