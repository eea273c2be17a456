import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText } from '../lib/clipboard.ts';
import { cx } from '../lib/cx.ts';

const SHOW_COPIED_MS = 1_500;

/** The kubectl command that a button equals, to read and to copy. */
export function CommandLine({ command, className }: { readonly command: string; readonly className?: string }) {
  return (
    <div className={cx('flex items-center gap-1 rounded-md bg-surface-sunken pl-3 text-xs text-ink-muted', className)}>
      <code className="min-w-0 flex-1 py-2 font-mono">
        {command.split(' ').map((word, index) => (
          <span key={index}>
            {index > 0 && ' '}
            <span className="inline-block max-w-full break-all">{word}</span>
          </span>
        ))}
      </code>
      <CopyButton text={command} label="Copy command" />
    </div>
  );
}

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  readonly className?: string;
}

/** Copies a text and says so for a moment. */
export function CopyButton({ text, label, className }: CopyButtonProps) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  useEffect(() => {
    if (copied === 'no') return undefined;
    const timer = setTimeout(() => setCopied('no'), SHOW_COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const name = { no: label, yes: 'Copied', failed: 'The browser does not allow copying' }[copied];
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      onClick={() => void copyText(text).then((done) => setCopied(done ? 'yes' : 'failed'))}
      className={cx(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-faint hover:bg-surface-hover hover:text-ink max-sm:size-11',
        className,
      )}
    >
      {copied === 'yes' ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
    </button>
  );
}
