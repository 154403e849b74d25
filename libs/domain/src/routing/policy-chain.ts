import type { Policy, PolicyVersion, ReadingPlan } from './policy.js';

/** A policy with its version in force. */
export interface ActivePolicy {
  policy: Policy;
  version: PolicyVersion;
}

/** The versions in force over one facility; the network's is always there, the others where somebody wrote one. */
export interface ActivePolicies {
  network: ActivePolicy | null;
  healthSystem: ActivePolicy | null;
  facility: ActivePolicy | null;
}

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
