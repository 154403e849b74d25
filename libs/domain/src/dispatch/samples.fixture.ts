import { asId } from '../core/ids.js';
import type { Read } from '../studies/read.js';
import type { Study } from '../studies/study.js';
import { sampleRead, sampleStep, sampleStudy } from '../studies/samples.fixture.js';
import type { ReadingPlace, StudyReads } from './offers/live-read.js';
import type { WaitingRead } from './rank-for-reader.js';

/** A minute of the specs' night: minutes after 07:00Z, when `sampleRead` was queued. */
export const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 22, 7, minutes));

/** An onshore reader of `home-rads`, signed on. */
export const place = (reader = 'reader-1', changes: Partial<ReadingPlace> = {}): ReadingPlace => ({
  readerId: asId(reader),
  readingGroupId: asId('home-rads'),
  sessionId: asId(`session-of-${reader}`),
  tier: 'onshore',
  ...changes,
});

export const openStep = sampleStep('home-rads', '2026-11-22T07:00:00.000Z');

export const visibleRead = (changes: Partial<Read> = {}): Read =>
  sampleRead({ ladder: [openStep], ladderStep: 0, dueAt: at(60), ...changes });

/** A ready study with the read `visibleRead` makes. */
export const rowsOf = (read: Partial<Read> = {}, study: Partial<Study> = {}): StudyReads => ({
  study: sampleStudy({ state: 'ready', readyAt: at(0), ...study }),
  reads: [visibleRead(read)],
});

/** A read waiting since `queuedAt`, due `dueInMinutes` after 07:00Z. */
export function waiting(
  id: string,
  priority: Study['priority'],
  more: { queuedAt?: number; dueAt?: number; minutes?: number; eligible?: number } = {},
): WaitingRead {
  const { queuedAt = 0, dueAt = 60, minutes = 5, eligible = 8 } = more;
  const study = sampleStudy({ id: asId(`study-of-${id}`), priority, state: 'ready', readyAt: at(queuedAt) });
  const read = visibleRead({ id: asId(id), queuedAt: at(queuedAt), dueAt: at(dueAt), expectedMinutes: minutes });
  return { read, study, eligibleOnShift: eligible };
}
