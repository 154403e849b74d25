import type { Change } from '../../core/change.js';
import type { ReadId } from '../../core/ids.js';
import { studyEvent } from '../../studies/study-event.js';
import type { CandidateScore, ReaderChoice } from '../choose-reader.js';
import type { DispatchParams } from '../dispatch-params.js';
import type { StudyReads } from './live-read.js';
import { readableRead } from './live-read.js';

/**
 * Says that a waiting read is kept for a reader who is busy, and why: what the idle reader nearest to it would cost, and what
 * the busy one does, in expected minutes. Nothing is bound by it: each round of the dispatcher asks again. Says nothing of a
 * read that is kept for nobody, or that somebody has by now.
 */
export function keepRead(
  rows: StudyReads,
  readId: ReadId,
  { keptFor, ranked, urgency }: ReaderChoice,
  params: DispatchParams,
): Change<StudyReads, null> {
  const [kept, ...others] = ranked;
  if (!keptFor || !kept) return { result: null };
  const read = readableRead(rows, readId);
  // Somebody was faster: it waits for nobody any more.
  if (read.state !== 'queued') return { result: null };
  const idle = others.find(({ terms }) => (terms.wait ?? 0) === 0);
  const data = {
    readerId: keptFor.readerId,
    freeInMinutes: tenth(keptFor.freeInMinutes ?? 0),
    costMinutes: tenth(kept.score),
    idleCostMinutes: idle ? tenth(idle.score) : null,
    latePercent: latePercent(kept, urgency, params),
    idleLatePercent: idle ? latePercent(idle, urgency, params) : null,
  };
  return { events: [studyEvent('read.kept', rows.study, [read], data, read)], result: null };
}

/** The chance to miss the deadline that the term stands for; null where nothing is said of it. */
function latePercent(
  { terms }: CandidateScore,
  urgency: ReaderChoice['urgency'],
  params: DispatchParams,
): number | null {
  const certain = urgency ? (params.breachMinutes ?? 0) * params.weights[urgency.priority] : 0;
  return terms.breach === undefined || certain === 0 ? null : Math.round((100 * terms.breach) / certain);
}

const tenth = (minutes: number): number => Math.round(minutes * 10) / 10;
