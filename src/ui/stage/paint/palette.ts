/** The canvas's colours: the design tokens, read from the element that carries the theme. */
import type { PodState } from '../../../api/row.ts';

export interface StatePaint {
  readonly outline: string;
  readonly fill: string;
  readonly ink: string;
}

export interface Palette {
  readonly states: Readonly<Record<PodState, StatePaint>>;
  readonly line: string;
  readonly lineSoft: string;
  readonly dot: string;
  readonly surface: string;
  readonly ink: string;
  readonly inkMuted: string;
  readonly outlineStrong: string;
  readonly accent: string;
  readonly mono: string;
  readonly sans: string;
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  const surface = token('--surface-raised');
  const state = (name: PodState, fill: string, ink: string): StatePaint => ({
    outline: token(`--state-${name}`),
    fill,
    ink,
  });
  return {
    states: {
      unscheduled: state('unscheduled', surface, token('--ink')),
      creating: state('creating', surface, token('--ink')),
      running: state('running', token('--state-running-tint'), token('--ink')),
      ready: state('ready', token('--state-ready'), token('--state-ready-ink')),
      terminating: state('terminating', token('--state-terminating-tint'), token('--ink-muted')),
      failed: state('failed', token('--state-failed'), token('--state-failed-ink')),
      succeeded: state('succeeded', token('--state-succeeded-tint'), token('--ink')),
      unknown: state('unknown', token('--state-unknown-tint'), token('--ink-muted')),
    },
    line: token('--stage-line'),
    lineSoft: token('--stage-line-soft'),
    dot: token('--stage-dot'),
    surface,
    ink: token('--ink'),
    inkMuted: token('--ink-muted'),
    outlineStrong: token('--line-strong'),
    accent: token('--accent'),
    mono: token('--font-mono') || 'monospace',
    sans: token('--font-sans') || 'sans-serif',
  };
}
