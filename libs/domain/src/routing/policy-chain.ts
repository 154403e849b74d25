import type { ReadingPlan } from './policy.js';
import type { ActivePolicies, ActivePolicy } from './route-study.js';

/** What is in force over a facility, nearest first: the order in which rules are tried. */
export const chainOf = ({ facility, healthSystem, network }: ActivePolicies): ActivePolicy[] =>
  [facility, healthSystem, network].filter((each) => each !== null);

/** A plan of the rule's own document, or of the nearest it inherits from: `chain` runs from the facility up. */
export function findPlan(
  chain: readonly ActivePolicy[],
  level: number,
  name: string,
): { plan: ReadingPlan; active: ActivePolicy } | null {
  for (const active of chain.slice(level)) {
    const plan = active.version.document.plans.find((each) => each.name === name);
    if (plan !== undefined) return { plan, active };
  }
  return null;
}
