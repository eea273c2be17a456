import { useMemo, useState } from 'react';
import { printYaml } from '../../apply/print-yaml.ts';
import { asJson } from '../../api/machinery/object.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import { CopyButton } from '../parts/command-line.tsx';
import { Button } from '../parts/button.tsx';
import { Waiting } from './facts.tsx';
import type { Answer } from './use-answer.ts';
import { yamlTokens } from './yaml-tokens.ts';
import type { YamlTokenType } from './yaml-tokens.ts';

/** More lines than this are shown on demand: a large ConfigMap must not hold up the page. */
const FIRST_LINES = 1_000;

const COLOURS: Readonly<Record<YamlTokenType, string>> = {
  key: 'text-accent',
  string: 'text-ink',
  number: 'text-state-ready',
  word: 'text-state-ready',
  sign: 'text-ink-faint',
};

/** The object as `kubectl get -o yaml` prints it. Field ownership is left out, as kubectl does. */
export function YamlTab({ answer }: { readonly answer: Answer<KubeObject> }) {
  const object = answer.state === 'ready' ? answer.value : undefined;
  const text = useMemo(() => (object === undefined ? '' : printYaml(asJson(withoutManagedFields(object)))), [object]);
  const [all, setAll] = useState(false);
  if (answer.state === 'loading') return <Waiting>Loading …</Waiting>;
  if (answer.state === 'gone') return <Waiting>It does not exist any more.</Waiting>;
  if (answer.state === 'failed') return <Waiting>{answer.message}</Waiting>;
  const lines = text.trimEnd().split('\n');
  const shown = all ? lines : lines.slice(0, FIRST_LINES);
  return (
    <div className="relative min-h-0 flex-1">
      <CopyButton text={text} label="Copy YAML" className="absolute top-1 right-3 z-10 bg-surface-raised" />
      <section
        aria-label="YAML"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys could not scroll it without
        tabIndex={0}
        className="h-full overflow-auto py-3 outline-offset-[-2px]"
      >
        <pre className="w-max min-w-full px-4 font-mono text-xs leading-5">
          {shown.map((line, index) => (
            <YamlLine key={index} line={line} />
          ))}
        </pre>
        {shown.length < lines.length && (
          <Button size="sm" className="mx-4 mt-2" onClick={() => setAll(true)}>
            Show all {lines.length} lines
          </Button>
        )}
      </section>
    </div>
  );
}

function YamlLine({ line }: { readonly line: string }) {
  return (
    <>
      {yamlTokens(line).map((token, index) => (
        <span key={index} className={COLOURS[token.type]}>
          {token.text}
        </span>
      ))}
      {'\n'}
    </>
  );
}

function withoutManagedFields(object: KubeObject): KubeObject {
  const { managedFields: _owned, ...metadata } = object.metadata;
  return { ...object, metadata };
}
