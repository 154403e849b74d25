import type { Change } from '../../core/change.js';
import type { DomainEvent } from '../../core/event.js';
import type { PolicyId, PolicyVersionId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Finding } from '../lint/finding.js';
import type { ActivePolicy } from '../policy-chain.js';
import type { JurisdictionRuleId } from './jurisdiction-rule.js';

/** That a version in force does what a jurisdiction rule forbids, from when it was found until it no longer did. */
export interface ForbiddenPolicy {
  policyId: PolicyId;
  policyVersionId: PolicyVersionId;
  jurisdictionRuleId: JurisdictionRuleId;
  jurisdictionRuleNumber: number;
  code: string;
  path: string;
  message: string;
  foundAt: Instant;
  clearedAt: Instant | null;
}

export interface LintedInForce {
  active: ActivePolicy;
  findings: readonly Finding[];
}

const keyOf = (
  row: Pick<ForbiddenPolicy, 'policyVersionId' | 'jurisdictionRuleId' | 'jurisdictionRuleNumber' | 'path'>,
) => [row.policyVersionId, row.jurisdictionRuleId, row.jurisdictionRuleNumber, row.path].join(' ');

/** What is found anew, and what is found no more; each told once. Nothing is taken out of force: every study keeps an owner. */
export function settleForbidden(
  open: readonly ForbiddenPolicy[],
  linted: readonly LintedInForce[],
  now: Instant,
): Change<{ rows: ForbiddenPolicy[] }, number> {
  const found = linted.flatMap(({ active, findings }) => findings.flatMap((finding) => rowOf(active, finding, now)));
  const [before, after] = [new Set(open.map(keyOf)), new Set(found.map(keyOf))];
  const rows = [
    ...open.map((row) => (after.has(keyOf(row)) ? row : { ...row, clearedAt: now })),
    ...found.filter((row) => !before.has(keyOf(row))),
  ];
  const events = linted.flatMap(({ active }) => eventsOf(active, rows, open));
  return { next: { rows }, events, result: rows.filter(({ clearedAt }) => clearedAt === null).length };
}

function rowOf({ policy, version }: ActivePolicy, finding: Finding, foundAt: Instant): ForbiddenPolicy[] {
  const { jurisdictionRule: rule, code, path, message } = finding;
  if (rule === undefined) return [];
  return [
    {
      policyId: policy.id,
      policyVersionId: version.id,
      jurisdictionRuleId: rule.id,
      jurisdictionRuleNumber: rule.number,
      code,
      path,
      message,
      foundAt,
      clearedAt: null,
    },
  ];
}

function eventsOf(
  { policy, version }: ActivePolicy,
  rows: readonly ForbiddenPolicy[],
  open: readonly ForbiddenPolicy[],
): DomainEvent[] {
  const own = rows.filter(({ policyVersionId, clearedAt }) => policyVersionId === version.id && clearedAt === null);
  const before = open.filter(({ policyVersionId }) => policyVersionId === version.id);
  const isNew = own.some((row) => !open.includes(row));
  if (!isNew && (own.length > 0 || before.length === 0)) return [];
  const rules = [...new Set(own.map(({ jurisdictionRuleId }) => jurisdictionRuleId))];
  return [
    {
      type: isNew ? 'policy.forbidden' : 'policy.permitted',
      healthSystemId: policy.healthSystemId,
      studyId: null,
      readId: null,
      readingGroupIds: [],
      readerIds: [],
      version: version.version,
      data: { policyId: policy.id, number: version.number, jurisdictionRuleIds: rules, findings: own.length },
    },
  ];
}
