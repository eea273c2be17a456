import type { FieldError } from './field-error.ts';
import { invalid, required } from './field-error.ts';
import { checkDns1123Label, checkDns1123Subdomain } from './names.ts';

/** A domain of at least two labels; a trailing dot is fine. Source: apimachinery pkg/util/validation IsFullyQualifiedDomainName. */
export function checkFullyQualifiedDomainName(field: string, value: string): readonly FieldError[] {
  if (value === '') return [required(field)];
  const name = value.endsWith('.') ? value.slice(0, -1) : value;
  const messages = checkDns1123Subdomain(name);
  if (messages.length > 0) return [invalid(field, name, messages.join(','))];
  const labels = name.split('.');
  if (labels.length < 2)
    return [invalid(field, name, 'should be a domain with at least two segments separated by dots')];
  for (const label of labels) {
    const wrong = checkDns1123Label(label);
    if (wrong.length > 0) return [invalid(field, label, wrong.join(','))];
  }
  return [];
}
