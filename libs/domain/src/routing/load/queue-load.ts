import type { Instant } from '../../core/instant.js';
import { minutesBetween } from '../../core/instant.js';
import type { ModalityFamily } from '../../studies/study.js';

/** How the reads of one modality family wait, all over the network. */
export interface QueueLoad {
  /** Reads that wait for a reader. */
  queueLength: number;
  /** How long the one that has waited longest does so, in minutes. */
  waitingMinutes: number;
  /** Share (0..1) of them that will be late when the readers signed on go on one after the other, earliest deadline first. */
  shareAtRisk: number;
}

export interface WaitingWork {
  modalityFamily: ModalityFamily;
  queuedAt: Instant;
  dueAt: Instant | null;
  expectedMinutes: number;
}

const NO_LOAD: QueueLoad = { queueLength: 0, waitingMinutes: 0, shareAtRisk: 0 };

/**
 * The load by modality family: a plain forecast that policies can be written against. Readers share out what waits in the
 * order of deadlines, whatever its family; a read is at risk when it ends after its deadline so. With nobody signed on all
 * that has a deadline is at risk.
 */
export function queueLoads(
  waiting: readonly WaitingWork[],
  signedOn: number,
  now: Instant,
): (family: ModalityFamily) => QueueLoad {
  const loads = new Map<ModalityFamily, QueueLoad & { late: number }>();
  let ahead = 0;
  for (const work of waiting.toSorted(byDeadline)) {
    ahead += work.expectedMinutes;
    const load = loads.get(work.modalityFamily) ?? { ...NO_LOAD, late: 0 };
    loads.set(work.modalityFamily, load);
    load.queueLength += 1;
    load.waitingMinutes = Math.max(load.waitingMinutes, minutesBetween(work.queuedAt, now));
    const endsIn = signedOn === 0 ? Infinity : Math.max(work.expectedMinutes, ahead / signedOn);
    if (work.dueAt !== null && minutesBetween(now, work.dueAt) < endsIn) load.late += 1;
    load.shareAtRisk = load.late / load.queueLength;
  }
  return (family) => {
    const { late: _, ...load } = loads.get(family) ?? { ...NO_LOAD, late: 0 };
    return load;
  };
}

const byDeadline = (a: WaitingWork, b: WaitingWork): number =>
  (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity) || a.queuedAt.getTime() - b.queuedAt.getTime();
