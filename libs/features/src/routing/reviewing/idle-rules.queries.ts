import type { Instant, PolicyId, PolicyVersion } from '@overread/domain';
import type { Tx } from '@overread/platform';

const DAYS = 90;
const DAY_MS = 24 * 60 * 60_000;

/** Ids of rules in force for at least 90 days, in whatever version, that had no part in any decision of that time. */
export async function idleRules(
  tx: Tx,
  policyId: PolicyId,
  { versions, now }: { versions: readonly PolicyVersion[]; now: Instant },
): Promise<Set<string>> {
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  const old = versions.filter(({ activatedAt }) => activatedAt !== null && activatedAt <= since);
  const known = new Set(
    old.flatMap(({ document }) => [...document.rules, ...(document.priority ?? [])].map(({ id }) => id)),
  );
  if (known.size === 0) return known;
  const decided = await tx.read<{ ruleId: string }>(
    `select distinct rule_id as "ruleId" from routing_decision
     where policy_id = $1 and at >= $2 and rule_id is not null`,
    [policyId, since],
  );
  // What sets something has a part in decisions of other policies too.
  const set = await tx.read<{ ruleId: string }>(
    `select distinct s ->> 'ruleId' as "ruleId"
     from routing_decision d, jsonb_array_elements(d.explanation -> 'setBy') s
     where d.at >= $2 and s ->> 'policyId' = $1`,
    [policyId, since],
  );
  for (const { ruleId } of [...decided, ...set]) known.delete(ruleId);
  return known;
}
