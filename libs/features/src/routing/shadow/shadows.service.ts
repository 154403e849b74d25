import {
  DomainError,
  startShadow,
  type Instant,
  type PolicyId,
  type PolicyShadow,
  type PolicyShadowId,
  type Principal,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import {
  all,
  Database,
  newId,
  one,
  requireVersion,
  scopeOf,
  withIdempotency,
  type RepeatableRequest,
  type Scope,
  type Tx,
} from '@overread/platform';
import type { PolicyShadowBody } from '@overread/wire';
import { look } from '../../studies/index.js';
import { findVersion, PoliciesService, type PolicyWithVersions } from '../policies.service.js';
import { PolicyBook } from '../policy-book.js';
import { PolicyVersionEntity } from '../policy-version.entity.js';
import { PolicyEntity } from '../policy.entity.js';
import type { VersionKey } from '../version-in-path.js';
import { PolicyShadowEntity } from './policy-shadow.entity.js';
import { shadowToWire } from './shadow-answer.js';
import { ShadowEnds } from './shadow-ends.js';

export interface ShadowAsked {
  until: Instant;
  reason: string;
  versions: readonly number[] | null;
  repeatable: RepeatableRequest | null;
}

/** A shadow with the policy whose version it runs. */
export interface KnownShadow {
  shadow: PolicyShadow;
  policy: PolicyWithVersions;
}

/** Versions in shadow: started, stopped and looked up. */
@Injectable()
export class ShadowsService {
  constructor(
    private readonly database: Database,
    private readonly policies: PoliciesService,
    private readonly book: PolicyBook,
    private readonly ends: ShadowEnds,
  ) {}

  async start(principal: Principal, key: VersionKey, asked: ShadowAsked): Promise<PolicyShadowBody> {
    const started = await this.database.transaction(scopeOf(principal), async (tx) => {
      const { body } = await withIdempotency(tx, asked.repeatable, async () => {
        const policy = await this.policies.get(tx, key.id);
        findVersion(policy.versions, key.number);
        const shadow = await this.begin(tx, key, { ...asked, by: principal.id });
        return { status: 201, body: shadowToWire(shadow, policy) };
      });
      return body;
    });
    await this.book.refresh();
    return started;
  }

  /** Stopping what has ended changes nothing. */
  async stop(
    principal: Principal,
    { id, number }: VersionKey,
    versions: readonly number[] | null,
  ): Promise<PolicyShadowBody> {
    const stopped = await this.database.transaction(scopeOf(principal), async (tx) => {
      const policy = await this.policies.get(tx, id);
      const { id: versionId } = findVersion(policy.versions, number);
      const [latest] = (await this.ofPolicy(tx, id)).filter((shadow) => shadow.policyVersionId === versionId);
      if (latest === undefined) throw unknownShadow();
      requireVersion(versions, latest.version);
      const ended = await this.ends.end(tx, latest, { ended: 'stopped', by: principal.id });
      return shadowToWire(ended, policy);
    });
    await this.book.refresh();
    return stopped;
  }

  list(scope: Scope, id: PolicyId): Promise<{ policy: PolicyWithVersions; shadows: PolicyShadow[] }> {
    return this.database.transaction(scope, async (tx) => ({
      policy: await this.policies.get(tx, id),
      shadows: await this.ofPolicy(tx, id),
    }));
  }

  async find(tx: Tx, id: PolicyId, shadowId: PolicyShadowId): Promise<KnownShadow> {
    const policy = await this.policies.get(tx, id);
    const { shadows } = await look(tx, { shadows: all(PolicyShadowEntity, { id: [shadowId] }, { lock: 'none' }) });
    const shadow = shadows.find(({ policyId }) => policyId === id);
    if (shadow === undefined) throw unknownShadow();
    return { shadow, policy };
  }

  /** The latest first. */
  private async ofPolicy(tx: Tx, policyId: PolicyId): Promise<PolicyShadow[]> {
    const { shadows } = await look(tx, { shadows: all(PolicyShadowEntity, { policyId }, { lock: 'none' }) });
    return shadows.toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? 1 : -1));
  }

  /** Locks the policy first: of two who start at once the second sees what the first did. */
  private begin(tx: Tx, { id, number }: VersionKey, asked: ShadowAsked & { by: string }): Promise<PolicyShadow> {
    const targets = {
      policy: one(PolicyEntity, { id }),
      versions: all(PolicyVersionEntity, { policyId: id }),
      shadows: all(PolicyShadowEntity, { policyId: id }),
    };
    return tx.change(targets, (rows, now) => {
      const version = findVersion(rows.versions, number);
      requireVersion(asked.versions, version.version);
      const { until, reason, by } = asked;
      const { next, ...change } = startShadow(rows, version, { id: newId(), until, reason, by }, now);
      const { healthSystemId } = rows.policy;
      return { ...change, next: { shadows: (next?.shadows ?? []).map((each) => ({ ...each, healthSystemId })) } };
    });
  }
}

const unknownShadow = () => new DomainError('not-found', 'policy/shadow-not-found', 'no such version in shadow');
