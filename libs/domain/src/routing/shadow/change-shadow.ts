import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { DomainEvent, JsonObject } from '../../core/event.js';
import type { PolicyShadowId } from '../../core/ids.js';
import { plusMinutes, type Instant } from '../../core/instant.js';
import type { Policy, PolicyVersion } from '../policy.js';
import {
  LONGEST_SHADOW_DAYS,
  shadowKeptUntil,
  type KeptFigures,
  type PolicyShadow,
  type ShadowEnd,
} from './policy-shadow.js';
import type { ShadowSums } from './shadow-figures.js';

interface Shadows {
  shadows: PolicyShadow[];
}

export interface NewShadow {
  id: PolicyShadowId;
  until: Instant;
  reason: string;
  by: string;
}

const DAY_MINUTES = 24 * 60;

/**
 * Lets a version that waits to be put in force run beside what is. Of one policy one shadow runs at a time: two would each be
 * compared with the same, and asked about one study twice.
 *
 * @throws DomainError conflict `policy/shadow-state`, conflict `policy/shadowed`, invalid `request/invalid` at `until`
 */
export function startShadow(
  { policy, versions, shadows }: Shadows & { policy: Policy; versions: readonly PolicyVersion[] },
  version: PolicyVersion,
  { id, until, reason, by }: NewShadow,
  now: Instant,
): Change<Shadows, PolicyShadow> {
  if (version.state !== 'draft' && version.state !== 'tested') {
    const message = `Version ${version.number} is ${version.state}: only a draft or a tested version runs in shadow`;
    throw new DomainError('conflict', 'policy/shadow-state', message);
  }
  if (shadows.some(({ endedAt }) => endedAt === null)) {
    throw new DomainError(
      'conflict',
      'policy/shadowed',
      'A version of this policy runs in shadow already: stop it first',
    );
  }
  refuseUntil(until, now);
  const shadow: PolicyShadow = {
    id,
    policyId: policy.id,
    policyVersionId: version.id,
    againstVersionId: versions.find(({ state }) => state === 'active')?.id ?? null,
    startedAt: now,
    until,
    startedBy: by,
    reason,
    endedAt: null,
    endedBy: null,
    ended: null,
    forgottenAt: null,
    figures: null,
    version: 1,
  };
  const data = { number: version.number, until: until.toISOString() };
  return {
    next: { shadows: [...shadows, shadow] },
    events: [told('policy.shadow-started', policy, shadow, data)],
    result: shadow,
  };
}

function refuseUntil(until: Instant, now: Instant): void {
  const refuse = (code: string, message: string): never => {
    throw new DomainError('invalid', 'request/invalid', message, { errors: [{ path: 'until', code, message }] });
  };
  if (until <= now) refuse('until/past', 'A shadow ends after it starts');
  if (until > plusMinutes(now, LONGEST_SHADOW_DAYS * DAY_MINUTES)) {
    refuse('until/too-late', `A shadow runs for ${LONGEST_SHADOW_DAYS} days at most`);
  }
}

/**
 * Ends a shadow. One whose time is over ended then, however late somebody notices; one that has ended stays as it is.
 * `number` is its version's, `sums` what it came to.
 */
export function endShadow(
  { policy, shadow }: { policy: Policy; shadow: PolicyShadow },
  { ended, by, number, sums }: { ended: ShadowEnd; by: string | null; number: number; sums: ShadowSums },
  now: Instant,
): Change<{ shadow: PolicyShadow }, PolicyShadow> {
  if (shadow.endedAt !== null) return { result: shadow };
  if (ended === 'over' && now < shadow.until) return { result: shadow };
  const over = now >= shadow.until;
  const next: PolicyShadow = {
    ...shadow,
    endedAt: over ? shadow.until : now,
    ended: over ? 'over' : ended,
    endedBy: over ? null : by,
    version: shadow.version + 1,
  };
  const data = { number, ended: next.ended, ...sums };
  return { next: { shadow: next }, events: [told('policy.shadow-ended', policy, next, data)], result: next };
}

/** The shadow with the figures that stay, once what it found of each study is old enough to be dropped; else as it is. */
export function forgetShadow(
  { shadow }: { shadow: PolicyShadow },
  figures: KeptFigures,
  now: Instant,
): Change<{ shadow: PolicyShadow }, boolean> {
  const keptUntil = shadowKeptUntil(shadow);
  if (shadow.forgottenAt !== null || keptUntil === null || now < keptUntil) return { result: false };
  return { next: { shadow: { ...shadow, figures, forgottenAt: now, version: shadow.version + 1 } }, result: true };
}

/** What activating or retiring versions does to the shadow that ran until then; null leaves it running. */
export function shadowEndBy(
  shadow: Pick<PolicyShadow, 'policyVersionId' | 'againstVersionId'>,
  versions: readonly PolicyVersion[],
): ShadowEnd | null {
  const own = versions.find(({ id }) => id === shadow.policyVersionId);
  if (own?.state === 'active') return 'activated';
  if (own?.state === 'retired') return 'retired';
  const inForce = versions.find(({ state }) => state === 'active')?.id ?? null;
  return inForce === shadow.againstVersionId ? null : 'replaced';
}

const told = (
  type: 'policy.shadow-started' | 'policy.shadow-ended',
  { id, healthSystemId }: Policy,
  shadow: PolicyShadow,
  data: JsonObject,
): DomainEvent => ({
  type,
  healthSystemId,
  studyId: null,
  readId: null,
  readingGroupIds: [],
  readerIds: [],
  version: shadow.version,
  data: { policyId: id, shadowId: shadow.id, ...data },
});
