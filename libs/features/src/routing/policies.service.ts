import {
  activateVersion,
  checkPolicy,
  covers,
  DomainError,
  type ForbiddenPolicy,
  lintBarriers,
  retireVersion,
  type LintedPolicy,
  type Policy,
  type PolicyDocument,
  type PolicyId,
  type PolicyScope,
  type PolicyVersion,
  type ReadingPlan,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, newId, one, requireVersion, type Scope, type Tx } from '@overread/platform';
import { NetworkDirectory } from '../network/index.js';
import { look } from '../studies/index.js';
import { JurisdictionBook } from './jurisdictions/jurisdiction-book.js';
import { PolicyForbiddenEntity } from './jurisdictions/policy-forbidden.entity.js';
import { PolicyBook } from './policy-book.js';
import { PolicyVersionEntity } from './policy-version.entity.js';
import { PolicyEntity } from './policy.entity.js';
import { ShadowEnds } from './shadow/shadow-ends.js';
import { PolicyTestRunEntity } from './testing/policy-test-run.entity.js';

export interface PolicyWithVersions extends Policy {
  versions: PolicyVersion[];
  forbidden: ForbiddenPolicy[];
}

/** Drafts become active versions; what was active is retired, never changed. */
@Injectable()
export class PoliciesService {
  constructor(
    private readonly database: Database,
    private readonly book: PolicyBook,
    private readonly directory: NetworkDirectory,
    private readonly shadows: ShadowEnds,
    private readonly jurisdictions: JurisdictionBook,
  ) {}

  async list(tx: Tx, id?: PolicyId): Promise<PolicyWithVersions[]> {
    const rows = await tx.read<{ id: PolicyId }>(
      `select id from policy ${id ? 'where id = $1' : ''} order by scope, name, id`,
      id ? [id] : [],
    );
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.id);
    const { policies } = await look(tx, { policies: all(PolicyEntity, { id: ids }, { lock: 'none' }) });
    const { versions } = await look(tx, { versions: all(PolicyVersionEntity, { policyId: ids }, { lock: 'none' }) });
    const open = { forbidden: all(PolicyForbiddenEntity, { policyId: ids, clearedAt: null }, { lock: 'none' }) };
    const { forbidden } = await look(tx, open);
    return ids.flatMap((each) => {
      const policy = policies.find((row) => row.id === each);
      const own = versions.filter((version) => version.policyId === each).sort((a, b) => b.number - a.number);
      const found = forbidden.filter(({ policyId }) => policyId === each);
      return policy ? [{ ...policy, versions: own, forbidden: found }] : [];
    });
  }

  async get(tx: Tx, id: PolicyId): Promise<PolicyWithVersions> {
    const [policy] = await this.list(tx, id);
    if (!policy) throw new DomainError('not-found', 'policy/not-found', 'no such policy');
    return policy;
  }

  async create(tx: Tx, policy: Omit<Policy, 'id'>, document: PolicyDocument): Promise<PolicyWithVersions> {
    const id = newId<PolicyId>();
    const now = await tx.now();
    await this.refuseFaulty(tx, document, policy);
    await tx.put(PolicyEntity, { id, ...policy });
    await tx.put(PolicyVersionEntity, newVersion(id, 1, document, now));
    return this.get(tx, id);
  }

  async draft(tx: Tx, id: PolicyId, document: PolicyDocument): Promise<PolicyVersion> {
    const policy = await this.get(tx, id);
    await this.refuseFaulty(tx, document, policy);
    const version = newVersion(id, (policy.versions[0]?.number ?? 0) + 1, document, await tx.now());
    await tx.put(PolicyVersionEntity, version);
    return version;
  }

  /** Puts a version in force and retires the one that was. */
  async activate(
    scope: Scope,
    id: PolicyId,
    number: number,
    accepted: readonly number[] | null,
  ): Promise<PolicyVersion> {
    const active = await this.database.transaction(scope, async (tx) => {
      const policy = await this.get(tx, id);
      const next = findVersion(policy.versions, number);
      if (next.state !== 'active') await this.refuseBarred(tx, next.document, policy);
      const targets = {
        // Locked first, so that of two who activate at once the second sees what the first did.
        policy: one(PolicyEntity, { id }),
        versions: all(PolicyVersionEntity, { policyId: id }),
        tests: all(PolicyTestRunEntity, { policyVersionId: next.id }, { lock: 'none' }),
      };
      const change = await tx.change(targets, (rows, now) => {
        const found = findVersion(rows.versions, number);
        requireVersion(accepted, found.version);
        const { next, ...rest } = activateVersion(rows, found, now);
        // One statement after the other: of one policy the database keeps one version in force at every moment.
        const versions = next?.versions?.map((version, at) =>
          version.state === 'active' ? (rows.versions[at] ?? version) : version,
        );
        return { ...(versions ? { next: { versions } } : {}), result: { ...rest, changed: versions !== undefined } };
      });
      if (!change.changed) return change.result;
      const activated = await tx.change({ version: one(PolicyVersionEntity, { id: next.id }) }, () => ({
        next: { version: change.result },
        events: change.events ?? [],
        result: change.result,
      }));
      await this.shadows.settle(tx, id);
      return activated;
    });
    await this.book.refresh();
    return active;
  }

  /** Takes a version out of force. */
  async retire(scope: Scope, id: PolicyId, number: number, accepted: readonly number[] | null): Promise<PolicyVersion> {
    const version = await this.database.transaction(scope, async (tx) => {
      const retired = await tx.change(
        { policy: one(PolicyEntity, { id }), versions: all(PolicyVersionEntity, { policyId: id }) },
        (rows, now) => {
          const found = findVersion(rows.versions, number);
          requireVersion(accepted, found.version);
          return retireVersion(rows, found, now);
        },
      );
      await this.shadows.settle(tx, id);
      return retired;
    });
    await this.book.refresh();
    return version;
  }

  private async refuseFaulty(
    tx: Tx,
    document: PolicyDocument,
    policy: Pick<Policy, 'scope' | 'healthSystemId'>,
  ): Promise<void> {
    const errors = checkPolicy(document, policy.scope, await this.inheritedPlans(tx, policy));
    if (errors.length === 0) return;
    throw new DomainError('invalid', 'policy/invalid', `The policy breaks ${errors.length} rules`, { errors });
  }

  /** What may be drafted may still not be put in force: a plan that a country forbids where it would be used. */
  private async refuseBarred(tx: Tx, document: PolicyDocument, policy: Policy): Promise<void> {
    await this.refuseFaulty(tx, document, policy);
    const barriers = lintBarriers(await this.linted(tx, document, policy), await tx.now());
    const [first] = barriers;
    if (first === undefined) return;
    throw new DomainError('conflict', 'policy/forbidden', first.message, { errors: barriers });
  }

  /** What linting a document of this policy looks at. */
  async linted(tx: Tx, document: PolicyDocument, policy: Policy): Promise<Omit<LintedPolicy, 'unmatched'>> {
    const inherited = await this.inheritedPlans(tx, policy);
    const facilities = [...this.directory.snapshot().facilities.values()].filter(
      (facility) => facility.retiredAt === null && covers(policy, facility),
    );
    const jurisdictions = this.jurisdictions.everyVersion();
    return { document, scope: policy.scope, inherited, facilities, jurisdictions };
  }

  private async inheritedPlans(
    tx: Tx,
    { scope, healthSystemId }: Pick<Policy, 'scope' | 'healthSystemId'>,
  ): Promise<ReadingPlan[]> {
    const above: PolicyScope[] =
      scope === 'facility' ? ['network', 'health-system'] : scope === 'health-system' ? ['network'] : [];
    const policies = (await this.list(tx)).filter(
      (policy) =>
        above.includes(policy.scope) && (policy.scope === 'network' || policy.healthSystemId === healthSystemId),
    );
    return policies.flatMap(
      ({ versions }) => versions.find((version) => version.state === 'active')?.document.plans ?? [],
    );
  }
}

const newVersion = (policyId: PolicyId, number: number, document: PolicyDocument, now: Date): PolicyVersion => ({
  id: newId(),
  policyId,
  number,
  state: 'draft',
  document,
  createdAt: now,
  activatedAt: null,
  retiredAt: null,
  version: 1,
});

export function findVersion<Version extends PolicyVersion>(versions: readonly Version[], number: number): Version {
  const found = versions.find((version) => version.number === number);
  if (!found) throw new DomainError('not-found', 'policy/not-found', 'no such version of this policy');
  return found;
}
