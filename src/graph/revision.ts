/** A for revision 1, B for 2, ... Z, AA, AB: short enough to be read on a small pod. Empty without a revision. */
export function revisionLetter(revision: number): string {
  let n = Number.isInteger(revision) && revision > 0 ? revision : 0;
  let text = '';
  while (n > 0) {
    n -= 1;
    text = String.fromCharCode(65 + (n % 26)) + text;
    n = Math.floor(n / 26);
  }
  return text;
}

export const TEXTURES = 6;

/** Which of the stripe textures goes with a letter: neighbours always differ. */
export function revisionTexture(letter: string): number {
  let n = 0;
  for (let i = 0; i < letter.length; i++) n = n * 26 + (letter.charCodeAt(i) - 64);
  return n === 0 ? 0 : (n - 1) % TEXTURES;
}
