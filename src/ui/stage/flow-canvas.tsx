import { ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { memo } from 'react';
import type { ReactNode } from 'react';
import { MAX_ZOOM, MIN_ZOOM } from './camera.ts';
import { Band } from './cards/band.tsx';
import { NodeBoxCard } from './cards/node-box.tsx';
import { GhostCard, PodCard } from './cards/pod-card.tsx';
import { OutsideCard, ServiceCard } from './cards/service-card.tsx';
import { WorkloadCard } from './cards/workload-card.tsx';
import type { Camera } from './use-camera.ts';

const NODE_TYPES = {
  band: Band,
  box: NodeBoxCard,
  pod: PodCard,
  ghost: GhostCard,
  service: ServiceCard,
  outside: OutsideCard,
  workload: WorkloadCard,
};
const PRO_OPTIONS = { hideAttribution: true };

/** React Flow as a camera and a carrier of cards, with all behaviour of its own switched off: the stage has its own. */
export const FlowCanvas = memo(function FlowCanvas({ camera, children }: { camera: Camera; children: ReactNode }) {
  return (
    <ReactFlow
      ref={plainRole}
      nodeTypes={NODE_TYPES}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      panActivationKeyCode={null}
      zoomActivationKeyCode={null}
      zoomOnDoubleClick={false}
      minZoom={MIN_ZOOM}
      maxZoom={MAX_ZOOM}
      proOptions={PRO_OPTIONS}
      onMoveStart={(event) => {
        if (event) camera.taken();
      }}
    >
      {children}
    </ReactFlow>
  );
});

/** React Flow calls itself an application, which would switch off a screen reader's own keys; the group is around it. */
function plainRole(element: HTMLDivElement | null): void {
  element?.setAttribute('role', 'presentation');
}
