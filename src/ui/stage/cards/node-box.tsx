import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { nodeName, nodeReadyWord } from '../../../graph/names.ts';
import type { NodeBox, ProxyStrip } from '../../../graph/scene.ts';
import { STATE_GLYPHS } from '../glyphs.ts';
import { useStage } from '../stage-context.ts';
import { GlyphMark } from './glyph.tsx';
import { Group } from './group.tsx';

export type BoxNode = Node<{ readonly item: NodeBox }, 'box'>;

const SOCKETS_SHOWN = 4;
const SQUARES_SHOWN = 14;

/** A machine: square corners, thick header, kube-proxy strip, open ports on its top edge, slots below. */
export const NodeBoxCard = memo(function NodeBoxCard({ data }: NodeProps<BoxNode>) {
  const { item } = data;
  const { row } = item;
  return (
    <Group label={nodeName(item)} className="kb-box" tabIndex={-1} data-key={item.key} data-ready={nodeReadyWord(item)}>
      <Sockets box={item} />
      <div className="kb-box-header" aria-hidden="true">
        <div className="kb-box-line">
          <span className="kb-box-name">{item.name}</span>
          {row?.unschedulable && <span className="kb-box-cordon">cordoned</span>}
          <ReadyWord box={item} />
        </div>
        <div className="kb-box-line kb-far-hidden">
          <span className="kb-box-facts">
            {row
              ? [row.ip, row.podCidr && `pods ${row.podCidr}`].filter(Boolean).join('  ·  ')
              : 'the Node object is gone'}
          </span>
          <span className="kb-box-count">
            {item.readyPods}/{item.pods}
          </span>
        </div>
        <span className="kb-box-count kb-near-hidden">
          {item.readyPods}/{item.pods}
        </span>
      </div>
      <Strip proxy={item.proxy} />
    </Group>
  );
});

function ReadyWord({ box }: { box: NodeBox }) {
  const word = nodeReadyWord(box);
  const glyph = word === 'Ready' ? STATE_GLYPHS.ready : word === 'Unknown' ? STATE_GLYPHS.unknown : STATE_GLYPHS.failed;
  return (
    <span className="kb-box-ready" data-word={word}>
      <svg width={12} height={12} viewBox="0 0 16 16" aria-hidden="true">
        <GlyphMark glyph={glyph} />
      </svg>
      {word}
    </span>
  );
}

function Sockets({ box }: { box: NodeBox }) {
  if (box.sockets.length === 0) return null;
  const shown = box.sockets.length > SOCKETS_SHOWN ? box.sockets.slice(0, SOCKETS_SHOWN - 1) : box.sockets;
  const more = box.sockets.length - shown.length;
  return (
    <div className="kb-sockets" aria-hidden="true">
      {shown.map((socket) => (
        <span
          key={`${socket.service} ${socket.port}`}
          className="kb-socket"
          title={`NodePort ${socket.port} of ${socket.service.split('/').pop()}`}
        >
          :{socket.port}
        </span>
      ))}
      {more > 0 && <span className="kb-socket">+{more}</span>}
    </div>
  );
}

function Strip({ proxy }: { proxy: ProxyStrip | undefined }) {
  if (!proxy) return <div className="kb-strip kb-strip-none" />;
  return <WorkingStrip proxy={proxy} />;
}

function WorkingStrip({ proxy }: { proxy: ProxyStrip }) {
  const selection = useStage((state) => state.selection);
  const shown = proxy.squares.slice(0, SQUARES_SHOWN);
  const more = proxy.squares.length - shown.length;
  return (
    <div className="kb-strip" data-working={proxy.working} aria-hidden="true">
      <span className="kb-strip-word kb-far-hidden">
        {proxy.working ? `proxy r${proxy.learnedRv}` : `proxy stopped at r${proxy.learnedRv}`}
      </span>
      <span className="kb-squares">
        {shown.map((square) => (
          <span
            key={square.service}
            className="kb-square"
            data-mark={square.mark}
            data-selected={square.service === selection || undefined}
            title={`${square.name}: ${square.mark === 'stale' ? 'not learned yet' : 'programmed'}`}
          />
        ))}
        {more > 0 && <span className="kb-strip-word">+{more}</span>}
      </span>
    </div>
  );
}
