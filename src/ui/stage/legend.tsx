import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PodState } from '../../api/row.ts';
import { POD_HEIGHT, POD_WIDTH } from '../../graph/geometry.ts';
import { stateWord } from '../../graph/names.ts';
import { PodFigure } from './cards/pod-figure.tsx';
import { Swatch } from './cards/workload-card.tsx';
import { useStage, useStageApi } from './stage-context.ts';

const STATES: readonly PodState[] = [
  'unscheduled',
  'creating',
  'running',
  'ready',
  'terminating',
  'failed',
  'succeeded',
  'unknown',
];

/** The whole grammar on one small sheet: shapes, lines, states. */
export function Legend() {
  const { store } = useStageApi();
  const open = useStage((state) => state.legend);
  if (!open) return null;
  return (
    <aside className="kb-legend" aria-label="Legend">
      <header className="kb-legend-head">
        <h2>How to read the picture</h2>
        <button
          type="button"
          className="kb-control"
          aria-label="Close the legend"
          onClick={() => store.setState({ legend: false })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            store.setState({ legend: false });
          }}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div className="kb-legend-body">
        <Section title="Shapes: what a thing is">
          <Entry sample={<span className="kb-sample-box" />} name="Node" text="a machine, with its slots" />
          <Entry sample={<SamplePod state="ready" scale={0.5} />} name="Pod" text="its IP address on the plate" />
          <Entry sample={<SampleLozenge />} name="Service" text="an address on no machine" />
          <Entry
            sample={<span className="kb-sample-card">3/3</span>}
            name="Workload"
            text="what should run; its revisions inside"
          />
          <Entry
            sample={
              <span className="kb-sample-squares">
                <i data-mark="programmed" className="kb-square" />
                <i data-mark="stale" className="kb-square" />
              </span>
            }
            name="kube-proxy"
            text="one mark a Service: filled when this node knows its latest endpoints"
          />
          <Entry
            sample={<span className="kb-socket kb-sample-socket">:30080</span>}
            name="NodePort"
            text="a port open on every node"
          />
          <Entry
            sample={
              <span className="kb-sample-swatches">
                <Swatch letter="A" />
                <Swatch letter="B" />
              </span>
            }
            name="Revision"
            text="letter and stripes: which template a pod was made from"
          />
        </Section>
        <Section title="Lines: from an endpoint to its pod">
          <Entry sample={<SampleLine kind="ready" />} name="Ready" text="gets traffic" />
          <Entry sample={<SampleLine kind="not-ready" />} name="Not ready" text="listed, but gets none" />
          <Entry sample={<SampleLine kind="terminating" />} name="Terminating" text="leaving, still serving" />
        </Section>
        <Section title="States: how a pod is">
          <div className="kb-legend-states">
            {STATES.map((state) => (
              <figure key={state}>
                <SamplePod state={state} scale={0.72} />
                <figcaption>{stateWord(state)}</figcaption>
              </figure>
            ))}
          </div>
        </Section>
      </div>
    </aside>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Entry({ sample, name, text }: { sample: ReactNode; name: string; text: string }) {
  return (
    <div className="kb-legend-entry">
      <span className="kb-legend-sample" aria-hidden="true">
        {sample}
      </span>
      <p>
        <b>{name}</b> {text}
      </p>
    </div>
  );
}

function SamplePod({ state, scale }: { state: PodState; scale: number }) {
  const ip = state === 'unscheduled' || state === 'creating' ? '' : '10.244.1.4';
  return (
    <span className="kb-sample-pod" style={{ width: POD_WIDTH * scale, height: POD_HEIGHT * scale }}>
      <span style={{ transform: `scale(${scale})` }}>
        <PodFigure
          letter=""
          row={{ name: 'x2k4q', ip, state, restarts: 0, containers: [], deletionMs: 1, graceSeconds: 0 }}
        />
      </span>
    </span>
  );
}

function SampleLozenge() {
  return (
    <svg className="kb-sample-lozenge" width={52} height={22}>
      <path d="M8 1H44L51 11L44 21H8L1 11Z" />
    </svg>
  );
}

function SampleLine({ kind }: { kind: 'ready' | 'not-ready' | 'terminating' }) {
  return (
    <svg className="kb-sample-line" width={52} height={22}>
      <path
        d={kind === 'not-ready' ? 'M2 11H40' : 'M2 11H50'}
        strokeDasharray={kind === 'terminating' ? '12 7' : undefined}
      />
      {kind === 'not-ready' && <circle cx={45} cy={11} r={4} />}
    </svg>
  );
}
