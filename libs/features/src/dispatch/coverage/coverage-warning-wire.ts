import { localClock, type CoverageWarning, type Mending } from '@overread/domain';
import type { CoverageWarning as WireWarning } from '@overread/wire';
import type { DirectorySnapshot } from '../../network/index.js';

/** A warning as it is shown; of other groups' readers a manager is told nothing. `own` is null for who sees all groups. */
export function warningToWire(
  warning: CoverageWarning,
  directory: DirectorySnapshot,
  own: ReadonlySet<string> | null,
): WireWarning {
  const { id, subject, raisedAt, warnedAt, warnings, acknowledgement, ended, endedAt, version } = warning;
  return {
    id,
    subject,
    level: levelOf(warning),
    hours: warning.subject === 'hours' ? hoursOf(warning, directory) : null,
    credential: warning.subject === 'credential' ? warning.state : null,
    mending: mendingOf(warning.mending, directory, own),
    raisedAt: raisedAt.toISOString(),
    warnedAt: warnedAt.toISOString(),
    warnings,
    acknowledgement,
    ended,
    endedAt: endedAt?.toISOString() ?? null,
    version,
  };
}

function levelOf(warning: CoverageWarning): WireWarning['level'] {
  const nobody =
    warning.subject === 'hours' ? warning.state.readers.includes('0') : warning.state.unreadablePerWeek > 0;
  return nobody ? 'none' : 'one';
}

function hoursOf(
  { kind, state }: Extract<CoverageWarning, { subject: 'hours' }>,
  { facilities, healthSystems }: DirectorySnapshot,
): WireWarning['hours'] {
  const facility = facilities.get(kind.facilityId);
  const zone = facility?.zone ?? 'UTC';
  const { from, until, readers, expectedStudies, queued, knownUntil } = state;
  return {
    facility: facility?.code ?? '',
    healthSystem: healthSystems.get(kind.healthSystemId)?.name ?? '',
    modalityFamily: kind.modalityFamily,
    subspecialty: kind.subspecialty,
    zone,
    from,
    until,
    localFrom: localClock(new Date(from), zone),
    localUntil: localClock(new Date(until), zone),
    hours: readers.length,
    hoursWithNobody: readers.split('0').length - 1,
    endUnknown: until >= knownUntil,
    expectedStudies,
    queued,
  };
}

function mendingOf(
  mending: Mending | null,
  { groups }: DirectorySnapshot,
  own: ReadonlySet<string> | null,
): WireWarning['mending'] {
  if (mending === null) return null;
  const shown = mending.groups.filter(({ readingGroupId }) => own === null || own.has(readingGroupId));
  return {
    groups: shown.map(({ readingGroupId, readers }) => {
      return { readingGroupId, name: groups.get(readingGroupId)?.name ?? '', readers };
    }),
    otherGroups: mending.groups.length > shown.length,
    blocker: mending.blocker === null ? null : { code: mending.blocker.code, fact: mending.blocker.fact },
  };
}
