import { useState } from 'react';
import { makeKey } from '../../api/machinery/key.ts';
import { createDeployment } from '../../client/actions/create-deployment.ts';
import { Modal } from '../parts/modal.tsx';
import { select } from '../state/choose.ts';
import { Field } from './field.tsx';
import { FormEnd } from './form-end.tsx';
import { numberIn } from './form-errors.ts';
import { useForm } from './use-form.ts';

type FieldName = 'name' | 'image' | 'replicas' | 'port';

const NAMESPACE = 'default';

/** A Deployment in four fields. The API judges; its words appear at the field that they are about. */
export function NewDeployment() {
  const [values, setValues] = useState({ name: '', image: 'nginx:1.27', replicas: '3', port: '80' });
  const form = useForm<FieldName>([
    [/^metadata\.name$|^spec\.selector|^spec\.template\.metadata|^metadata\.labels/, 'name'],
    [/containers\[0\]\.(?:image|name)/, 'image'],
    [/^spec\.replicas/, 'replicas'],
    [/containerPort/, 'port'],
  ]);
  const replicas = numberIn(values.replicas);
  const port = numberIn(values.port);
  const action = createDeployment({
    name: values.name.trim(),
    namespace: NAMESPACE,
    image: values.image.trim(),
    replicas: replicas === undefined || Number.isNaN(replicas) ? 1 : replicas,
    ...(port === undefined || Number.isNaN(port) ? {} : { port }),
  });
  const set = (field: FieldName) => (event: { readonly target: { readonly value: string } }) => {
    form.clear(field);
    setValues((before) => ({ ...before, [field]: event.target.value }));
  };
  const submit = async (): Promise<void> => {
    // JSON has no way to send these to the API, so they are answered here, in its manner.
    const notNumbers = { ...isNumber('replicas', replicas), ...isNumber('port', port) };
    if (Object.keys(notNumbers).length > 0) return form.refuse(notNumbers);
    const name = values.name.trim();
    if (await form.submit(action)) select(makeKey('apps', 'deployments', NAMESPACE, name));
  };

  return (
    <Modal
      title="New deployment"
      about="It keeps as many equal pods running as you ask for, and replaces those that die."
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="grid grid-cols-2 gap-4">
          <Field
            label="Name"
            placeholder="web"
            value={values.name}
            onChange={set('name')}
            error={form.errors.name}
            className="col-span-2"
          />
          <Field
            label="Image"
            value={values.image}
            onChange={set('image')}
            error={form.errors.image}
            hint="Any name will do: pulling is simulated."
            className="col-span-2"
          />
          <Field
            label="Replicas"
            inputMode="numeric"
            value={values.replicas}
            onChange={set('replicas')}
            error={form.errors.replicas}
          />
          <Field
            label="Container port"
            inputMode="numeric"
            value={values.port}
            onChange={set('port')}
            error={form.errors.port}
          />
        </div>
        <FormEnd error={form.errors.form} command={action.command} submit="Create" busy={form.busy} />
      </form>
    </Modal>
  );
}

function isNumber<F extends string>(field: F, value: number | undefined): Partial<Record<F, string>> {
  return value !== undefined && Number.isNaN(value)
    ? ({ [field]: 'must be a whole number' } as Partial<Record<F, string>>)
    : {};
}
