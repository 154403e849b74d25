import {
  compareVersion,
  countRules,
  covers,
  DomainError,
  recordTest,
  type ActivePolicy,
  type Comparison,
  type Facility,
  type Policy,
  type PolicyId,
  type PolicyTestRun,
  type Principal,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { added, all, Database, newId, one, requireVersion, scopeOf, type Scope } from '@overread/platform';
import type { PolicyTest } from '@overread/wire';
import { findVersion, PoliciesService } from '../policies.service.js';
import { PolicyBook } from '../policy-book.js';
import { PolicyEntity } from '../policy.entity.js';
import { PolicyVersionEntity } from '../policy-version.entity.js';
import { PolicyTestRunEntity } from './policy-test-run.entity.js';
import { TriedStudies, type TriedStudy } from './tried-studies.js';

/** Which version is tried, as it was seen. */
export interface Trial {
  id: PolicyId;
  number: number;
  accepted: readonly number[] | null;
}

export interface TriedItem extends Comparison, Pick<TriedStudy, 'studyId' | 'sample' | 'at'> {}

export interface TestResult {
  run: PolicyTestRun;
  items: TriedItem[];
  /** Of how many studies they were chosen. */
  found: number;
}

/** Tries a version of a policy on studies, without touching them, and keeps that it was tried. */
@Injectable()
export class TestingService {
  constructor(
    private readonly database: Database,
    private readonly policies: PoliciesService,
    private readonly book: PolicyBook,
    private readonly studies: TriedStudies,
  ) {}

  /** Errors: not-found `policy/not-found`; invalid `policy/elsewhere` for a study that the policy has no say in. */
  async test(principal: Principal, trial: Trial, body: PolicyTest): Promise<TestResult> {
    const scope = scopeOf(principal);
    const policy = await this.database.transaction(scope, (tx) => this.policies.get(tx, trial.id));
    const version = findVersion(policy.versions, trial.number);
    requireVersion(trial.accepted, version.version);
    const tried: ActivePolicy = { policy, version };
    const against = policy.versions.find((each) => each.state === 'active');
    const items: TriedItem[] = [];
    const documents = [version, ...this.book.everyActive().map((active) => active.version)].map(
      (each) => each.document,
    );
    const found = await this.studies.each({ scope, policy, documents, body }, (study) => {
      refuseElsewhere(policy, study.facts.facility);
      const inForce = this.book.activeFor(study.facts.facility);
      const { studyId, sample, at } = study;
      items.push({ ...compareVersion(study.facts, { inForce, tried }, at), studyId, sample, at });
    });
    const run = await this.record(scope, {
      ...kindOf(body),
      id: newId(),
      policyId: policy.id,
      policyVersionId: version.id,
      againstVersionId: against?.id ?? null,
      actor: principal.id,
      studies: items.length,
      changed: items.filter((item) => item.changed).length,
      rules: countRules(
        tried,
        items.map(({ after }) => after),
      ),
    });
    return { run, items, found };
  }

  /** The recorded tests of a version, the latest first. */
  runs(scope: Scope, id: PolicyId, number: number): Promise<PolicyTestRun[]> {
    return this.database.transaction(scope, async (tx) => {
      const { id: policyVersionId } = findVersion((await this.policies.get(tx, id)).versions, number);
      const targets = { runs: all(PolicyTestRunEntity, { policyVersionId }, { lock: 'none' }) };
      const runs = await tx.change(targets, (rows) => ({ result: rows.runs }));
      return runs.toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
    });
  }

  private record(scope: Scope, run: Omit<PolicyTestRun, 'at'>): Promise<PolicyTestRun> {
    const targets = {
      policy: one(PolicyEntity, { id: run.policyId }),
      versions: all(PolicyVersionEntity, { policyId: run.policyId }),
      runs: added(PolicyTestRunEntity),
    };
    return this.database.transaction(scope, (tx) =>
      tx.change(targets, ({ policy, versions }, now) => recordTest({ policy, versions }, { ...run, at: now })),
    );
  }
}

const kindOf = ({ studyId, samples, from, until }: PolicyTest): Pick<PolicyTestRun, 'kind' | 'fromAt' | 'untilAt'> => ({
  kind: studyId ? 'study' : samples ? 'samples' : 'period',
  fromAt: from ? new Date(from) : null,
  untilAt: until ? new Date(until) : null,
});

function refuseElsewhere(policy: Policy, facility: Facility): void {
  if (covers(policy, facility)) return;
  const message = `The policy "${policy.name}" has no say in studies of ${facility.code}`;
  throw new DomainError('invalid', 'policy/elsewhere', message);
}
