import { fullImageName } from '../image-name.ts';

/** What is known of an image by its name. */
export interface ImageEntry {
  /** Its own program: serves for ever, reads commands and so ends at once, or does some work and ends. */
  readonly runs: 'server' | 'shell' | 'work';
  readonly ports?: readonly number[];
  /** Has few pages: other paths answer 404. */
  readonly strictPaths?: boolean;
  /** Exit code after SIGTERM. */
  readonly stopCode?: number;
  readonly isNonRoot?: boolean;
}

const server = (...ports: number[]): ImageEntry => ({ runs: 'server', ports });
const web: ImageEntry = { runs: 'server', ports: [80], strictPaths: true };
const shell: ImageEntry = { runs: 'shell' };

/** By the last part of the repository's name. */
const IMAGES: Readonly<Record<string, ImageEntry>> = {
  nginx: web,
  httpd: web,
  'nginx-unprivileged': { runs: 'server', ports: [8080], isNonRoot: true },
  caddy: server(80, 443),
  traefik: server(80, 443, 8080),
  haproxy: server(),
  envoy: server(),
  redis: server(6379),
  valkey: server(6379),
  memcached: server(11211),
  postgres: server(5432),
  mysql: server(3306),
  mariadb: server(3306),
  mongo: server(27017),
  rabbitmq: server(5672, 15672),
  etcd: server(2379, 2380),
  registry: server(5000),
  wordpress: server(80),
  whoami: server(80),
  'echo-server': server(80, 8080),
  'http-echo': server(5678),
  pause: { runs: 'server', ports: [] },
  busybox: shell,
  alpine: shell,
  bash: shell,
  ubuntu: shell,
  debian: shell,
  fedora: shell,
  centos: shell,
  rockylinux: shell,
  archlinux: shell,
  python: shell,
  node: shell,
  perl: shell,
  ruby: shell,
  golang: shell,
  openjdk: shell,
  curl: shell,
  'hello-world': { runs: 'work' },
};

const NOT_THERE = /(?:^|[-_./])(?:no-?such|does-?not-?exist|not-?exist|nonexist|no-?image|nope|missing)/;
const BROKEN_TAG = /^(?:no-?such|does-?not-?exist|not-?exist|nonexist|missing|broken|typo|wrong|bad|invalid|nope)/;
const REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** What an image's own program does; undefined when nothing is known of it. */
export function imageEntry(image: string): ImageEntry | undefined {
  const repository = splitImage(image).repository;
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  return Object.hasOwn(IMAGES, name) ? IMAGES[name] : undefined;
}

/** What is wrong with an image, found out once for each name. */
export interface ImageProblems {
  /** It is no image reference at all. */
  readonly reference: string | undefined;
  /** It cannot be pulled. */
  readonly pull: string | undefined;
}

const PROBLEMS_MAX = 1_000;
const problems = new Map<string, ImageProblems>();

export function imageProblems(image: string): ImageProblems {
  let found = problems.get(image);
  if (found === undefined) {
    found = { reference: referenceProblem(image), pull: pullProblem(image) };
    if (problems.size >= PROBLEMS_MAX) problems.clear();
    problems.set(image, found);
  }
  return found;
}

/**
 * Why an image cannot be pulled, in containerd's words; undefined when it can. Not there are: repositories and tags
 * whose name says so (`does-not-exist`, `nosuchtag`, `broken`, ...), and everything of a registry `<name>.invalid`.
 */
export function pullProblem(image: string): string | undefined {
  const { repository, tag } = splitImage(image);
  const full = fullImageName(image);
  const host = full.slice(0, full.indexOf('/'));
  const failed = `failed to pull and unpack image "${full}": failed to resolve reference "${full}":`;
  if (/\.invalid(?::\d+)?$/.test(host)) {
    const path = full.slice(host.length + 1).replace(/:[^/:]*$/, '');
    const name = host.replace(/:\d+$/, '');
    return `${failed} failed to do request: Head "https://${host}/v2/${path}/manifests/${tag}": dial tcp: lookup ${name}: no such host`;
  }
  if (NOT_THERE.test(repository)) {
    return `${failed} pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
  }
  return BROKEN_TAG.test(tag) ? `${failed} ${full}: not found` : undefined;
}

/** Why a text is no image reference at all. Source: pkg/util/parsers, distribution/reference. */
export function referenceProblem(image: string): string | undefined {
  const { host, repository, tag, digest } = splitImage(image);
  const problem = (detail: string): string => `couldn't parse image name "${image}": invalid reference format${detail}`;
  if (repository !== repository.toLowerCase()) {
    const shown = host === '' && !repository.includes('/') ? `library/${repository}` : repository;
    return problem(`: repository name (${shown}) must be lowercase`);
  }
  const isGood =
    REPOSITORY.test(repository) && TAG.test(tag) && (digest === '' || /^sha256:[0-9a-f]{64}$/.test(digest));
  return isGood ? undefined : problem('');
}

interface ImageParts {
  readonly host: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

function splitImage(image: string): ImageParts {
  const at = image.indexOf('@');
  const named = at < 0 ? image : image.slice(0, at);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const path = hasTag ? named.slice(0, colon) : named;
  const first = path.slice(0, Math.max(0, path.indexOf('/')));
  const host = first === 'localhost' || /[.:]/.test(first) ? first : '';
  return {
    host,
    repository: host === '' ? path : path.slice(host.length + 1),
    tag: hasTag ? named.slice(colon + 1) : 'latest',
    digest: at < 0 ? '' : image.slice(at + 1),
  };
}
