/** Runs `work` soon after the first call and never while the last run is under way; calls in between count as one. */
export function coalesce(
  work: () => Promise<unknown> | unknown,
  milliseconds: number,
): { call: () => void; cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    timer = undefined;
    running = true;
    again = false;
    const started = Date.now();
    try {
      await work();
    } catch {
      // Whoever shows the answer shows its error.
    }
    running = false;
    // A server that answers slowly is asked less often.
    if (again) timer = setTimeout(() => void run(), Math.max(milliseconds, 2 * (Date.now() - started)));
  };
  return {
    call: () => {
      again = true;
      if (!running) timer ??= setTimeout(() => void run(), milliseconds);
    },
    cancel: () => {
      clearTimeout(timer);
      again = false;
    },
  };
}
