/**
 * Small honest pictures of the scenes, in the stage's own grammar: square node boxes with slots, solid rounded
 * pods, dashed Service lozenges, lines from a Service to exactly the pods behind it.
 */
interface MiniPod {
  readonly node: number;
  readonly slot: number;
  readonly service: number;
}

interface MiniScene {
  readonly services: readonly { readonly name: string; readonly x: number }[];
  readonly pods: readonly MiniPod[];
}

const PICTURES: Readonly<Record<string, MiniScene>> = {
  'frontends-and-backends': {
    services: [
      { name: 'frontend', x: 118 },
      { name: 'my-service', x: 282 },
    ],
    pods: [
      { node: 0, slot: 0, service: 1 },
      { node: 1, slot: 0, service: 1 },
      { node: 2, slot: 0, service: 1 },
      { node: 1, slot: 1, service: 0 },
      { node: 2, slot: 1, service: 0 },
    ],
  },
  empty: { services: [], pods: [] },
};

const NODE = { x: 22, y: 84, width: 112, height: 78, gap: 10 };
const HEADER = 16;
const SLOTS = 8;
const POD = { width: 20, height: 16 };

export function ScenePicture({ scene }: { readonly scene: string }) {
  const picture = PICTURES[scene] ?? { services: [], pods: [] };
  return (
    <svg viewBox="0 0 400 184" aria-hidden="true" className="block w-full border-b border-line bg-(--stage-ground)">
      <rect x="0" y="0" width="400" height="66" fill="var(--stage-virtual)" />
      <rect x="0" y="66" width="400" height="118" fill="var(--stage-band)" />
      {picture.pods.map((pod) => (
        <MiniLine key={`${pod.node}-${pod.slot}`} pod={pod} fromX={picture.services[pod.service]?.x ?? 0} />
      ))}
      {[0, 1, 2].map((node) => (
        <MiniNode key={node} node={node} taken={picture.pods.filter((pod) => pod.node === node).length} />
      ))}
      {picture.pods.map((pod) => (
        <MiniPodBox key={`${pod.node}-${pod.slot}`} pod={pod} />
      ))}
      {picture.services.map((service) => (
        <MiniService key={service.name} name={service.name} x={service.x} />
      ))}
      {picture.services.length === 0 && (
        <text x="200" y="38" textAnchor="middle" fontSize="11" fill="var(--ink-faint)">
          no Services yet
        </text>
      )}
    </svg>
  );
}

function MiniNode({ node, taken }: { readonly node: number; readonly taken: number }) {
  const x = NODE.x + node * (NODE.width + NODE.gap);
  return (
    <g>
      <rect
        x={x}
        y={NODE.y}
        width={NODE.width}
        height={NODE.height}
        rx="2"
        fill="var(--surface-raised)"
        stroke="var(--line-strong)"
      />
      <rect x={x} y={NODE.y} width={NODE.width} height={HEADER} rx="2" fill="var(--surface-sunken)" />
      <line x1={x} x2={x + NODE.width} y1={NODE.y + HEADER} y2={NODE.y + HEADER} stroke="var(--line-strong)" />
      <text x={x + 7} y={NODE.y + 11.5} fontSize="9" fontWeight="600" fill="var(--ink-muted)">
        node-{node + 1}
      </text>
      {Array.from({ length: SLOTS - taken }, (_, index) => {
        const { x: cx, y: cy } = slotAt(node, index + taken);
        return <circle key={index} cx={cx} cy={cy} r="1.5" fill="var(--stage-dot)" />;
      })}
    </g>
  );
}

function MiniPodBox({ pod }: { readonly pod: MiniPod }) {
  const { x, y } = slotAt(pod.node, pod.slot);
  const left = x - POD.width / 2;
  const top = y - POD.height / 2;
  return (
    <g>
      <path d={`M${x} ${NODE.y + HEADER}V${top}`} stroke="var(--stage-line-soft)" strokeWidth="1.2" />
      <rect x={left} y={top} width={POD.width} height={POD.height} rx="4" fill="var(--state-ready)" />
      <path
        d={`M${x - 4} ${y}l3 3 5-6`}
        fill="none"
        stroke="var(--state-ready-ink)"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </g>
  );
}

/** From the Service to the top of the node; the rest of it is drawn with the pod, below the node's header. */
function MiniLine({ pod, fromX }: { readonly pod: MiniPod; readonly fromX: number }) {
  const { x } = slotAt(pod.node, pod.slot);
  return (
    <path
      d={`M${fromX} 47C${fromX} 70 ${x} 60 ${x} ${NODE.y}`}
      fill="none"
      stroke="var(--stage-line-soft)"
      strokeWidth="1.2"
    />
  );
}

function MiniService({ name, x }: { readonly name: string; readonly x: number }) {
  return (
    <g>
      <path
        d={`M${x - 52} 32l11-15h82l11 15-11 15h-82z`}
        fill="var(--surface-raised)"
        stroke="var(--stage-line)"
        strokeWidth="1.2"
        strokeDasharray="4 3"
        strokeLinejoin="round"
      />
      <text x={x} y="35.5" textAnchor="middle" fontSize="10" fontWeight="600" fill="var(--ink)">
        {name}
      </text>
    </g>
  );
}

function slotAt(node: number, slot: number): { readonly x: number; readonly y: number } {
  return {
    x: NODE.x + node * (NODE.width + NODE.gap) + 17 + (slot % 4) * 26,
    y: NODE.y + 34 + Math.floor(slot / 4) * 27,
  };
}
