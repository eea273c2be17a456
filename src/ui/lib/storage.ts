/**
 * The one door to the browser's storage. In a frame of another origin every access throws, and in private windows
 * writing may; then what is stored lives as long as the page.
 */
const PREFIX = 'kubarium.';
const memory = new Map<string, string>();

export function readStored(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? memory.get(name);
  } catch {
    return memory.get(name);
  }
}

export function writeStored(name: string, value: string): void {
  memory.set(name, value);
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Kept in memory.
  }
}
