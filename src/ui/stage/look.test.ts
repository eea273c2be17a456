import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PodState } from '../../api/row.ts';
import { graceShare } from './cards/grace-ring.tsx';
import { STATE_GLYPHS, texturePath } from './glyphs.ts';
import { POD_LOOKS, bodyPath, plateFontPx, risingShare } from './pod-shape.ts';
import { parseReplicas } from './replicas.ts';
import { motionScaleFor } from './use-motion.ts';

const THEMES = { light: tokensOf(':root,'), dark: { ...tokensOf(':root,'), ...tokensOf("[data-theme='dark'] {") } };
const STATES = Object.keys(POD_LOOKS) as PodState[];

describe.each(['light', 'dark'] as const)('tokens of the %s theme', (theme) => {
  const token = (name: string): string => THEMES[theme][name] ?? '';

  it.each(['--surface', '--surface-sunken', '--surface-raised', '--surface-overlay', '--stage-ground', '--stage-band'])(
    'carry text on %s at 4.5:1',
    (surface) => {
      for (const ink of ['--ink', '--ink-muted', '--ink-faint'])
        expect(contrast(token(ink), token(surface))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('carry text on filled states and buttons at 4.5:1', () => {
    const pairs = [
      ['--state-ready-ink', '--state-ready'],
      ['--state-failed-ink', '--state-failed'],
      ['--accent-ink', '--accent'],
      ['--accent', '--accent-soft'],
      ['--danger-ink', '--danger'],
      ['--danger', '--danger-soft'],
      ['--warning', '--warning-soft'],
      ['--warning', '--surface-raised'],
      ['--ink-inverse', '--surface-inverse'],
      ['--stage-band-title', '--stage-band'],
    ] as const;
    for (const [ink, ground] of pairs) expect([ink, contrast(token(ink), token(ground)) >= 4.5]).toEqual([ink, true]);
  });

  it('draw states at 3:1 on their own ground, strokes and the focus ring on every ground', () => {
    const grounds = ['--surface-raised', '--stage-ground', '--stage-band'];
    const strokes = ['--line-strong', '--stage-line', '--stage-line-soft', '--focus'];
    const pairs = [
      ...STATES.map((state) => [`--state-${state}`, '--surface-raised'] as const),
      ...strokes.flatMap((stroke) => grounds.map((ground) => [stroke, ground] as const)),
    ];
    const faint = pairs.filter(([stroke, ground]) => contrast(token(stroke), token(ground)) < 3);
    expect(faint).toEqual([]);
  });
});

describe('the look of a pod', () => {
  it('differs by state without any colour', () => {
    const looks = STATES.map((state) => JSON.stringify([STATE_GLYPHS[state].stroke, POD_LOOKS[state]]));
    expect(new Set(looks).size).toBe(STATES.length);
  });

  it('stays inside its place', () => {
    for (const state of STATES) {
      const numbers =
        bodyPath(POD_LOOKS[state])
          .match(/-?\d+(\.\d+)?/g)
          ?.map(Number) ?? [];
      expect([Math.min(...numbers) >= 0, Math.max(...numbers) <= 88]).toEqual([true, true]);
    }
  });

  it('rises as a pod comes to run', () => {
    const waiting = [{ state: 'waiting' }, { state: 'waiting' }];
    const half = [{ state: 'running' }, { state: 'waiting' }];
    const shares = [risingShare('', waiting), risingShare('10.0.0.1', waiting), risingShare('10.0.0.1', half)];
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it('never cuts an address off its plate', () => {
    const widths = ['10.0.0.1', '10.244.12.137', '255.255.255.255', '2001:db8:0:1:1:1:1:1'].map(
      (ip) => plateFontPx(ip) * 0.6 * ip.length,
    );
    expect(widths.every((width) => width <= 100)).toBe(true);
  });

  it('has stripes that end at the sides of their band', () => {
    for (const texture of [0, 1, 2, 3, 4, 5]) {
      const points = [...texturePath(texture, 40, 16, 10, 20).matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)];
      expect(points.length).toBeGreaterThan(0);
      for (const [, x, y] of points)
        expect([Number(x) >= 10, Number(x) <= 50, Number(y) >= 20, Number(y) <= 36]).toEqual([true, true, true, true]);
    }
  });
});

describe('small rules', () => {
  it('empties the grace ring with the grace period', () => {
    expect([0, 15_000, 30_000, 99_000].map((nowMs) => graceShare(nowMs, 30_000, 30_000))).toEqual([1, 0.5, 0, 0]);
    expect([graceShare(0, undefined, 30_000), graceShare(0, 5, 0)]).toEqual([0, 0]);
  });

  it('reads typed replicas, and nothing that is no number of them', () => {
    expect(['3', ' 12 ', '0', '', '-1', '1.5', 'ten', '1e3', '999999'].map(parseReplicas)).toEqual([
      3,
      12,
      0,
      ...Array.from({ length: 6 }, () => undefined),
    ]);
  });

  it('moves faster with the clock, and not at all when it is fast or not wanted', () => {
    expect([0, 0.1, 1, 4, 8, 8.1].map((speed) => motionScaleFor(speed, false))).toEqual([1, 1, 1, 0.25, 0.125, 0]);
    expect(motionScaleFor(1, true)).toBe(0);
  });
});

function tokensOf(selector: string): Record<string, string> {
  const css = readFileSync(new URL('../tokens.css', import.meta.url), 'utf8');
  const from = css.indexOf(selector);
  const block = css.slice(from, css.indexOf('}', from));
  const found = [...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})/g)];
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value] as const));
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
