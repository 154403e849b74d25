import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { IMAGE_RENDERED, imageIdOf, openViewport, STACK_NEW_IMAGE, VOI_MODIFIED, type Opened } from './cornerstone.js';

export interface GreyWindow {
  width: number;
  centre: number;
}
export interface Stack {
  viewport: () => Opened['viewport'] | null;
  index: number;
  shown: boolean;
  error: string | null;
  window: GreyWindow | null;
  scrollTo: (index: number) => void;
}
interface Watcher {
  image: (index: number) => void;
  window: (window: GreyWindow) => void;
  drawn: () => void;
}

const messageOf = (problem: unknown): string => (problem instanceof Error ? problem.message : String(problem));

/** Opens a viewport in the element, tells what happens in it, and keeps its size; the answer closes it. */
function watchViewport(element: HTMLDivElement, watcher: Watcher): { opened: Opened; close: () => void } {
  const opened = openViewport(element);
  const { viewport } = opened;
  const onWindow = (): void => {
    const range = viewport.getProperties().voiRange;
    if (range) watcher.window({ width: range.upper - range.lower, centre: (range.upper + range.lower) / 2 });
  };
  const onImage = (): void => {
    watcher.image(viewport.getCurrentImageIdIndex());
    onWindow();
  };
  const onRendered = (): void => {
    if (viewport.getCornerstoneImage() === undefined) return;
    onWindow();
    watcher.drawn();
  };
  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener(STACK_NEW_IMAGE, onImage, { signal });
  element.addEventListener(IMAGE_RENDERED, onRendered, { signal });
  element.addEventListener(VOI_MODIFIED, onWindow, { signal });
  const sizes = new ResizeObserver(() => opened.resize());
  sizes.observe(element);
  const close = (): void => {
    sizes.disconnect();
    stop.abort();
    opened.close();
  };
  return { opened, close };
}

/** Frames of a series in an element: one viewport for the element's life, another stack for each series. */
export function useStack(place: RefObject<HTMLDivElement | null>, frames: string[], onShown: () => void): Stack {
  const opened = useRef<Opened>(null);
  const [index, setIndex] = useState(0);
  const [shown, setShown] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [window, setWindow] = useState<GreyWindow | null>(null);
  const told = useRef(onShown);
  told.current = onShown;

  useEffect(() => {
    if (!place.current) return;
    const drawn = (): void => {
      setShown(true);
      told.current();
    };
    const grey = (next: GreyWindow): void =>
      setWindow((last) => (last?.width === next.width && last.centre === next.centre ? last : next));
    const view = watchViewport(place.current, { image: setIndex, window: grey, drawn });
    opened.current = view.opened;
    return () => {
      opened.current = null;
      view.close();
    };
  }, [place]);

  const key = frames.join('\n');
  useEffect(() => {
    const viewport = opened.current?.viewport;
    if (!viewport || key === '') return;
    setShown(false);
    setError(null);
    const imageIds = key.split('\n').map(imageIdOf);
    viewport.setStack(imageIds, 0).then(
      () => viewport.render(),
      (problem: unknown) => setError(messageOf(problem)),
    );
  }, [key]);

  const scrollTo = useCallback(
    (target: number): void => {
      const next = Math.min(frames.length - 1, Math.max(0, target));
      setIndex(next);
      opened.current?.viewport.setImageIdIndex(next).catch((problem: unknown) => setError(messageOf(problem)));
    },
    [frames.length],
  );
  return { viewport: () => opened.current?.viewport ?? null, index, shown, error, window, scrollTo };
}
