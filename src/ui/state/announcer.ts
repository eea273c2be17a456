/**
 * What a screen reader hears while the cluster changes by itself: few, short, whole sentences. News is kept by
 * topic, a newer one replaces an older one, so a burst of changes becomes one summary. A person's own result goes
 * first and at once. Time comes in from outside.
 */
export interface Announcer {
  /** The answer to something that the person did. */
  own(text: string, nowMs: number): void;
  /** Something changed by itself; `topic` is what it is about. */
  news(topic: string, text: string, nowMs: number): void;
  /** What is to be said now; undefined for nothing. Ask often. */
  next(nowMs: number): string | undefined;
}

/** Changes are let come to rest before they are told. */
const SETTLE_MS = 500;
/** But not for longer than this. */
const MAX_WAIT_MS = 3_000;
const MIN_GAP_MS = 2_000;
const MAX_TOPICS = 4;

export function createAnnouncer(): Announcer {
  const topics = new Map<string, string>();
  const own: string[] = [];
  let firstNewsMs = 0;
  let lastNewsMs = 0;
  let lastSaidMs = Number.NEGATIVE_INFINITY;

  const takeNews = (nowMs: number): string | undefined => {
    if (topics.size === 0 || nowMs - lastSaidMs < MIN_GAP_MS) return undefined;
    if (nowMs - lastNewsMs < SETTLE_MS && nowMs - firstNewsMs < MAX_WAIT_MS) return undefined;
    const told = [...topics.values()].slice(-MAX_TOPICS);
    const more = topics.size - told.length;
    topics.clear();
    return told.join('; ') + (more > 0 ? `; and ${more} more changes` : '');
  };

  return {
    own(text) {
      own.push(text);
    },
    news(topic, text, nowMs) {
      if (topics.size === 0) firstNewsMs = nowMs;
      lastNewsMs = nowMs;
      topics.delete(topic);
      topics.set(topic, text);
    },
    next(nowMs) {
      const said = own.length > 0 ? own.splice(0).join('; ') : takeNews(nowMs);
      if (said !== undefined) lastSaidMs = nowMs;
      return said;
    },
  };
}
