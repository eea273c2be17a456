/** Writes a part of BENCHMARKS.md between its markers, and leaves what people wrote around them alone. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { rootDir } from '../scripts/project.mjs';

const reportFile = path.join(rootDir, 'BENCHMARKS.md');
const firstText = `# Benchmarks

Taken by \`npm run bench\`. Absolute times belong to the machine named; compare ratios. Each figure is the median of its
runs, each run of the engines in a process of its own.
`;

/**
 * Replaces the text between \`<!-- name:start -->\` and \`<!-- name:end -->\`, or appends it with a heading.
 * @param {string} name
 * @param {string} heading
 * @param {string} text
 */
export function writeSection(name, heading, text) {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const report = existsSync(reportFile) ? readFileSync(reportFile, 'utf8') : firstText;
  const block = `${start}\n\n${text.trim()}\n\n${end}`;
  const [before, rest] = splitAt(report, start);
  if (rest === undefined) {
    writeFileSync(reportFile, `${report.trimEnd()}\n\n## ${heading}\n\n${block}\n`);
    return;
  }
  const [, after = ''] = splitAt(rest, end);
  writeFileSync(reportFile, before + block + after);
}

/**
 * A Markdown table.
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows
 */
export function table(head, rows) {
  const line = (/** @type {readonly (string | number)[]} */ cells) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** The machine and the day, in one sentence. */
export function machine() {
  const cpu = os.cpus()[0]?.model.trim() || process.arch;
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GB`;
  const day = new Date().toISOString().slice(0, 10);
  return `${os.availableParallelism()} x ${cpu}, ${memory}, ${os.type()}, Node ${process.versions.node}; ${day}.`;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** Three figures that matter, whatever the size. @param {number} value */
export function round(value) {
  if (!Number.isFinite(value)) return '-';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-GB');
  return String(Number(value.toPrecision(3)));
}

/**
 * @param {string} text
 * @param {string} mark
 * @returns {[string, string | undefined]}
 */
function splitAt(text, mark) {
  const at = text.indexOf(mark);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)];
}
