import { expect, test } from 'vitest';
import { errorsByField, numberIn } from './form-errors.ts';

const PATHS = [
  [/^metadata\.name$/, 'name'],
  [/^spec\.ports/, 'port'],
] as const;

function refusal(reason: string, causes: readonly { readonly field: string; readonly message: string }[]) {
  return {
    code: 422,
    reason,
    message: 'words',
    kind: '',
    name: '',
    causes: causes.map((cause) => ({ reason: '', ...cause })),
  };
}

test('each cause goes to its field, the first of a field wins, and the rest stands at the end of the form', () => {
  const causes = [
    { field: 'metadata.name', message: 'bad name' },
    { field: 'spec.ports[0].port', message: 'bad port' },
    { field: 'spec.ports[0].targetPort', message: 'bad target' },
    { field: 'spec.type', message: 'bad type' },
  ];
  expect(errorsByField(refusal('Invalid', causes), 'text', PATHS)).toEqual({
    name: 'bad name',
    port: 'bad port',
    form: 'spec.type: bad type',
  });
});

test('a name that is taken stands at the name, and a refusal without causes at the form', () => {
  expect(errorsByField(refusal('AlreadyExists', []), 'text', PATHS)).toEqual({ name: 'words' });
  expect(errorsByField(refusal('Forbidden', []), 'the text', PATHS)).toEqual({ form: 'the text' });
});

test('numbers in inputs', () => {
  expect(['', ' 3 ', '-1', '1.5', 'x'].map(numberIn)).toEqual([undefined, 3, -1, Number.NaN, Number.NaN]);
});
