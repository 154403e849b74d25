import type { Instant } from '../core/instant.js';
import type { LadderStep, Read } from '../studies/read.js';
import type { Study } from '../studies/study.js';

/** What of a read and its study says why it stands where it stands. */
export interface WhyFacts extends Pick<Read, 'state' | 'ladder' | 'ladderStep' | 'openedAt' | 'offerExpiresAt'> {
  studyState: Study['state'];
  hold: Study['hold'];
  /** How many readers declined it or gave it back. */
  declined: number;
}

/** What of a read and its study says how it came to its end, or in whose hands it is by an act of its own. */
export interface EndFacts {
  read: Pick<Read, 'state' | 'completedAt' | 'breakGlassId'>;
  study: Pick<Study, 'state' | 'handedBack' | 'linkedTo' | 'mergedInto'>;
}

export interface Why {
  code: 'held' | 'expected' | 'taken' | 'reading' | 'offered' | 'receiving' | 'not-open' | 'waiting';
  text: string;
}

export interface WhyEnded {
  code: 'completed' | 'handed-back' | 'merged' | 'linked' | 'study-cancelled' | 'not-needed';
  text: string;
}

/** How a read that nobody takes any more came to its end; null of one that is open. */
export function whyEnded({ read, study }: EndFacts): WhyEnded | null {
  const glass = read.breakGlassId === null ? '' : ', under break-glass: see Emergencies';
  if (read.state === 'completed') {
    const at = read.completedAt === null ? '' : ` ${clock(read.completedAt)}`;
    return { code: 'completed', text: `Completed${at}${glass}` };
  }
  if (read.state !== 'cancelled') return null;
  if (study.handedBack !== null) {
    const { name, role, at } = study.handedBack;
    return { code: 'handed-back', text: `Handed back to the site: ${name} (${role}) took it ${clock(new Date(at))}` };
  }
  if (study.mergedInto !== null)
    return { code: 'merged', text: 'The study turned out to be another one, and is read there' };
  if (study.linkedTo !== null) return { code: 'linked', text: 'Read together with another study, with one report' };
  if (study.state === 'cancelled') return { code: 'study-cancelled', text: 'The study was cancelled: nobody reads it' };
  return { code: 'not-needed', text: 'Not needed any more: the plan of the study has changed' };
}

/** Why an open read is where it is, in one line that a manager understands; `code` is stable. */
export function whyHere(read: WhyFacts): Why {
  if (read.hold !== null) return { code: 'held', text: `On hold: ${read.hold.reason.replaceAll('-', ' ')}` };
  if (read.studyState === 'expected') return { code: 'expected', text: 'Waits for its images' };
  if (read.state === 'in-progress') {
    return read.openedAt === null
      ? { code: 'taken', text: 'Taken, not yet opened' }
      : { code: 'reading', text: `Being read since ${clock(read.openedAt)}` };
  }
  if (read.state === 'assigned') {
    const until = read.offerExpiresAt === null ? '' : ` until ${clock(read.offerExpiresAt)}`;
    return { code: 'offered', text: `Offered${until}` };
  }
  if (read.studyState === 'receiving') return { code: 'receiving', text: 'Images are still arriving' };
  return waiting(read);
}

function waiting({ ladder, ladderStep, declined }: WhyFacts): Why {
  if (ladder.length === 0) return { code: 'not-open', text: 'No contracted group may read it' };
  if (ladderStep < 0) return { code: 'not-open', text: notOpenText(ladder[0]) };
  // What is open is always a beginning of the ladder: every tier up to the newest step may take it.
  const open = ladder.slice(0, ladderStep + 1).flatMap((step) => step.pool.tiers);
  const tiers = [...new Set(open)].join(' or ') || 'any tier';
  const given = declined > 0 ? `; declined or given back by ${declined}` : '';
  const text = `Step ${ladderStep + 1} of ${ladder.length} open: ${tiers}${given}${overflowText(ladder)}`;
  return { code: 'waiting', text };
}

/** Groups that turned the read down as overflow, with what the first of them said. */
function overflowText(ladder: readonly LadderStep[]): string {
  const declined = ladder.flatMap(({ answers }) => answers ?? []).filter(({ answer }) => answer === 'declined');
  const groups = new Set(declined.map(({ readingGroupId }) => readingGroupId)).size;
  return groups === 0 ? '' : `; overflow declined by ${groups}: ${declined[0]?.reason}`;
}

const clock = (at: Instant): string => `${at.toISOString().slice(11, 16)} UTC`;

const notOpenText = (step: LadderStep | undefined): string =>
  typeof step?.opens.afterReadOrdinal === 'number'
    ? `Waits for read ${step.opens.afterReadOrdinal + 1} of the study`
    : 'No step of the ladder is open yet';
