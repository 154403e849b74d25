import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { ReaderId, ReadId } from '../../core/ids.js';
import { plusMinutes, type Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import { changeOf, liveRead, type StudyReads } from '../offers/live-read.js';
import { releaseRead } from '../offers/release-read.js';
import type { HoldingSettings } from './conduct-settings.js';

/** What is known of a reader's work on a read they have open. */
export interface HoldingSigns {
  /** The last saved draft or look at an image; null when there was none. */
  lastSignAt: Instant | null;
  /** When the session ended in which they took it; null while it lasts, or when they have signed on anew since. */
  signedOffAt: Instant | null;
}

/** When an open read goes back by itself: silent since an instant, told at another, back at a third. */
export interface IdleTimes {
  silentSince: Instant;
  warnsAt: Instant;
  returnsAt: Instant;
}

/**
 * The times of an open read as things stand, null when nobody has it open. A sign of work puts all of them off; so does the
 * reader who says that they are still reading. Whoever has signed off is told at once.
 */
export function idleTimes(read: Read, signs: HoldingSigns, settings: HoldingSettings): IdleTimes | null {
  if (read.state !== 'in-progress' || read.openedAt === null) return null;
  const told = [read.openedAt, read.imagesOpenedAt, read.stillReadingAt ?? null, signs.lastSignAt, signs.signedOffAt];
  const silentSince = told.reduce<Instant>((a, b) => (b !== null && b > a ? b : a), read.openedAt);
  const { timesExpected, leastMinutes, warningMinutes, signedOffMinutes } = settings;
  const allowed = signs.signedOffAt ? signedOffMinutes : Math.max(leastMinutes, timesExpected * read.expectedMinutes);
  const returnsAt = plusMinutes(silentSince, allowed);
  const warning = plusMinutes(returnsAt, -warningMinutes);
  return { silentSince, warnsAt: warning > silentSince ? warning : silentSince, returnsAt };
}

/**
 * Warns the reader of a read that is open and idle, and gives it back when they stay silent. Nobody loses a read without
 * having been told: the warning's minutes run from when it was given, however late that was. Back in the pool it is as old
 * as before, its draft kept, and the same reader may have it again. At most once each; a read that is signed, released or
 * worked on is left alone.
 */
export function returnIdle(
  rows: StudyReads,
  { readId, signs, settings }: { readId: ReadId; signs: HoldingSigns; settings: HoldingSettings },
  now: Instant,
): Change<StudyReads, Read | null> {
  const read = rows.reads.find((each) => each.id === readId);
  const times = read ? idleTimes(read, signs, settings) : null;
  if (!read || !times || now < times.warnsAt) return { result: null };
  const warnedAt = read.idleWarnedAt && read.idleWarnedAt >= times.silentSince ? read.idleWarnedAt : null;
  const since = times.silentSince.toISOString();
  if (warnedAt === null) {
    const next: Read = { ...read, idleWarnedAt: now, version: read.version + 1 };
    const returnsAt = later(times.returnsAt, plusMinutes(now, noticeMinutes(signs, settings))).toISOString();
    const data = { readerId: read.readerId, silentSince: since, returnsAt, signedOff: signs.signedOffAt !== null };
    return changeOf(rows, next, [studyEvent('read.idle-warned', rows.study, [read], data, next)]);
  }
  if (now < later(times.returnsAt, plusMinutes(warnedAt, noticeMinutes(signs, settings)))) return { result: null };
  return releaseRead(rows, { readId, by: 'idle', reason: `silent since ${since}` });
}

/** The holder says that they are at it. Forbidden: `read/not-yours`; conflicts: `read/not-open`, `read/completed`, `read/cancelled`. */
export function stillReading(
  rows: StudyReads,
  { readId, readerId }: { readId: ReadId; readerId: ReaderId },
  now: Instant,
): Change<StudyReads, Read> {
  const read = liveRead(rows, readId);
  if (read.readerId !== readerId) {
    throw new DomainError('forbidden', 'read/not-yours', 'The read is held by another reader, or by nobody any more');
  }
  if (read.openedAt === null) throw new DomainError('conflict', 'read/not-open', 'Open the read first');
  const next: Read = { ...read, stillReadingAt: now, idleWarnedAt: null, version: read.version + 1 };
  return changeOf(rows, next, [studyEvent('read.still-reading', rows.study, [read], { readerId }, next)]);
}

const noticeMinutes = ({ signedOffAt }: HoldingSigns, settings: HoldingSettings): number =>
  signedOffAt === null ? settings.warningMinutes : Math.min(settings.warningMinutes, settings.signedOffMinutes);

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
