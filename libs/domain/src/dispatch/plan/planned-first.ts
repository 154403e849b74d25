import type { ReadId } from '../../core/ids.js';
import type { RankedRead } from '../rank-for-reader.js';

/** What a plan has for one reader. */
export interface ReaderPlan {
  /** In the order to read. */
  reads: readonly ReadId[];
  /** Minutes since it was made. */
  ageMinutes: number;
}

/**
 * A reader's order as the plan has it: what is planned for them comes first, in the plan's order. Never before critical
 * work or work past its maximum wait, nor before what has come since the plan was made and goes before it by index. What is
 * planned but no longer in the order is left out: it is no longer theirs.
 */
export function plannedFirst(ranked: readonly RankedRead[], { reads, ageMinutes }: ReaderPlan): RankedRead[] {
  const byId = new Map(ranked.map((each) => [each.readId, each]));
  const planned = reads.flatMap((id) => byId.get(id) ?? []).filter((each) => each.band === 'indexed');
  if (planned.length === 0) return [...ranked];
  const moved = new Set(planned);
  const from = ranked.findIndex((each) => moved.has(each));
  const before = (each: RankedRead, at: number): boolean =>
    !moved.has(each) && (each.band !== 'indexed' || (at < from && each.waitedMinutes < ageMinutes));
  const front = ranked.filter(before);
  const rest = ranked.filter((each, at) => !moved.has(each) && !before(each, at));
  return [...front, ...planned, ...rest];
}
