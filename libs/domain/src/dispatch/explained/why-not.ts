import type { ReaderId } from '../../core/ids.js';
import type { FailedRule } from '../../eligibility/facts.js';
import type { PoolMember } from '../../routing/ladder/open-pool.js';
import { inOpenPool } from '../../routing/ladder/open-pool.js';
import type { DecisionRecord } from '../decision-record.js';
import type { DispatchParams } from '../dispatch-params.js';
import type { DecisionInputs } from './decision-inputs.js';
import { chooseAgain } from './decision-inputs.js';
import type { Margin } from './why-this-reader.js';
import type { KeptNow } from './kept-now.js';
import { marginOf } from './why-this-reader.js';

/** Why a reader was not the one; `code` is stable. */
export const WHY_NOT_CODES = [
  'chosen',
  'cost-more',
  'declined',
  'barred',
  'outside-pool',
  'named',
  'another-asked-first',
  'not-among-best',
  'not-free',
  'kept',
  'could',
] as const;
export type WhyNotCode = (typeof WHY_NOT_CODES)[number];

export interface WhyNot {
  code: WhyNotCode;
  text: string;
  /** Of one who was weighed and cost more: by how much, and by which terms (positive is what they cost more). */
  margin: Margin | null;
}

/** A decision as it was made, and what its inputs stood on. */
export interface AskedDecision {
  record: DecisionRecord;
  inputs: DecisionInputs;
  params: DispatchParams;
}

/** What is known of the reader who is asked about, at the instant of the decision (of now, without one). */
export interface AskedReader {
  readerId: ReaderId;
  failed: readonly FailedRule[];
  /** From where they read then; null when they were not signed on. */
  place: PoolMember | null;
}

/** Why not this reader, of a decision that was made. */
export function whyNot({ record, inputs, params }: AskedDecision, reader: AskedReader): WhyNot {
  const { readerId } = reader;
  if (record.chosen === readerId) return answer('chosen', 'They were the one');
  const weighed = marginAgainst(inputs, params, readerId);
  if (weighed) return { ...answer('cost-more', costMore(weighed)), margin: weighed };
  const others = notWeighed(inputs.read, reader);
  if (others) return others;
  if (inputs.choice.kind === 'named') {
    return answer('named', 'They could have read it; the one who did was named, or accepted an offer made before');
  }
  if (inputs.choice.kind === 'read') {
    return answer(
      'another-asked-first',
      'They could have read it too; the one who did asked for their next read first',
    );
  }
  const { candidates, weighed: many } = inputs.choice;
  if (many > candidates.length) {
    const text = `They passed every rule, but were not among the best ${candidates.length} of the ${many} who were weighed, or not free`;
    return answer('not-among-best', text);
  }
  return answer(
    'not-free',
    'They passed every rule, but were not free to be offered work: busy, or taking their next themselves',
  );
}

/**
 * Why a reader would or would not be asked, where nothing has been decided yet. `kept` is for whom it waits just now, by the
 * name that the asker may know.
 */
export function whyNotYet(
  read: Pick<DecisionInputs['read'], 'ladder' | 'declinedBy'>,
  reader: AskedReader,
  kept: (KeptNow & { name: string | null }) | null = null,
): WhyNot {
  const others = notWeighed(read, reader);
  if (others) return others;
  if (kept) return answer('kept', keptText(reader, kept));
  return answer('could', 'They may be offered it: nothing has been decided yet');
}

function keptText({ readerId }: AskedReader, kept: KeptNow & { name: string | null }): string {
  const free = Math.ceil(kept.freeInMinutes);
  const soon = free === 0 ? 'any moment' : `in about ${free} min`;
  const left = `in ${Math.ceil(kept.leftMinutes)} min at the latest it goes to whoever is idle`;
  if (readerId === kept.readerId) {
    return `It is kept for them: with them it is surer to be in time, and they are expected to be free ${soon}; ${left}`;
  }
  const whom = kept.name ?? 'a reader who is busy';
  return `It is kept for ${whom}, with whom it is surer to be in time and who is expected to be free ${soon}; ${left}`;
}

function notWeighed(read: Pick<DecisionInputs['read'], 'ladder' | 'declinedBy'>, reader: AskedReader): WhyNot | null {
  if (read.declinedBy.includes(reader.readerId)) {
    return answer(
      'declined',
      'They declined it, gave it back, or let its offer expire: it is not offered to them again',
    );
  }
  const [first, ...more] = reader.failed;
  if (first) {
    const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
    return answer('barred', `A hard rule barred them: ${first.fact}${rest}`);
  }
  if (reader.place && !inOpenPool(read, reader.place)) return answer('outside-pool', outsideText(read, reader.place));
  return null;
}

function outsideText(read: Pick<DecisionInputs['read'], 'ladder'>, place: PoolMember): string {
  // Were everything open, which step would have admitted them?
  const step = read.ladder.find((each) => inOpenPool({ ladder: [{ ...each, openedAt: 'now' }] }, place));
  const which = step ? `: step ${step.step + 1}, which admits them, was not` : '; no step of the ladder admits them';
  return `No open step admitted ${place.tier} readers of their group${which}`;
}

/** How the chosen one compares with this reader; null when they were not weighed, or not kept among the best. */
function marginAgainst({ choice, read }: DecisionInputs, params: DispatchParams, readerId: ReaderId): Margin | null {
  if (choice.kind !== 'reader') return null;
  const { ranked } = chooseAgain(read, choice, params);
  const [first] = ranked;
  const own = ranked.find((each) => each.readerId === readerId);
  if (!first || !own || own === first) return null;
  const candidates = [first, own].map(({ score, terms }) => ({ readerId: own.readerId, score, terms: { ...terms } }));
  return marginOf({ weighs: 'reader', candidates });
}

const TERM_WORDS: Readonly<Record<string, string>> = {
  breach: 'a higher chance to be late',
  wait: 'the wait until they are free',
};

function costMore({ total, byTerm }: Margin): string {
  const [most] = Object.entries(byTerm).toSorted(([, a], [, b]) => b - a);
  if (total === 0 || !most) return 'As good as the one chosen, who had been idle for longer';
  return `Weighed, and cost ${total} expected minutes more, most of it by ${TERM_WORDS[most[0]] ?? most[0]}`;
}

const answer = (code: WhyNotCode, text: string): WhyNot => ({ code, text, margin: null });
