import type { DispatchParams } from '../../dispatch/dispatch-params.js';
import type { LiveBoard } from './live-board.js';
import type { SimulatedDay } from './simulated-day.js';

/** A hard rule that a start broke. */
export interface Violation {
  read: number;
  reader: number;
  at: number;
  rule: string;
}

/**
 * Looks at every start without the code that decided it: the hard rules from the day's document, shifts from its spans,
 * independence from who has read, and the promise of a maximum wait.
 */
export class Witness {
  readonly violations: Violation[] = [];
  /** Starts that passed over a read past its maximum wait which this reader might have read. */
  readonly passedOver: Violation[] = [];

  constructor(
    private readonly day: SimulatedDay,
    private readonly board: LiveBoard,
    private readonly params: DispatchParams,
  ) {}

  /** Asked before the board changes. */
  watch(read: number, reader: number): void {
    const rule = this.broken(read, reader);
    if (rule !== null) this.violations.push({ read, reader, at: this.board.now, rule });
    if (this.passesOver(read, reader)) {
      this.passedOver.push({ read, reader, at: this.board.now, rule: 'maximum-wait' });
    }
  }

  private broken(read: number, reader: number): string | null {
    const { now, openRead } = this.board;
    const spans = this.day.readers.spans[reader] ?? [];
    if (!spans.some(({ from, to }) => from <= now && now < to)) return 'shift';
    if (openRead[reader] !== -1) return 'capacity';
    const other = this.day.reads.otherRead[read] as number;
    const { person } = this.day.readers;
    const by = other === -1 ? -1 : (this.board.readBy[other] as number);
    if (by !== -1 && person[by] === person[reader]) return 'independence';
    return this.day.forbids(read, reader, now);
  }

  /** A start of anything but critical work while a first read longer past its cap waits that this reader may read. */
  private passesOver(read: number, reader: number): boolean {
    if (this.pastCap(read) === Infinity) return false;
    const own = this.pastCap(read);
    const { waiting, waitingCount } = this.board;
    for (let each = 0; each < waitingCount; each++) {
      const other = waiting[each] as number;
      if (other === read || other >= this.day.firstReads) continue;
      const past = this.pastCap(other);
      if (past > 0 && past !== Infinity && past > Math.max(0, own) && this.board.mayRead(other, reader)) return true;
    }
    return false;
  }

  /** Minutes past the maximum wait; Infinity for critical work, which goes before all of it. */
  private pastCap(read: number): number {
    const priority = this.day.reads.priority[read] ?? 'routine';
    const isOpinion = read >= this.day.firstReads;
    if (priority === 'critical' && !isOpinion) return Infinity;
    const cap = this.params.maximumWaitMinutes[isOpinion ? 'routine' : priority];
    const past = this.board.now - (this.board.reads.queuedAt[read] as number) - cap;
    return isOpinion ? Math.min(0, past) : past;
  }
}
