const SUFFIX = '[bcdf-hj-np-tv-xz2456789]';

const MASKS: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>'],
  [/\b203\.0\.113\.\d+\b/g, '<load balancer>'],
  [/\b10\.244\.\d+\.\d+\b(?!\/)/g, '<pod>'],
  [/\b10\.(?!96\.0\.1\b)(?:9[6-9]|10\d|11[01])\.\d+\.\d+\b(?!\/)/g, '<service>'],
  [/\b192\.0\.2\.\d+:\d+/g, '<api server>'],
  [/\b192\.168\.\d+\.\d+\b/g, '<node>'],
  // Where the scheduler's dice put a pod.
  [/(topology\.kubernetes\.io\/zone=)zone-[a-c]/g, '$1<zone>'],
  [/:3[0-2]\d{3}\//g, ':<node port>/'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<time>'],
  [new RegExp(`-${SUFFIX}{8,10}-${SUFFIX}{5}\\b`, 'g'), '-<hash>-<suffix>'],
  [new RegExp(`-(?=${SUFFIX}*\\d)${SUFFIX}{8,10}\\b`, 'g'), '-<hash>'],
  [new RegExp(`(pod-template-hash=|controller-revision-hash=[a-z-]*)${SUFFIX}{8,10}\\b`, 'g'), '$1<hash>'],
  [new RegExp(`-${SUFFIX}{5}\\b`, 'g'), '-<suffix>'],
  [/(\s)(?:\d+[dhms]){1,2}(?: ago)?(?=\s|$|\)|;)/gm, '$1<age>'],
  [/ \(x\d+ over <age>\)/g, ''],
];

/** Hides what is random or passes, and how columns are set; lines come sorted. */
export function mask(text: string): readonly string[] {
  let masked = text;
  for (const [what, by] of MASKS) masked = masked.replace(what, by);
  return masked
    .split('\n')
    .map((line) => line.trim().replace(/\s{2,}/g, '  '))
    .filter((line) => line !== '')
    .sort();
}
