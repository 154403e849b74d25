import type { LiveBoard } from './live-board.js';
import type { SimulatedDay } from './simulated-day.js';

/** How scarce readers are, and who has done more than their share: kept from what has happened so far. */
export class WorkShares {
  /** Expected minutes that would have fallen on each reader if every study were spread over all who may read it. */
  private readonly fallen: Float64Array;
  private readonly done: Float64Array;
  private readonly present: Float64Array;
  private before = 0;

  constructor(
    private readonly board: LiveBoard,
    { readers }: SimulatedDay,
  ) {
    this.fallen = new Float64Array(readers.count);
    this.done = new Float64Array(readers.count);
    this.present = new Float64Array(readers.count);
  }

  arrived(read: number): void {
    const eligible = this.board.eligible(read);
    const share = (this.board.reads.expectedMinutes[read] as number) / eligible.length;
    for (const reader of eligible) this.fallen[reader] = (this.fallen[reader] as number) + share;
  }

  completed(read: number, reader: number): void {
    const minutes = this.board.expectedMinutes(read, reader);
    this.done[reader] = (this.done[reader] as number) + minutes;
    const { surplusMinutes } = this.board.readers;
    surplusMinutes[reader] = (surplusMinutes[reader] as number) + minutes;
  }

  /** Now and then: shares are of the scarcest, a surplus is beyond what one's time on shift makes of the work of all. */
  settle(): void {
    const { now, readers } = this.board;
    const most = this.fallen.reduce((a, b) => Math.max(a, b), 0);
    for (let reader = 0; reader < readers.count; reader++) {
      readers.scarcityShare[reader] = most === 0 ? 0 : (this.fallen[reader] as number) / most;
      if (readers.onShift[reader] === 1) this.present[reader] = (this.present[reader] as number) + now - this.before;
    }
    this.before = now;
    const sum = (list: Float64Array): number => list.reduce((a, b) => a + b, 0);
    const usual = sum(this.done) / Math.max(1, sum(this.present));
    for (let reader = 0; reader < readers.count; reader++) {
      readers.surplusMinutes[reader] = (this.done[reader] as number) - usual * (this.present[reader] as number);
    }
  }
}
