import { describe, expect, test } from 'vitest';
import {
  childPath,
  duplicate,
  forbiddenField,
  indexPath,
  internalField,
  invalid,
  keyPath,
  notFoundField,
  notSupported,
  renderAggregate,
  renderFieldError,
  required,
  tooLong,
  tooMany,
} from './field-error.ts';

describe('field errors', () => {
  test('each type is rendered with upstream texts', () => {
    const errors = [
      required('spec.containers'),
      required('spec.selector', 'empty'),
      invalid('spec.ports[0].port', 70000, 'must be between 1 and 65535, inclusive'),
      invalid('metadata.name', 'Web', 'bad'),
      invalid('spec.selector', { matchLabels: { app: '<b>' } }, 'field is immutable'),
      invalid('spec.paused', true, 'no'),
      notSupported('spec.type', 'X', ['ClusterIP', 'NodePort']),
      duplicate('spec.ports[1].name', 'a'),
      notFoundField('spec.containers[0].volumeMounts[0].name', 'data'),
      forbiddenField('spec', 'no'),
      tooLong('a', 1),
      tooLong('a', 253),
      tooLong('a', -1),
      tooMany('a', 3, 1),
      tooMany('a', -1, 2),
      internalField('a', 'broken'),
    ];
    expect(errors.map(renderFieldError)).toEqual([
      'spec.containers: Required value',
      'spec.selector: Required value: empty',
      'spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive',
      'metadata.name: Invalid value: "Web": bad',
      'spec.selector: Invalid value: {"matchLabels":{"app":"\\u003cb\\u003e"}}: field is immutable',
      'spec.paused: Invalid value: true: no',
      'spec.type: Unsupported value: "X": supported values: "ClusterIP", "NodePort"',
      'spec.ports[1].name: Duplicate value: "a"',
      'spec.containers[0].volumeMounts[0].name: Not found: "data"',
      'spec: Forbidden: no',
      'a: Too long: may not be more than 1 byte',
      'a: Too long: may not be more than 253 bytes',
      'a: Too long: value is too long',
      'a: Too many: 3: must have at most 1 item',
      'a: Too many: must have at most 2 items',
      'a: Internal error: broken',
    ]);
  });

  test('an aggregate shows one error plain, several in brackets, equal ones once', () => {
    expect(renderAggregate([])).toBe('');
    expect(renderAggregate([required('a'), required('a')])).toBe('a: Required value');
    expect(renderAggregate([required('a'), duplicate('b', 1)])).toBe('[a: Required value, b: Duplicate value: 1]');
  });

  test('paths are joined as upstream joins them', () => {
    expect([
      childPath('', 'spec'),
      childPath('spec', 'ports'),
      indexPath('spec.ports', 0),
      keyPath('metadata.labels', 'a'),
    ]).toEqual(['spec', 'spec.ports', 'spec.ports[0]', 'metadata.labels[a]']);
  });
});
