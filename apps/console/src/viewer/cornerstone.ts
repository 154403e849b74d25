import { Enums, getRenderingCapabilities, init as initCore, RenderingEngine, type Types } from '@cornerstonejs/core';
import { init as initLoader } from '@cornerstonejs/dicom-image-loader';
import { currentToken, renew } from '../session/api.js';
import { firstPart } from './multipart.js';

export type Viewport = Types.IStackViewport;
export const { STACK_NEW_IMAGE, IMAGE_RENDERED, VOI_MODIFIED } = Enums.Events;

let started = false;

/** Without WebGL the library draws on the processor: slower, the same pixels. */
function start(): void {
  if (started) return;
  started = true;
  initCore();
  initLoader({
    maxWebWorkers: 1,
    beforeSend: () => ({ Authorization: `Bearer ${currentToken() ?? ''}`, Accept: 'application/dicom' }),
    beforeProcessing: (xhr) =>
      Promise.resolve(firstPart(xhr.response as ArrayBuffer, xhr.getResponseHeader('content-type'))),
    errorInterceptor: (error) => {
      if (error.status === 401) void renew();
    },
  });
}

export const drawsOnProcessor = (): boolean => !getRenderingCapabilities().webgl;

export interface Opened {
  viewport: Viewport;
  resize: () => void;
  close: () => void;
}

let opened = 0;

/** A viewport for one stack in this element. */
export function openViewport(element: HTMLDivElement): Opened {
  start();
  opened += 1;
  const engine = new RenderingEngine(`reading-${opened}`);
  const viewportId = `stack-${opened}`;
  engine.enableElement({
    viewportId,
    type: Enums.ViewportType.STACK,
    element,
    defaultOptions: { background: [0, 0, 0] },
  });
  return {
    viewport: engine.getViewport(viewportId) as Viewport,
    resize: () => engine.resize(true, true),
    close: () => engine.destroy(),
  };
}

export const imageIdOf = (url: string): string => `wadouri:${location.origin}${url}`;

/** Window by its centre and width, changed by so much of each. */
export function shiftWindow(viewport: Viewport, widthBy: number, centreBy: number): void {
  const range = viewport.getProperties().voiRange;
  if (!range) return;
  const width = Math.max(1, range.upper - range.lower + widthBy);
  const centre = (range.upper + range.lower) / 2 + centreBy;
  viewport.setProperties({ voiRange: { lower: centre - width / 2, upper: centre + width / 2 } });
  viewport.render();
}

export function zoomBy(viewport: Viewport, factor: number): void {
  viewport.setZoom(Math.min(20, Math.max(0.2, viewport.getZoom() * factor)));
  viewport.render();
}

export function panBy(viewport: Viewport, x: number, y: number): void {
  const pan = viewport.getPan();
  viewport.setPan([pan[0] + x, pan[1] + y]);
  viewport.render();
}

export function invert(viewport: Viewport): void {
  viewport.setProperties({ invert: !viewport.getProperties().invert });
  viewport.render();
}

export function resetView(viewport: Viewport): void {
  viewport.resetProperties();
  viewport.resetCamera();
  viewport.render();
}
