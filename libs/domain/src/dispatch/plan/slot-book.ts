import type { PlanReader } from './plan-question.js';

/** Position slots of all readers: column `reader * slots + k` starts when the reader is free and has read k others. */
export interface SlotBook {
  slots: number;
  /** Expected minutes from now, by column. */
  start: Float64Array;
  /** How many slots of each reader are given away: always the first ones. */
  taken: Int32Array;
  /** When the soonest slot after the last one starts, by reader: what waiting comes to. */
  after: Float64Array;
}

export function slotBook(readers: readonly PlanReader[], slots: number, typicalMinutes: number): SlotBook {
  const start = new Float64Array(readers.length * slots);
  const after = new Float64Array(readers.length);
  readers.forEach(({ freeInMinutes }, reader) => {
    for (let slot = 0; slot < slots; slot++) start[reader * slots + slot] = freeInMinutes + slot * typicalMinutes;
    after[reader] = freeInMinutes + slots * typicalMinutes;
  });
  return { slots, start, taken: new Int32Array(readers.length), after };
}
