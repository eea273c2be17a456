import { CircleHelp, Maximize, Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStage, useStageApi } from './stage-context.ts';
import type { Camera } from './use-camera.ts';

const ZOOM_STEP = 1.35;

/** Buttons for all that a wheel, a pinch or a key does: nobody needs those to look around. */
export function Controls({ camera }: { camera: Camera }) {
  const { store } = useStageApi();
  const legend = useStage((state) => state.legend);
  return (
    <div className="kb-controls" role="toolbar" aria-label="View">
      <ControlButton label="Zoom in" onClick={() => camera.zoomBy(ZOOM_STEP)}>
        <Plus size={16} />
      </ControlButton>
      <ControlButton label="Zoom out" onClick={() => camera.zoomBy(1 / ZOOM_STEP)}>
        <Minus size={16} />
      </ControlButton>
      <ControlButton label="Fit the whole picture" hint="f" onClick={() => camera.fit()}>
        <Maximize size={15} />
      </ControlButton>
      <ControlButton label="Legend" hint="?" pressed={legend} onClick={() => store.setState({ legend: !legend })}>
        <CircleHelp size={16} />
      </ControlButton>
    </div>
  );
}

interface ControlButtonProps {
  readonly label: string;
  readonly hint?: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function ControlButton({ label, hint, pressed, onClick, children }: ControlButtonProps) {
  return (
    <button
      type="button"
      className="kb-control"
      aria-label={label}
      aria-keyshortcuts={hint}
      aria-pressed={pressed}
      title={hint === undefined ? label : `${label} (${hint})`}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
