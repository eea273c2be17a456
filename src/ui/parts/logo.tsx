/** The mark: a jar with a small cluster alive in it. */
export function Logo({ size = 24 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" className="shrink-0">
      <path
        d="M11 3.5h10M12 3.5v2.2c0 .9-.5 1.7-1.3 2.1L8 9.2A5.5 5.5 0 0 0 5 14.1V23a5.5 5.5 0 0 0 5.5 5.5h11A5.5 5.5 0 0 0 27 23v-8.9a5.5 5.5 0 0 0-3-4.9l-2.7-1.4A2.4 2.4 0 0 1 20 5.7V3.5"
        fill="var(--accent-soft)"
        stroke="var(--accent)"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="m16 12.2 3.3 1.9v3.8L16 19.8l-3.3-1.9v-3.8z" fill="var(--accent)" />
      <path
        d="m10.7 19.6 2.3 1.3v2.7l-2.3 1.3-2.3-1.3v-2.7zM21.3 19.6l2.3 1.3v2.7l-2.3 1.3-2.3-1.3v-2.7z"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.8"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** Mark and name. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2">
      <Logo />
      <span className="text-lg font-semibold tracking-tight text-ink">Kubarium</span>
    </span>
  );
}
