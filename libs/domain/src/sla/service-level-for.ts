import type { Instant } from '../core/instant.js';
import type { ServiceLevel } from '../network/network.js';
import type { Issues, Study } from '../studies/study.js';

/** What of a study and its read a target depends on. */
export type LeveledStudy = Pick<Study, 'modalityFamily' | 'priority' | 'patientClass'>;

const admits = <T>(list: readonly T[], value: T): boolean => list.length === 0 || list.includes(value);

const criteria = (level: ServiceLevel): number =>
  [level.modalityFamilies, level.priorities, level.patientClasses, level.issues].filter((list) => list.length > 0)
    .length;

/** An opinion is nobody's result: a level that says nothing of what is issued does not mean it. */
const admitsIssue = ({ issues: admitted }: ServiceLevel, issues: Issues): boolean =>
  issues === 'opinion' ? admitted.includes(issues) : admits(admitted, issues);

/**
 * The service level that holds for what a read issues: the one with the most criteria, of equals the shortest target,
 * then the lower id, so that the order of rows never decides. `null` when none matches. Pass the levels of the contracts
 * that cover the read; those retired at `at` are left out.
 */
export function serviceLevelFor(
  study: LeveledStudy,
  issues: Issues,
  levels: readonly ServiceLevel[],
  at: Instant,
): ServiceLevel | null {
  const matching = levels.filter(
    (level) =>
      (level.retiredAt === null || at < level.retiredAt) &&
      admits(level.modalityFamilies, study.modalityFamily) &&
      admits(level.priorities, study.priority) &&
      admits(level.patientClasses, study.patientClass) &&
      admitsIssue(level, issues),
  );
  const [best] = matching.sort(
    (a, b) => criteria(b) - criteria(a) || a.targetMinutes - b.targetMinutes || (a.id < b.id ? -1 : 1),
  );
  return best ?? null;
}
