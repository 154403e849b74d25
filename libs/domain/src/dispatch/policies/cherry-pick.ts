import { Chance } from '../../core/chance.js';
import type { DispatchBoard } from './dispatch-board.js';
import type { PolicyMaker } from './dispatch-policy.js';
import { byPriority, firstFor, longestIdle } from './pull-policy.js';

/** Share of picks that go by pay for the minute. */
const CHERRY_SHARE = 0.6;

/** An open list that readers pick from: at six in ten picks, what pays most for a minute; else as `priorityPull`. */
export const cherryPick: PolicyMaker = (board, { seed }) => {
  const chance = new Chance(`${seed}/cherry-pick`);
  return {
    readFor: (reader) => firstFor(board, reader, chance.happens(CHERRY_SHARE) ? byPay : byPriority),
    readerFor: (read) => longestIdle(board, read),
  };
};

export const byPay = ({ reads }: DispatchBoard, read: number): readonly [number, number] => [
  -(reads.workUnits[read] as number) / (reads.expectedMinutes[read] as number),
  reads.queuedAt[read] as number,
];
