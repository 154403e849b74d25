import { asId } from '../core/ids.js';
import { type Instant, plusMinutes } from '../core/instant.js';
import type { Read } from '../studies/read.js';
import { sampleRead, sampleStudy } from '../studies/samples.fixture.js';
import type { Study } from '../studies/study.js';
import type { ReadingRows } from './held-read.js';
import type { Report } from './report.js';
import type { FinalSigning } from './signing/signing.js';

/** When `openRead` was opened. */
export const OPENED: Instant = new Date('2026-11-22T08:00:00Z');
/** The instant `minutes` after `OPENED`. */
export const at = (minutes: number): Instant => plusMinutes(OPENED, minutes);

export const ADA = { readerId: asId<Read['readerId'] & string>('ada'), name: 'Dr Ada Byrd' };
export const BEA = { readerId: asId<Read['readerId'] & string>('bea'), name: 'Dr Bea Ohm' };

/** A read that Ada has opened, to issue a final. */
export const openRead = (changes: Partial<Read> = {}): Read =>
  sampleRead({
    state: 'in-progress',
    readingGroupId: asId('day'),
    readerId: ADA.readerId,
    sessionId: asId('session-1'),
    startedAt: OPENED,
    openedAt: OPENED,
    ...changes,
  });

/** A ready, urgent CT under reading. */
export const rowsOf = (reads: Read[], reports: Report[] = [], study: Partial<Study> = {}): ReadingRows => ({
  study: sampleStudy({ state: 'reading', readyAt: at(-10), priority: 'urgent', ...study }),
  reads,
  reports,
});

/** A preliminary of Bea's on another read. */
export const sampleReport = (changes: Partial<Report> = {}): Report => ({
  id: asId('report-0'),
  healthSystemId: asId('mercy'),
  studyId: asId('study-1'),
  readId: asId('prelim'),
  kind: 'preliminary',
  sections: {},
  impression: 'No hemorrhage.',
  conclusion: 'normal',
  authorId: BEA.readerId,
  authorName: BEA.name,
  signedAt: at(-5),
  flags: [],
  toldName: null,
  toldAt: null,
  attestation: null,
  ...changes,
});

/** Ada signs `read-1`. */
export const signing = (changes: Partial<FinalSigning> = {}): FinalSigning => ({
  readId: asId('read-1'),
  reportId: asId('report-1'),
  author: ADA,
  newDutyId: () => asId('duty-1'),
  body: { sections: { findings: 'Clear.' }, impression: 'Normal head CT.', conclusion: 'normal' },
  ...changes,
});
