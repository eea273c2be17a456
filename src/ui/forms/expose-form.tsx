import { useState } from 'react';
import { keyName, makeKey } from '../../api/machinery/key.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import { containerPorts, expose } from '../../client/actions/expose.ts';
import type { ExposedType } from '../../client/actions/expose.ts';
import { Modal } from '../parts/modal.tsx';
import { select } from '../state/choose.ts';
import { Field, INPUT } from './field.tsx';
import { FormEnd } from './form-end.tsx';
import { numberIn } from './form-errors.ts';
import { useForm } from './use-form.ts';
import { useObject } from './use-object.ts';

type FieldName = 'name' | 'port' | 'targetPort';

const TYPES: readonly { readonly value: ExposedType; readonly text: string }[] = [
  { value: 'ClusterIP', text: 'ClusterIP: only inside the cluster' },
  { value: 'NodePort', text: 'NodePort: also on a port of every node' },
  { value: 'LoadBalancer', text: 'LoadBalancer: also on an address outside' },
];

/** Puts a Service in front of a Deployment. */
export function ExposeForm({ objectKey }: { readonly objectKey: ObjectKey }) {
  const deployment = useObject(objectKey);
  const own = keyName(objectKey);
  const [values, setValues] = useState({ name: own, port: '80', targetPort: '' });
  const [type, setType] = useState<ExposedType>('ClusterIP');
  const form = useForm<FieldName>([
    [/^metadata\.name$/, 'name'],
    [/targetPort/, 'targetPort'],
    [/^spec\.ports/, 'port'],
  ]);
  const declared = deployment === undefined ? undefined : containerPorts(deployment)[0]?.port;
  const targetText = values.targetPort.trim();
  const port = numberIn(values.port);
  const action =
    deployment === undefined
      ? undefined
      : expose(deployment, {
          name: values.name.trim(),
          type,
          ...(port === undefined || Number.isNaN(port) ? {} : { port }),
          ...targetOf(targetText, declared, port),
        });
  const set = (field: FieldName) => (event: { readonly target: { readonly value: string } }) => {
    form.clear(field);
    setValues((before) => ({ ...before, [field]: event.target.value }));
  };
  const submit = async (): Promise<void> => {
    if (action === undefined) return;
    if (port !== undefined && Number.isNaN(port)) return form.refuse({ port: 'must be a whole number' });
    if ('error' in action) return form.refuse({ form: `error: ${action.error}` });
    const service = makeKey('', 'services', deployment?.metadata.namespace ?? 'default', values.name.trim());
    if (await form.submit(action)) select(service);
  };

  return (
    <Modal title={`Expose ${own}`} about="A Service gives its pods one address that stays when they come and go.">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="grid grid-cols-2 gap-4">
          <Field
            label="Service name"
            value={values.name}
            onChange={set('name')}
            error={form.errors.name}
            className="col-span-2"
          />
          <Field
            label="Port"
            inputMode="numeric"
            value={values.port}
            onChange={set('port')}
            error={form.errors.port}
            hint="What clients use."
          />
          <Field
            label="Target port"
            value={values.targetPort}
            placeholder={declared === undefined ? 'as the port' : String(declared)}
            onChange={set('targetPort')}
            error={form.errors.targetPort}
            hint="Where the container listens."
          />
          <label className="col-span-2 block text-sm font-medium text-ink">
            Type
            <select
              value={type}
              onChange={(event) =>
                setType(TYPES.find(({ value }) => value === event.target.value)?.value ?? 'ClusterIP')
              }
              className={`${INPUT} mt-1 border-line-strong font-normal`}
            >
              {TYPES.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        </div>
        <FormEnd
          error={form.errors.form}
          command={action === undefined || 'error' in action ? undefined : action.command}
          submit="Expose"
          busy={form.busy || deployment === undefined}
        />
      </form>
    </Modal>
  );
}

/** What was typed; else what the container declares, where that is not the port anyway. */
function targetOf(
  typed: string,
  declared: number | undefined,
  port: number | undefined,
): { readonly targetPort?: number | string } {
  if (typed !== '') return { targetPort: /^-?\d+$/.test(typed) ? Number(typed) : typed };
  return declared === undefined || declared === port || port === undefined ? {} : { targetPort: declared };
}
