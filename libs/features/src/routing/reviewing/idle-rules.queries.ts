import { heldSince, type Instant, type PolicyDocument, type PolicyId, type PolicyVersion } from '@overread/domain';
import type { Tx } from '@overread/platform';

const DAYS = 90;
const DAY_MS = 24 * 60 * 60_000;

interface Asked {
  document: PolicyDocument;
  versions: readonly PolicyVersion[];
  now: Instant;
}

/** Ids of the document's rules that have been in force as they are for at least 90 days, and had no part in any decision of these. */
export async function idleRules(tx: Tx, policyId: PolicyId, { document, versions, now }: Asked): Promise<Set<string>> {
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  const idle = heldSince(document, versions, since);
  const drop = (rows: readonly { id: string }[]) => rows.forEach(({ id }) => idle.delete(id));
  if (idle.size === 0) return idle;
  drop(
    await tx.read<{ id: string }>(
      `select asked as id from unnest($3::text[]) asked where exists (
         select from routing_decision d where d.policy_id = $1 and d.rule_id = asked and d.at >= $2)`,
      [policyId, since, [...idle]],
    ),
  );
  // What sets something has a part in decisions of other policies too; nothing else does.
  const setting = setters(document).filter((id) => idle.has(id));
  if (setting.length === 0) return idle;
  drop(
    await tx.read<{ id: string }>(
      `select distinct s ->> 'ruleId' as id
       from routing_decision d, jsonb_array_elements(d.explanation -> 'setBy') s
       where d.at >= $2 and d.explanation -> 'setBy' <> '[]' and s ->> 'policyId' = $1 and s ->> 'ruleId' = any ($3)`,
      [policyId, since, setting],
    ),
  );
  return idle;
}

const setters = ({ rules, priority = [] }: PolicyDocument): string[] =>
  [...rules.filter(({ sets }) => sets !== undefined), ...priority].map(({ id }) => id);
