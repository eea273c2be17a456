import type { ComponentProps } from 'react';

/** Things that belong together under one name, for a screen reader and for tests. */
export function Group({ label, ...rest }: ComponentProps<'div'> & { readonly label: string }) {
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the tags with this role are for forms and headings
  return <div role="group" aria-label={label} {...rest} />;
}
