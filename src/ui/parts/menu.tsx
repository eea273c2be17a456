import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

const CONTENT =
  'z-40 min-w-44 animate-fade rounded-lg border border-line bg-surface-overlay p-1 shadow-overlay outline-none';
const ITEM =
  'relative flex h-8 cursor-default items-center rounded-md pr-3 pl-8 text-sm text-ink select-none outline-none ' +
  'data-highlighted:bg-surface-hover max-sm:h-11';

/** A menu that hangs under its trigger, which must be one button. */
export function Menu({ trigger, children }: { readonly trigger: ReactNode; readonly children: ReactNode }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={6} collisionPadding={8} className={CONTENT}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface ChoicesProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChoose: (value: T) => void;
}

/** One of several, as a part of a menu. */
export function MenuChoices<T extends string>({ label, value, options, onChoose }: ChoicesProps<T>) {
  return (
    <DropdownMenu.RadioGroup
      value={value}
      onValueChange={(chosen) => {
        const option = options.find((candidate) => candidate.value === chosen);
        if (option !== undefined) onChoose(option.value);
      }}
    >
      <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-xs text-ink-faint">{label}</DropdownMenu.Label>
      {options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className={ITEM}>
          <Tick />
          {option.text}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

interface SwitchProps {
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}

/** On or off, as a part of a menu. */
export function MenuSwitch({ checked, disabled = false, onChange, children }: SwitchProps) {
  return (
    <DropdownMenu.CheckboxItem checked={checked} disabled={disabled} onCheckedChange={onChange} className={ITEM}>
      <Tick />
      {children}
    </DropdownMenu.CheckboxItem>
  );
}

export function MenuLine() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}

function Tick() {
  return (
    <DropdownMenu.ItemIndicator className="absolute left-2 text-accent">
      <Check size={16} aria-hidden="true" />
    </DropdownMenu.ItemIndicator>
  );
}
