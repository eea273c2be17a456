import { useState } from 'react';
import { keyName } from '../../api/machinery/key.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Deployment } from '../../api/kinds/deployment/deployment.ts';
import { setImage } from '../../client/actions/change.ts';
import { Modal } from '../parts/modal.tsx';
import { INPUT, Field } from './field.tsx';
import { FormEnd } from './form-end.tsx';
import { useForm } from './use-form.ts';
import { useObject } from './use-object.ts';

/** Changes the image of one container of a Deployment, which starts a rollout. */
export function SetImage({ objectKey }: { readonly objectKey: ObjectKey }) {
  const deployment = useObject(objectKey) as Deployment | undefined;
  const containers = deployment?.spec.template.spec.containers ?? [];
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const form = useForm<'image'>([[/image/, 'image']]);
  const container = containers.find((candidate) => candidate.name === chosen) ?? containers[0];
  const image = typed ?? container?.image ?? '';
  const action = setImage(objectKey, container?.name ?? '', image.trim());

  return (
    <Modal
      title={`Change the image of ${keyName(objectKey)}`}
      about="A new template makes a new ReplicaSet; pods are replaced a few at a time."
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit(action);
        }}
      >
        {containers.length > 1 && (
          <label className="mb-4 block text-sm font-medium text-ink">
            Container
            <select
              value={container?.name}
              onChange={(event) => {
                setChosen(event.target.value);
                setTyped(undefined);
              }}
              className={`${INPUT} mt-1 border-line-strong font-normal`}
            >
              {containers.map((candidate) => (
                <option key={candidate.name}>{candidate.name}</option>
              ))}
            </select>
          </label>
        )}
        <Field
          label={containers.length > 1 ? 'Image' : `Image of container ${container?.name ?? '…'}`}
          value={image}
          disabled={deployment === undefined}
          onChange={(event) => {
            form.clear('image');
            setTyped(event.target.value);
          }}
          error={form.errors.image}
        />
        <FormEnd
          error={form.errors.form}
          command={action.command}
          submit="Change image"
          busy={form.busy || deployment === undefined}
        />
      </form>
    </Modal>
  );
}
