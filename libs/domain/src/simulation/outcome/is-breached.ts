import type { DayRecord } from '../engine/run-day.js';
import type { SimulatedDay } from '../engine/simulated-day.js';

/** Not done by a deadline within the day. What is due after its end, and not done by then, is nobody's breach yet. */
export const isBreached = ({ endsAt }: SimulatedDay, { doneAt, dueAt }: DayRecord, read: number): boolean => {
  const due = dueAt[read] as number;
  return Number.isNaN(doneAt[read]) ? due <= endsAt : (doneAt[read] as number) > due;
};
