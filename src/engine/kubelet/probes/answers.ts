import type { Container, Handler, HttpGetAction, Probe } from '../../../api/kinds/pod/container.ts';
import { formatDuration } from '../../../lib/duration.ts';
import type { Scripted } from '../programs/behaviour.ts';
import { execIn } from '../programs/compile.ts';
import type { Program } from '../programs/program.ts';
import type { Answer } from './tries.ts';

/** What a probe meets. */
export interface Probed {
  readonly container: Container;
  readonly program: Program;
  readonly podIp: string;
  readonly startMs: number;
  /** When the program began to answer. */
  readonly answersMs: number;
  readonly scripted: readonly Scripted[] | undefined;
}

const OK_TEXT = '';
const FAIL_CODE = 500;
/** Commands that look at files only: they do not need the program. */
const PLAIN_COMMAND = /^(?:\/bin\/|\/usr\/bin\/)?(?:cat|ls|test|\[|true|false|stat|echo|exit|sleep|:)(?:\s|$)/;
const EXEC_CHANGES_MAX = 100;

/** All that a probe of one run of a container will answer, in order of time. */
export function answersOf(probe: Probe, probed: Probed): readonly Answer[] {
  const { scripted, startMs } = probed;
  if (scripted !== undefined && scripted.length > 0) {
    const first: Answer[] = (scripted[0]?.fromMs ?? 0) > 0 ? [{ fromMs: 0, ok: true, text: OK_TEXT }] : [];
    const rest = scripted.map(({ fromMs, result }) => ({
      fromMs: fromMs === 0 ? 0 : startMs + fromMs,
      ...scriptedAnswer(probe, probed, result),
    }));
    return [...first, ...rest];
  }
  return probe.exec === undefined ? networkAnswers(probe, probed) : execAnswers(probe, probed);
}

/** Does the program listen on this port of its container? */
export function servesPort(program: Program, container: Container, port: number | string): boolean {
  const declared = container.ports ?? [];
  const number = typeof port === 'number' ? port : declared.find(({ name }) => name === port)?.containerPort;
  if (number === undefined) return false;
  const isOwnWay = container.volumeMounts !== undefined || container.args !== undefined || container.env !== undefined;
  const { ports } = program;
  if (ports !== undefined) return ports.includes(number) || (isOwnWay && declares(container, number));
  return declared.length === 0 || declares(container, number);
}

function declares({ ports = [] }: Container, port: number): boolean {
  return ports.some(({ containerPort }) => containerPort === port);
}

function networkAnswers(probe: Probe, probed: Probed): readonly Answer[] {
  const { container, program, answersMs, startMs } = probed;
  const refused = { ok: false, text: refusedText(probe, probed) };
  const port = probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port ?? 0;
  const isElsewhere = (probe.httpGet?.host ?? probe.tcpSocket?.host ?? '') !== '';
  if (!isElsewhere && !servesPort(program, container, port)) return [{ fromMs: 0, ...refused }];
  const answers: Answer[] = [{ fromMs: 0, ...refused }];
  const isPage = probe.httpGet === undefined || hasPage(container, program, probe.httpGet);
  answers.push({ fromMs: answersMs, ok: isPage, text: isPage ? OK_TEXT : statusText(404) });
  if (program.failsAfterMs !== undefined && probe.httpGet !== undefined) {
    const fromMs = Math.max(answersMs, startMs + program.failsAfterMs);
    answers.push({ fromMs, ok: false, text: statusText(FAIL_CODE) });
  }
  return answers;
}

/** Servers of files have a page at the root, and whatever is mounted into them. */
function hasPage({ volumeMounts }: Container, program: Program, { path = '/' }: HttpGetAction): boolean {
  return program.strictPaths !== true || volumeMounts !== undefined || /^\/(?:index\.html)?(?:\?.*)?$/.test(path);
}

function execAnswers(probe: Probe, { container, program, startMs, answersMs }: Probed): readonly Answer[] {
  const command = probe.exec?.command ?? [];
  const line = /^(?:.*\/)?(?:ba|a|da)?sh$/.test(command[0] ?? '') ? (command.at(-1) ?? '') : command.join(' ');
  const needsProgram = !PLAIN_COMMAND.test(line.trim());
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
  const times = new Set([startMs, answersMs]);
  for (const { atMs } of program.files.slice(0, EXEC_CHANGES_MAX)) times.add(startMs + atMs);
  return [...times]
    .sort((a, b) => a - b)
    .map((fromMs) => {
      if (needsProgram && fromMs < answersMs) return { fromMs, ok: false, text: OK_TEXT };
      const { endMs = Number.POSITIVE_INFINITY, code, said } = execIn(program, container, command, fromMs - startMs);
      if (endMs >= timeoutMs) {
        const text = `command timed out: "${command.join(' ')}" timed out after ${formatDuration(timeoutMs)}`;
        return { fromMs, ok: false, text };
      }
      return { fromMs, ok: code === 0, text: said.map((each) => each.text).join('\n') };
    });
}

function scriptedAnswer(probe: Probe, probed: Probed, result: Scripted['result']): Omit<Answer, 'fromMs'> {
  if (result === 'ok') return { ok: true, text: OK_TEXT };
  if (typeof result === 'number') return { ok: result >= 200 && result < 400, text: statusText(result) };
  if (result === 'timeout') return { ok: false, text: timeoutText(probe, probed) };
  if (probe.httpGet !== undefined) return { ok: false, text: statusText(FAIL_CODE) };
  return { ok: false, text: probe.exec === undefined ? refusedText(probe, probed) : OK_TEXT };
}

function statusText(code: number): string {
  return `HTTP probe failed with statuscode: ${code}`;
}

/** Source: pkg/probe/http, pkg/probe/tcp, pkg/probe/grpc. */
function refusedText(probe: Probe, probed: Probed): string {
  const address = addressOf(probe, probed);
  if (probe.grpc !== undefined) return grpcText(probe, address);
  const refused = `dial tcp ${address}: connect: connection refused`;
  return probe.httpGet === undefined ? refused : `Get "${urlOf(probe.httpGet, address)}": ${refused}`;
}

function timeoutText(probe: Probe, probed: Probed): string {
  const address = addressOf(probe, probed);
  if (probe.grpc !== undefined) return grpcText(probe, address);
  if (probe.tcpSocket !== undefined) return `dial tcp ${address}: i/o timeout`;
  if (probe.httpGet !== undefined) {
    return `Get "${urlOf(probe.httpGet, address)}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`;
  }
  const after = formatDuration((probe.timeoutSeconds ?? 1) * 1000);
  return `command timed out: "${(probe.exec?.command ?? []).join(' ')}" timed out after ${after}`;
}

function grpcText({ timeoutSeconds = 1 }: Probe, address: string): string {
  return `timeout: failed to connect service "${address}" within ${timeoutSeconds}s: context deadline exceeded`;
}

function urlOf({ scheme = 'HTTP', path = '/' }: HttpGetAction, address: string): string {
  return `${scheme.toLowerCase()}://${address}${path.startsWith('/') ? '' : '/'}${path}`;
}

function addressOf({ httpGet, tcpSocket, grpc }: Handler, { podIp, container }: Probed): string {
  const port = httpGet?.port ?? tcpSocket?.port ?? grpc?.port ?? 0;
  const host = httpGet?.host ?? tcpSocket?.host ?? '';
  const number = typeof port === 'number' ? port : container.ports?.find(({ name }) => name === port)?.containerPort;
  return `${host === '' ? podIp : host}:${number ?? port}`;
}
