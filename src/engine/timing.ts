/** The timing profiles as the engine uses them: one number or range a field, made from the figures and their sources. */
import type { TimingName } from '../protocol/messages.ts';
import { TIMING_FIGURES, type Range, type TimingFigure } from '../protocol/timing-figures.ts';

export type { Range } from '../protocol/timing-figures.ts';

type Figures = typeof TIMING_FIGURES;

/** See the label of each figure in protocol/timing-figures.ts. */
export type Timing = { readonly name: TimingName } & {
  readonly [K in keyof Figures]: Figures[K] extends TimingFigure<Range> ? Range : number;
};

export const TIMINGS: Readonly<Record<TimingName, Timing>> = {
  real: profile('real'),
  classroom: profile('classroom'),
  instant: profile('instant'),
};

function profile(name: TimingName): Timing {
  const figures: readonly (readonly [string, TimingFigure])[] = Object.entries(TIMING_FIGURES);
  const values = figures.map(([field, figure]) => [field, figure[name] ?? figure.real] as const);
  return { name, ...Object.fromEntries(values) } as Timing;
}
