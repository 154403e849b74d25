import type { PolicyId, PolicyVersionId } from '../../core/ids.js';
import type { ActivePolicies, ActivePolicy } from '../../routing/route-study.js';
import { DEFAULT_GRADING, type GradingPolicy } from '../grading/grading-policy.js';
import type { SamplingPolicy } from './sampling-policy.js';

/** A sampling policy with the version of the document that holds it. */
export interface ActiveSampling {
  sampling: SamplingPolicy;
  policyId: PolicyId;
  policyVersionId: PolicyVersionId;
  /** Of the nearest document that says one; absent is the default. */
  pediatricBelowYears: number | undefined;
}

const chainOf = ({ facility, healthSystem, network }: ActivePolicies): ActivePolicy[] =>
  [facility, healthSystem, network].filter((each) => each !== null);

/** Who is sampled at a facility: what its own policy says, else its health system's, else the network's; null for nobody. */
export function samplingInForce(policies: ActivePolicies): ActiveSampling | null {
  const chain = chainOf(policies);
  for (const { policy, version } of chain) {
    const { sampling } = version.document;
    if (sampling === undefined) continue;
    const age = chain.find((each) => each.version.document.pediatricBelowYears !== undefined);
    const { pediatricBelowYears } = age?.version.document ?? {};
    return { sampling, policyId: policy.id, policyVersionId: version.id, pediatricBelowYears };
  }
  return null;
}

/** How pairs of a facility are graded, found in the same way; the default where nobody says. */
export const gradingInForce = (policies: ActivePolicies): GradingPolicy =>
  chainOf(policies).find(({ version }) => version.document.grading !== undefined)?.version.document.grading ??
  DEFAULT_GRADING;
