import type { WorkingSpan } from './simulated-day.js';

/** A reader begins or ends to work. */
export interface ShiftEdge {
  at: number;
  reader: number;
  isStart: boolean;
  abrupt: boolean;
}

/** All of them in time order; who ends does so before anybody begins. */
export const shiftEdges = (spans: readonly (readonly WorkingSpan[])[]): ShiftEdge[] =>
  spans
    .flatMap((list, reader) =>
      list.flatMap(({ from, to, abrupt }) => [
        { at: from, reader, isStart: true, abrupt: false },
        { at: to, reader, isStart: false, abrupt },
      ]),
    )
    .sort((a, b) => a.at - b.at || Number(a.isStart) - Number(b.isStart) || a.reader - b.reader);
