import { ViewportPortal } from '@xyflow/react';
import { useCallback, useEffect } from 'react';
import type { Flow } from './flow-adapter.ts';
import type { Sheet } from './overlay-sheet.ts';
import { useStageApi } from './stage-context.ts';

interface OverlayProps {
  readonly flow: Flow;
  readonly sheet: Sheet;
}

/** The one canvas, inside React Flow's viewport between the boxes and the pods. It keeps its sheet in step with the camera. */
export function Overlay({ flow, sheet }: OverlayProps) {
  const { store } = useStageApi();
  const attach = useCallback(
    (canvas: HTMLCanvasElement | null) => {
      sheet.attach(canvas);
      sheet.place(flow.viewport(), flow.size(), true);
    },
    [flow, sheet],
  );

  useEffect(() => {
    const place = (force: boolean): void => sheet.place(flow.viewport(), flow.size(), force);
    const stopFlow = flow.onView(() => place(false));
    const stopStage = store.subscribe((now, before) => {
      if (now.hover !== before.hover || now.level !== before.level || now.far !== before.far) place(true);
    });
    // Texts painted before their fonts came are painted again in the right ones.
    const onFonts = (): void => {
      sheet.forgetLooks();
      place(true);
    };
    document.fonts.addEventListener('loadingdone', onFonts);
    return () => {
      document.fonts.removeEventListener('loadingdone', onFonts);
      stopFlow();
      stopStage();
    };
  }, [flow, sheet, store]);

  return (
    <ViewportPortal>
      <canvas ref={attach} className="kb-overlay" aria-hidden="true" />
    </ViewportPortal>
  );
}
