import type { Period } from '../../core/period.js';
import type { ModalityFamily } from '../../studies/study.js';
import type { Facility, Licence, Privilege, Reader, RosterShift } from '../network.js';

/** What of a reader the hard rules will ask of what a shift reads. */
export interface ShiftReader {
  reader: Pick<Reader, 'name' | 'competences' | 'excludedFacilityIds'>;
  licences: readonly Licence[];
  privileges: readonly Privilege[];
  shifts: readonly RosterShift[];
}

/** One DICOM term is enough to read some of a family. */
const TERMS: Partial<Record<ModalityFamily, readonly string[]>> = {
  CT: ['CT'],
  MR: ['MR'],
  US: ['US'],
  PET: ['PT'],
  SPECT: ['NM'],
  XR: ['CR', 'DX', 'RG', 'RF', 'XA', 'MG', 'IO', 'PX', 'BMD'],
};

/**
 * What a reader would lack for what a shift reads, as facts: a licence where a facility is, a privilege there, a competence
 * for a family, a facility they are excluded from, another shift at the same time. A warning, not a refusal: the hard rules
 * are asked of every read, and a shift may be worth having for part of it.
 */
export function shiftWarnings(
  shift: RosterShift,
  { reader, licences, privileges, shifts }: ShiftReader,
  facilities: readonly Facility[],
): string[] {
  const holds = (period: Period & { retiredAt: Date | null }) =>
    period.retiredAt === null &&
    (period.validFrom === null || period.validFrom <= shift.startsAt) &&
    (period.validUntil === null || period.validUntil >= shift.endsAt);
  const warnings = shift.modalityFamilies
    .filter((family) => TERMS[family] && !TERMS[family].some((term) => reader.competences.includes(term)))
    .map((family) => `${reader.name} has no competence in ${family}`);
  for (const { id, name, country, subdivision } of facilities.filter(({ id }) => shift.facilityIds.includes(id))) {
    const place = subdivision ?? country;
    const licensed = licences.some((each) => holds(each) && [place, country].includes(each.jurisdiction));
    if (!licensed) warnings.push(`no licence for ${place}, where ${name} is, through the whole shift`);
    if (!privileges.some((each) => holds(each) && each.facilityId === id)) {
      warnings.push(`no privilege at ${name} through the whole shift`);
    }
    if (reader.excludedFacilityIds.includes(id)) warnings.push(`${reader.name} is excluded from ${name}`);
  }
  const clash = shifts.find(
    (each) => each.id !== shift.id && each.startsAt < shift.endsAt && shift.startsAt < each.endsAt,
  );
  if (clash) warnings.push(`at the same time as ${clash.name}`);
  return warnings;
}
