import type { PolicyMaker } from './dispatch-policy.js';
import { cheapestIdle, withoutChances } from './index-policy.js';
import { firstFor } from './pull-policy.js';

/** Least slack after reading first, skills conserved: excellent until there is more than can be read, then it collapses. */
export const leastSlack: PolicyMaker = (board, { params: tuned }) => ({
  readFor: (reader) =>
    firstFor(board, reader, ({ reads }, read) => [
      (reads.dueAt[read] as number) - board.expectedMinutes(read, reader),
      reads.queuedAt[read] as number,
    ]),
  readerFor: (read) => cheapestIdle(board, read, withoutChances(tuned)),
});
