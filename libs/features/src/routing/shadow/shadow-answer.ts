import {
  shadowKeptUntil,
  type Policy,
  type PolicyShadow,
  type PolicyVersion,
  type ShadowFigures,
  type ShadowSide,
} from '@overread/domain';
import type { PolicyShadowBody, PolicyShadowReport, ShadowStudy } from '@overread/wire';
import type { DirectorySnapshot } from '../../network/index.js';
import type { DifferingStudy } from './shadow-studies.queries.js';

type Names = Pick<DirectorySnapshot, 'facilities' | 'groups'>;

export function shadowToWire(
  shadow: PolicyShadow,
  { versions }: Policy & { versions: readonly PolicyVersion[] },
): PolicyShadowBody {
  const numberOf = (id: string | null) => versions.find((version) => version.id === id)?.number ?? null;
  const { id, policyId, startedBy, reason, endedBy, ended, version } = shadow;
  return {
    id,
    policyId,
    number: numberOf(shadow.policyVersionId) ?? 0,
    againstNumber: numberOf(shadow.againstVersionId),
    startedAt: shadow.startedAt.toISOString(),
    until: shadow.until.toISOString(),
    startedBy,
    reason,
    endedAt: shadow.endedAt?.toISOString() ?? null,
    endedBy,
    ended,
    forgottenAt: shadow.forgottenAt?.toISOString() ?? null,
    keptUntil: shadowKeptUntil(shadow)?.toISOString() ?? null,
    version,
  };
}

export const figuresToWire = (
  figures: ShadowFigures & { routings: number },
  names: Names,
): NonNullable<PolicyShadowReport['figures']> => ({
  ...figures,
  byFacility: figures.byFacility.map(({ facilityId, ...counts }) => ({
    facility: facilityNamed(facilityId, names),
    ...counts,
  })),
});

export function differingToWire({ sides, facilityId, ...study }: DifferingStudy, names: Names): ShadowStudy {
  const { studyId, accessionNumber, modalityFamily, state, differences, dueShiftMinutes, failure } = study;
  return {
    studyId,
    accessionNumber,
    facility: facilityNamed(facilityId, names),
    modalityFamily,
    state,
    at: study.at.toISOString(),
    differences,
    dueShiftMinutes,
    failure,
    before: sides && sideToWire(sides.before, names),
    after: sides && sideToWire(sides.after, names),
  };
}

function facilityNamed(id: string, { facilities }: Names): ShadowStudy['facility'] {
  const facility = facilities.get(id as never);
  return { id, code: facility?.code ?? '', name: facility?.name ?? '' };
}

function sideToWire(side: ShadowSide, { groups }: Names): NonNullable<ShadowStudy['before']> {
  const { plan, policyId, policyVersion, ruleId, sets, lines } = side;
  return {
    plan,
    policyId,
    policyVersion,
    ruleId,
    ...sets,
    reads: side.reads.map(({ due, ladder, ...read }) => ({
      ...read,
      dueAt: typeof due === 'string' ? due : null,
      ladder: ladder.map(({ pool, opens }) => ({
        tiers: pool.tiers,
        groups: pool.readingGroupIds.map((id) => ({ id, name: groups.get(id)?.name ?? '' })),
        readerId: pool.readerId,
        opens: { ...opens },
      })),
    })),
    lines,
  };
}
