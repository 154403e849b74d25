import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { DomainEvent } from '../../core/event.js';
import { type Instant, minutesBetween, plusMinutes } from '../../core/instant.js';
import { backInQueue } from '../../dispatch/offers/live-read.js';
import { pauseClocks } from '../../sla/ledger/pause-clocks.js';
import type { SlaRows } from '../../sla/ledger/start-clocks.js';
import type { Hold, PauseReason } from '../hold.js';
import type { Read } from '../read.js';
import { studyEvent } from '../study-event.js';
import { studyState } from '../study-state.js';
import type { Study } from '../study.js';
import { type Corrector, requireOwnPlan } from './correction.js';
import { endHold } from './resume-study.js';

/** How long a study may wait for a reason, minutes: unless another end is asked for, and at most. */
export const HOLD_LIMITS: Readonly<Record<PauseReason, { defaultMinutes: number; mostMinutes: number }>> = {
  'missing-images': { defaultMinutes: 60, mostMinutes: 24 * 60 },
  'missing-priors': { defaultMinutes: 120, mostMinutes: 24 * 60 },
  'missing-clinical-information': { defaultMinutes: 60, mostMinutes: 24 * 60 },
  'technical-repeat': { defaultMinutes: 240, mostMinutes: 72 * 60 },
  'order-mismatch': { defaultMinutes: 60, mostMinutes: 24 * 60 },
  'patient-identity': { defaultMinutes: 60, mostMinutes: 24 * 60 },
  'site-downtime': { defaultMinutes: 240, mostMinutes: 48 * 60 },
};

export interface Holding {
  reason: PauseReason;
  note: string | null;
  /** When it resumes by itself; null is the reason's default from now. */
  until: Instant | null;
  by: Corrector;
}

/** Critical and STAT work is never hidden by a hold, and what is offered has its clocks running. */
export const isPressing = ({ priority }: Pick<Study, 'priority'>): boolean =>
  priority === 'critical' || priority === 'stat';

/**
 * Lets a study wait for a reason, at the longest until its cap, when it resumes by itself. It is not offered meanwhile:
 * offers and work taken but not opened go back as old as before, whoever has opened it goes on. Clocks and deadlines stand
 * still; overlapping holds count once, since another hold takes the place of the one before. A critical or STAT study stays
 * offered and its clocks run: the hold is a notice with an owner.
 *
 * @throws DomainError conflicts `study/closed`, `study/linked`, `study/merged`; invalid `hold/until` when the end is
 * not after now or beyond the reason's limit
 */
export function holdStudy(rows: SlaRows, { reason, note, until, by }: Holding, now: Instant): Change<SlaRows, Hold> {
  requireOwnPlan(rows.study);
  const { state } = rows.study;
  if (state === 'cancelled' || state === 'final' || state === 'retracted') {
    throw new DomainError('conflict', 'study/closed', `The study is ${state}: there is nothing to hold`);
  }
  const end = until ?? plusMinutes(now, HOLD_LIMITS[reason].defaultMinutes);
  requireEnd(reason, end, now);
  const former = rows.study.hold;
  const before = former === null ? rows : endHold(rows, now);
  const hold: Hold = {
    reason,
    note,
    owner: by.name,
    ownerId: by.id,
    since: now.toISOString(),
    until: end.toISOString(),
  };
  const held: SlaRows = { ...before, study: { ...before.study, hold, version: rows.study.version + 1 } };
  const next = withdrawUnopened(isPressing(held.study) ? held : startPause(held, hold, now));
  const facts = { reason, ownerId: by.id, until: hold.until, replaces: former?.reason ?? null };
  const { events, ...saved } = next;
  return { next: saved, events: [studyEvent('study.held', saved.study, rows.reads, facts), ...events], result: hold };
}

function requireEnd(reason: PauseReason, end: Instant, now: Instant): void {
  const { mostMinutes } = HOLD_LIMITS[reason];
  const minutes = minutesBetween(now, end);
  if (minutes > 0 && minutes <= mostMinutes) return;
  const message = minutes <= 0 ? 'The end lies before now' : `At most ${mostMinutes / 60} hours for ${reason}`;
  throw new DomainError('invalid', 'hold/until', message, { errors: [{ path: 'until', code: 'hold/until', message }] });
}

/** The clocks of a held study stand still from `now` to the end of its hold. */
export function startPause(rows: SlaRows, { reason, note, owner, until }: Hold, now: Instant): SlaRows {
  const pause = { reason, note, owner, from: now.toISOString(), until };
  const moved = pauseClocks(rows, { reason, from: now, until: new Date(until) });
  return { ...moved, study: { ...rows.study, pauses: [...rows.study.pauses, pause] } };
}

/** What nobody has opened goes back in the queue: a hold is nobody's refusal, so its reader may be offered it again. */
function withdrawUnopened(rows: SlaRows): SlaRows & { events: DomainEvent[] } {
  if (isPressing(rows.study)) return { ...rows, events: [] };
  const events: DomainEvent[] = [];
  const reads = rows.reads.map((read): Read => {
    if (read.readerId === null || read.openedAt !== null || (read.state !== 'assigned' && read.state !== 'in-progress'))
      return read;
    const next = backInQueue(read, null);
    const data = { readerId: read.readerId, by: 'hold', reason: 'held' };
    events.push(studyEvent('read.released', rows.study, [read], data, next));
    return next;
  });
  const study = { ...rows.study, state: studyState(rows.study, reads) };
  return { ...rows, study, reads, events };
}
