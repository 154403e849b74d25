import type { DispatchParams } from '../../dispatch/dispatch-params.js';
import { compareInOrder, type OrderPlace } from '../../dispatch/place-in-order.js';
import { IndexOrder } from '../../dispatch/policies/index-policy.js';
import { chanceBeyond, type Lognormal } from '../../dispatch/reading-time/lognormal.js';
import type { LiveBoard } from './live-board.js';
import type { SimulatedDay } from './simulated-day.js';

/** The chance of breach (0..1) foretold for a read that waited. */
export interface Forecast {
  read: number;
  chance: number;
}

/** Coefficient of variation given to a forecast wait. */
const WAIT_VARIATION = 0.5;

/** Foretells for everything that waits whether it will be late; held against what came of it afterwards. */
export class Forecasts {
  readonly made: Forecast[] = [];
  private readonly order: IndexOrder;

  constructor(
    private readonly board: LiveBoard,
    private readonly day: SimulatedDay,
    params: DispatchParams,
  ) {
    this.order = new IndexOrder(board, params);
  }

  /** One pass over what waits in the order of the index, each to the eligible reader who is free soonest. */
  take(): void {
    const { board, day } = this;
    if (board.now < day.measuredFrom || board.now >= day.measuredTo) return;
    const freeIn = Float64Array.from({ length: board.readers.count }, (_, reader) =>
      board.readers.onShift[reader] === 1 ? board.freeInMinutes(reader) : Infinity,
    );
    for (const read of this.inOrder()) {
      const reader = this.soonest(read, freeIn);
      if (reader === -1) continue;
      const waits = freeIn[reader] as number;
      const minutes = board.expectedMinutes(read, reader);
      freeIn[reader] = waits + minutes;
      const slack = (board.reads.dueAt[read] as number) - board.now;
      if (read < day.firstReads)
        this.made.push({ read, chance: chanceBeyond(sumOf(waits, minutes, board.sigma), slack) });
    }
  }

  private inOrder(): number[] {
    const { waiting, waitingCount } = this.board;
    const places = Array.from(waiting.subarray(0, waitingCount), (read) => {
      const place: OrderPlace = { band: 'indexed', overdueMinutes: 0, score: 0, waitedMinutes: 0 };
      return { read, place: this.order.placeOf(read, place) };
    });
    return places.sort((a, b) => compareInOrder(a.place, b.place) || a.read - b.read).map(({ read }) => read);
  }

  private soonest(read: number, freeIn: Float64Array): number {
    let best = -1;
    for (const reader of this.board.eligible(read)) {
      if (!this.board.mayRead(read, reader) || freeIn[reader] === Infinity) continue;
      if (best === -1 || (freeIn[reader] as number) < (freeIn[best] as number)) best = reader;
    }
    return best;
  }
}

/** Wait and reading as one lognormal of the same mean and variance (Fenton and Wilkinson). */
function sumOf(waitMinutes: number, readingMinutes: number, sigma: number): Lognormal {
  const mean = waitMinutes + readingMinutes;
  const variance = (WAIT_VARIATION * waitMinutes) ** 2 + readingMinutes ** 2 * Math.expm1(sigma * sigma);
  const squared = Math.log1p(variance / (mean * mean));
  return { mu: Math.log(mean) - squared / 2, sigma: Math.sqrt(squared) };
}
