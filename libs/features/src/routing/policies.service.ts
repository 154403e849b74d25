import {
  checkPolicy,
  DomainError,
  type DomainEvent,
  type Policy,
  type PolicyDocument,
  type PolicyId,
  type PolicyScope,
  type PolicyVersion,
  type ReadingPlan,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, newId, one, requireVersion, type Scope, type Tx } from '@overread/platform';
import { look } from '../studies/index.js';
import { PolicyBook } from './policy-book.js';
import { PolicyVersionEntity } from './policy-version.entity.js';
import { PolicyEntity } from './policy.entity.js';

export interface PolicyWithVersions extends Policy {
  versions: PolicyVersion[];
}

/** Drafts become active versions; what was active is retired, never changed. */
@Injectable()
export class PoliciesService {
  constructor(
    private readonly database: Database,
    private readonly book: PolicyBook,
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
    return ids.flatMap((each) => {
      const policy = policies.find((row) => row.id === each);
      const own = versions.filter((version) => version.policyId === each).sort((a, b) => b.number - a.number);
      return policy ? [{ ...policy, versions: own }] : [];
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
      const draft = policy.versions.find((version) => version.number === number);
      if (draft) await this.refuseFaulty(tx, draft.document, policy);
      return tx.change(
        { policy: one(PolicyEntity, { id }), versions: all(PolicyVersionEntity, { policyId: id }) },
        ({ versions }, now) => {
          const next = findVersion(versions, number);
          requireVersion(accepted, next.version);
          if (next.state === 'active') return { result: next };
          const activated = {
            ...next,
            state: 'active' as const,
            activatedAt: now,
            retiredAt: null,
            version: next.version + 1,
          };
          const changed = versions.map((version) => {
            if (version.number === number) return activated;
            return version.state === 'active' ? retired(version, now) : version;
          });
          return { next: { versions: changed }, events: [activatedEvent(policy, activated)], result: activated };
        },
      );
    });
    await this.book.refresh();
    return active;
  }

  /** Takes a version out of force. The network's active version stays: something must route every study. */
  async retire(scope: Scope, id: PolicyId, number: number, accepted: readonly number[] | null): Promise<PolicyVersion> {
    const version = await this.database.transaction(scope, async (tx) => {
      const policy = await this.get(tx, id);
      return tx.change({ versions: all(PolicyVersionEntity, { policyId: id }) }, ({ versions }, now) => {
        const found = findVersion(versions, number);
        requireVersion(accepted, found.version);
        if (found.state === 'retired') return { result: found };
        if (found.state === 'active' && policy.scope === 'network') {
          throw new DomainError(
            'conflict',
            'policy/last-of-network',
            'Activate another version instead: every study needs a plan',
          );
        }
        const next = retired(found, now);
        const changed = versions.map((each) => (each.number === number ? next : each));
        return { next: { versions: changed }, events: [activatedEvent(policy, next)], result: next };
      });
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

function findVersion(versions: readonly PolicyVersion[], number: number): PolicyVersion {
  const found = versions.find((version) => version.number === number);
  if (!found) throw new DomainError('not-found', 'policy/not-found', 'no such version of this policy');
  return found;
}

const retired = (version: PolicyVersion, now: Date): PolicyVersion => ({
  ...version,
  state: 'retired',
  retiredAt: now,
  version: version.version + 1,
});

const activatedEvent = (policy: Policy, version: PolicyVersion): DomainEvent => ({
  type: 'policy.activated',
  healthSystemId: policy.healthSystemId,
  studyId: null,
  readId: null,
  readingGroupIds: [],
  readerIds: [],
  version: version.version,
  data: { policyId: policy.id, number: version.number, state: version.state },
});
