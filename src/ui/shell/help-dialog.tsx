import type { ReactNode } from 'react';
import { Modal } from '../parts/modal.tsx';
import { shortened, type Range } from '../../protocol/timing-figures.ts';

const TRY: readonly string[] = [
  'Press + on a Deployment: new pods find a node, get an address, and join the Service’s list when they are ready.',
  'Delete a pod: its replacement has a new name and a new address. The Service’s address stays.',
  'Slow the clock to 0.1× and scale: each node’s kube-proxy learns the change at its own moment.',
  'Select anything: what belongs to it stays bright, and the panel says what it is, in words, YAML and events.',
];

const KEYS: readonly (readonly [key: string, does: string])[] = [
  ['Space', 'pause and play'],
  ['.', 'one step: to the next change'],
  ['Arrows', 'on the stage: to the nearest thing; with Alt, along what belongs together'],
  ['Enter', 'on the stage: look closer'],
  ['+  −', 'on the stage: scale the workload'],
  ['Del', 'on the stage: delete'],
  ['f', 'on the stage: everything into view'],
  ['Esc', 'close, or let go'],
  ['?', 'this page; on the stage, its legend'],
];

/** What to try, the keys, and what is simplified. How to read the picture is the stage's own legend. */
export function HelpDialog() {
  return (
    <Modal title="Help" wide>
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        <div className="flex flex-col gap-6">
          <Part title="What to try">
            <ol className="flex flex-col gap-2 text-sm text-pretty text-ink-muted">
              {TRY.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ol>
          </Part>
          <Part title="How to read the picture">
            <p className="text-sm text-pretty text-ink-muted">
              The question mark in the picture’s corner opens its legend: shapes, lines, states.
            </p>
          </Part>
          <Part title="What is simplified">
            <p className="text-sm text-pretty text-ink-muted">
              Objects, addresses, scheduling, rollouts and endpoints follow Kubernetes 1.36. No container really runs:
              what one does is worked out from its image, its command and its annotations.
            </p>
          </Part>
        </div>
        <div className="flex flex-col gap-6">
          <Part title="Keys">
            <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-sm">
              {KEYS.map(([key, does]) => (
                <div key={key} className="contents">
                  <dt>
                    <kbd className="rounded-sm border border-line bg-surface-sunken px-1.5 py-0.5 font-mono text-xs whitespace-pre text-ink">
                      {key}
                    </kbd>
                  </dt>
                  <dd className="text-ink-muted">{does}</dd>
                </div>
              ))}
            </dl>
          </Part>
          <Part title="Where the clock says “shortened waits”">
            <table className="w-full text-left text-sm text-ink-muted">
              <thead className="text-xs text-ink-faint">
                <tr>
                  <th className="font-normal">in seconds</th>
                  <th className="pl-3 text-right font-normal">here</th>
                  <th className="pl-3 text-right font-normal">really</th>
                </tr>
              </thead>
              <tbody>
                {SHORTENED.map(({ label, here, really }) => (
                  <tr key={label}>
                    <th className="font-normal">{label}</th>
                    <td className="pl-3 text-right whitespace-nowrap text-ink tabular-nums">{here}</td>
                    <td className="pl-3 text-right whitespace-nowrap tabular-nums">{really}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Part>
        </div>
      </div>
    </Modal>
  );
}

const SHORTENED = shortened().map(({ label, real, classroom = real }) => ({
  label,
  here: seconds(classroom),
  really: seconds(real),
}));

/** `0.7 – 1.8` */
function seconds([lowMs, highMs]: Range): string {
  return `${lowMs / 1000} – ${highMs / 1000}`;
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 text-xs font-semibold text-ink-muted">{title}</h3>
      {children}
    </section>
  );
}
