import { useSyncExternalStore } from 'react';

let offset = 0;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Every answer of the server tells its clock, to the second; a difference of less than that is left alone. */
export function noteServerTime(at: Date): void {
  const difference = at.getTime() - Date.now();
  if (Math.abs(difference - offset) > 1500) offset = difference;
}
export const serverNow = (): number => Date.now() + offset;

function tick(): void {
  now = serverNow();
  for (const listener of listeners) listener();
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = serverNow();
    timer = setInterval(tick, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const never = (): (() => void) => () => undefined;

/** The server's clock, renewed each second: one timer for the whole page. Not `ticking`: as it was. */
export const useNow = (ticking = true): number => useSyncExternalStore(ticking ? subscribe : never, () => now);
