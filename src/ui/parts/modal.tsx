import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from '../lib/cx.ts';
import { closeDialog } from '../state/choose.ts';
import { IconButton } from './button.tsx';

interface ModalProps {
  readonly title: string;
  /** A sentence under the title. */
  readonly about?: ReactNode;
  /** `alert` for questions before something is destroyed. */
  readonly tone?: 'form' | 'alert';
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A dialog over the page: on phones a sheet from below. Esc, the cross and a click outside close it. */
export function Modal({ title, about, tone = 'form', wide = false, children }: ModalProps) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && closeDialog()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/40" />
        <Dialog.Content
          role={tone === 'alert' ? 'alertdialog' : 'dialog'}
          {...(about === undefined ? { 'aria-describedby': undefined } : {})}
          className={cx(
            'fixed z-50 flex max-h-[85dvh] animate-rise flex-col overflow-hidden border border-line bg-surface-overlay shadow-overlay',
            'sm:top-1/2 sm:left-1/2 sm:-translate-1/2 sm:rounded-xl',
            'max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-t-xl',
            wide ? 'sm:w-[min(760px,calc(100vw-48px))]' : 'sm:w-[min(480px,calc(100vw-48px))]',
          )}
        >
          <div className="flex items-start justify-between gap-4 px-6 pt-5 max-sm:px-4">
            <div>
              <Dialog.Title className="text-lg font-semibold text-ink">{title}</Dialog.Title>
              {about !== undefined && (
                <Dialog.Description className="mt-1 text-sm text-pretty text-ink-muted">{about}</Dialog.Description>
              )}
            </div>
            <Dialog.Close asChild>
              <IconButton label="Close" size="sm" className="-mr-1">
                <X size={16} aria-hidden="true" />
              </IconButton>
            </Dialog.Close>
          </div>
          {/* A wide dialog is read more than it is filled in: without this, keys could not scroll it. */}
          <div
            {...(wide ? { tabIndex: 0 } : {})}
            className="overflow-y-auto outline-offset-[-2px] px-6 pt-4 pb-6 max-sm:px-4"
          >
            {children}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
