import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { invert, panBy, resetView, shiftWindow, zoomBy, type Viewport } from './cornerstone.js';
import type { Stack } from './use-stack.js';

const WHEEL_STEP = 60;

/** Wheel scrolls (with Ctrl it zooms); dragging sets the window, with the right button zooms, with the middle pans. */
export function useGestures(place: RefObject<HTMLDivElement | null>, stack: Stack): void {
  const current = useRef(stack);
  current.current = stack;
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let rolled = 0;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const viewport = current.current.viewport();
      if (event.ctrlKey && viewport) return zoomBy(viewport, event.deltaY < 0 ? 1.1 : 0.9);
      rolled += event.deltaY;
      const steps = Math.trunc(rolled / WHEEL_STEP);
      if (steps === 0) return;
      rolled -= steps * WHEEL_STEP;
      current.current.scrollTo(current.current.index + steps);
    };
    const onMove = (event: PointerEvent): void => {
      const viewport = current.current.viewport();
      if (!viewport || event.buttons === 0) return;
      if (event.buttons === 1) shiftWindow(viewport, event.movementX * 3, event.movementY * 2);
      else if (event.buttons === 2) zoomBy(viewport, 1 - event.movementY / 200);
      else panBy(viewport, event.movementX, event.movementY);
    };
    const onDown = (event: PointerEvent): void => element.setPointerCapture(event.pointerId);
    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerdown', onDown);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerdown', onDown);
    };
  }, [place]);
}

const onViewport: Record<string, (viewport: Viewport) => void> = {
  '+': (viewport) => zoomBy(viewport, 1.2),
  '=': (viewport) => zoomBy(viewport, 1.2),
  '-': (viewport) => zoomBy(viewport, 1 / 1.2),
  i: invert,
  '0': resetView,
  w: (viewport) => shiftWindow(viewport, 20, 0),
  s: (viewport) => shiftWindow(viewport, -20, 0),
  d: (viewport) => shiftWindow(viewport, 0, 10),
  a: (viewport) => shiftWindow(viewport, 0, -10),
};

/** The same by keys, while the image has the focus. */
export function useViewerKeys(stack: Stack, count: number): (event: KeyboardEvent) => void {
  const places: Record<string, number> = {
    ArrowDown: stack.index + 1,
    ArrowRight: stack.index + 1,
    ArrowUp: stack.index - 1,
    ArrowLeft: stack.index - 1,
    PageDown: stack.index + 10,
    PageUp: stack.index - 10,
    Home: 0,
    End: count - 1,
  };
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = places[event.key];
    const act = onViewport[event.key];
    const viewport = stack.viewport();
    if (target === undefined && !(act && viewport)) return;
    event.preventDefault();
    event.stopPropagation();
    if (target !== undefined) stack.scrollTo(target);
    else if (act && viewport) act(viewport);
  };
}
