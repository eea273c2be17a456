const ALPHABET = /[A-Za-z0-9+/]/;

/** The place at which Go's standard base64 decoder stops with an error, undefined when the text is good. Line breaks are skipped. */
export function checkBase64(text: string): number | undefined {
  let quantum = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\n' || char === '\r') continue;
    if (char === '=') return checkPadding(text, i, quantum);
    if (!ALPHABET.test(char)) return i;
    quantum = (quantum + 1) % 4;
  }
  return quantum === 0 ? undefined : text.length - quantum;
}

function checkPadding(text: string, at: number, quantum: number): number | undefined {
  if (quantum < 2) return at;
  let next = skipLineBreaks(text, at + 1);
  if (quantum === 2) {
    if (next === text.length) return next;
    if (text[next] !== '=') return next - 1;
    next = skipLineBreaks(text, next + 1);
  }
  return next < text.length ? next : undefined;
}

function skipLineBreaks(text: string, from: number): number {
  let at = from;
  while (text[at] === '\n' || text[at] === '\r') at++;
  return at;
}
