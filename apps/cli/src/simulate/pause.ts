import { setTimeout as delay } from 'node:timers/promises';

/** Waits, and stops waiting at once when told to. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return;
  try {
    await delay(ms, undefined, { signal });
  } catch {
    // Told to stop: whoever waited asks the signal.
  }
}
