import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { IMAGE_RENDERED, imageIdOf, openViewport, STACK_NEW_IMAGE, VOI_MODIFIED, type Opened } from './cornerstone.js';

export interface Stack {
  viewport: () => Opened['viewport'] | null;
  index: number;
  shown: boolean;
  error: string | null;
  window: { width: number; centre: number } | null;
  scrollTo: (index: number) => void;
}

/** Frames of a series in an element: one viewport for the element's life, another stack for each series. */
export function useStack(place: RefObject<HTMLDivElement | null>, frames: string[], onShown: () => void): Stack {
  const opened = useRef<Opened>(null);
  const [index, setIndex] = useState(0);
  const [shown, setShown] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [window, setWindow] = useState<Stack['window']>(null);
  const told = useRef(onShown);
  told.current = onShown;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const view = openViewport(element);
    opened.current = view;
    const noteWindow = (): void => {
      const range = view.viewport.getProperties().voiRange;
      if (range) setWindow({ width: range.upper - range.lower, centre: (range.upper + range.lower) / 2 });
    };
    const onImage = (): void => {
      setIndex(view.viewport.getCurrentImageIdIndex());
      noteWindow();
    };
    const onRendered = (): void => {
      if (view.viewport.getCornerstoneImage?.() === undefined) return;
      setShown(true);
      told.current();
    };
    element.addEventListener(STACK_NEW_IMAGE, onImage);
    element.addEventListener(IMAGE_RENDERED, onRendered);
    element.addEventListener(VOI_MODIFIED, noteWindow);
    const sizes = new ResizeObserver(() => view.resize());
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      element.removeEventListener(STACK_NEW_IMAGE, onImage);
      element.removeEventListener(IMAGE_RENDERED, onRendered);
      element.removeEventListener(VOI_MODIFIED, noteWindow);
      opened.current = null;
      view.close();
    };
  }, [place]);

  const key = frames.join('\n');
  useEffect(() => {
    const view = opened.current;
    if (!view || key === '') return;
    setShown(false);
    setError(null);
    view.viewport
      .setStack(key.split('\n').map(imageIdOf), 0)
      .then(() => view.viewport.render())
      .catch((problem: unknown) => setError(problem instanceof Error ? problem.message : String(problem)));
  }, [key]);

  const scrollTo = useCallback(
    (target: number): void => {
      const next = Math.min(frames.length - 1, Math.max(0, target));
      setIndex(next);
      void opened.current?.viewport.setImageIdIndex(next).catch((problem: unknown) => setError(String(problem)));
    },
    [frames.length],
  );
  return { viewport: () => opened.current?.viewport ?? null, index, shown, error, window, scrollTo };
}
