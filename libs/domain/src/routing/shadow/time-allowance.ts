/** What may still be spent, at an instant of a clock that only goes forward. */
export interface TimeAllowance {
  leftMs: number;
  atMs: number;
}

/** Of a process' time, what is spent beside its work at most. */
const SHARE = 0.1;
/** What may be saved up for a burst. */
const MOST_MS = 500;

export const fullAllowance = (atMs: number): TimeAllowance => ({ leftMs: MOST_MS, atMs });

/** With what has been earned since: never more than the most that may be saved up. */
export const earned = ({ leftMs, atMs }: TimeAllowance, nowMs: number): TimeAllowance => ({
  leftMs: Math.min(MOST_MS, leftMs + SHARE * Math.max(0, nowMs - atMs)),
  atMs: nowMs,
});

/** Whether there is anything left. What is begun may spend more than that, which is then owed. */
export const maySpend = ({ leftMs }: TimeAllowance): boolean => leftMs > 0;

/** After something that began when the allowance was counted and took until now. Time spent earns as other time does. */
export const spent = (allowance: TimeAllowance, nowMs: number): TimeAllowance => {
  const tookMs = Math.max(0, nowMs - allowance.atMs);
  const { leftMs, atMs } = earned(allowance, nowMs);
  return { leftMs: leftMs - tookMs, atMs };
};
