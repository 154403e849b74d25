import type { FieldError } from '../core/domain-error.js';
import { FieldChecks } from '../core/field-checks.js';
import { PATIENT_CLASSES, PRIORITIES } from '../studies/study.js';
import { isZone, minutesOfDay } from './local-time.js';
import {
  FACILITY_KINDS,
  PRIVILEGE_LEVELS,
  READER_KINDS,
  type Contract,
  type Facility,
  type Licence,
  type Place,
  type Privilege,
  type Reader,
  type WeeklyHours,
} from './network.js';

const COUNTRY = /^[A-Z]{2}$/;
const SUBDIVISION = /^[A-Z]{2}-[A-Z0-9]{1,3}$/;
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const MODALITY = /^[A-Z0-9_]{2,16}$/;

/** Country, subdivision of that country, and a zone of the IANA database. */
export function checkPlace(place: Place, checks: FieldChecks, prefix = ''): void {
  checks.pattern(`${prefix}country`, place.country, COUNTRY, 'ISO 3166-1 country');
  checks.pattern(`${prefix}subdivision`, place.subdivision, SUBDIVISION, 'ISO 3166-2 subdivision');
  // The subdivisions of Puerto Rico and its like are written under the US or under their own code.
  const foreign = place.subdivision !== null && !['US', place.country].includes(place.subdivision.slice(0, 2));
  if (foreign) checks.fail(`${prefix}subdivision`, 'other-country', `${place.subdivision} is not in ${place.country}`);
  if (!isZone(place.zone)) checks.fail(`${prefix}zone`, 'unknown-zone', `"${place.zone}" is no IANA zone`);
}

export function checkFacility(facility: Omit<Facility, 'id' | 'retiredAt' | 'version'>): FieldError[] {
  const checks = new FieldChecks();
  checks.pattern('code', facility.code, /^[a-z0-9][a-z0-9-]{0,62}$/, 'code of small letters, digits and hyphens');
  checks.text('name', facility.name, 200, true);
  checks.oneOf('kind', facility.kind, FACILITY_KINDS);
  checkPlace(facility, checks);
  facility.aeTitles.forEach((title, index) => {
    checks.pattern(
      `aeTitles.${index}`,
      title,
      /^(?! )[\u0020-\u005b\u005d-\u007e]{1,16}(?<! )$/,
      'AE title of 1 to 16 characters',
    );
  });
  facility.hl7Ids.forEach((id, index) => checks.text(`hl7Ids.${index}`, id, 180, true));
  checks.text('issuer', facility.issuer, 64, true);
  checks.text('phone', facility.phone, 40);
  facility.callTree.forEach(({ hours, name, phone, role }, index) => {
    const path = `callTree.${index}`;
    checks.text(`${path}.role`, role, 100, true);
    checks.text(`${path}.name`, name, 200);
    checks.text(`${path}.phone`, phone, 40, true);
    if (hours !== null) checkWeeklyHours(hours, checks, `${path}.hours.`);
  });
  checks.text('standbyRoute', facility.standbyRoute, 1000);
  checks.oneOf('defaults.priority', facility.defaults.priority, PRIORITIES);
  checks.oneOf('defaults.patientClass', facility.defaults.patientClass, PATIENT_CLASSES);
  checks.text('defaults.payer', facility.defaults.payer, 64);
  checks.pattern('defaults.reportLanguage', facility.defaults.reportLanguage, LANGUAGE, 'BCP 47 language');
  return checks.errors;
}

export function checkReader(reader: Omit<Reader, 'retiredAt' | 'version'>): FieldError[] {
  const checks = new FieldChecks();
  checks.text('name', reader.name, 200, true);
  checks.oneOf('kind', reader.kind, READER_KINDS);
  checkPlace(reader.homePlace, checks, 'homePlace.');
  if (reader.kind === 'trainee' && reader.supervisorId === null) {
    checks.fail('supervisorId', 'required', 'a trainee drafts under a named supervisor');
  }
  if (reader.supervisorId === reader.id) checks.fail('supervisorId', 'self', 'nobody supervises themselves');
  reader.competences.forEach((term, index) =>
    checks.pattern(`competences.${index}`, term, MODALITY, 'DICOM modality term'),
  );
  reader.subspecialties.forEach((name, index) => checks.text(`subspecialties.${index}`, name, 64, true));
  reader.languages.forEach((tag, index) => checks.pattern(`languages.${index}`, tag, LANGUAGE, 'BCP 47 language'));
  checkLimits(reader.limits, checks);
  return checks.errors;
}

function checkLimits(limits: Reader['limits'], checks: FieldChecks): void {
  for (const [name, value] of Object.entries(limits)) {
    const valid = value === null || (typeof value === 'number' && Number.isFinite(value) && value >= 0);
    if (!valid) checks.fail(`limits.${name}`, 'not-a-limit', `limits.${name} is neither a number from 0 nor null`);
  }
  const { routineMinutes, urgentMinutes } = limits;
  const inverted = routineMinutes !== null && urgentMinutes !== null && urgentMinutes < routineMinutes;
  if (inverted) checks.fail('limits.urgentMinutes', 'below-routine', 'the urgent cap lies below the routine one');
}

export function checkLicence(
  licence: Pick<Licence, 'jurisdiction' | 'number' | 'validFrom' | 'validUntil'>,
): FieldError[] {
  const checks = new FieldChecks();
  checks.pattern(
    'jurisdiction',
    licence.jurisdiction,
    /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/,
    'ISO 3166 country or subdivision',
  );
  checks.text('number', licence.number, 64, true);
  checkPeriod(licence, checks);
  return checks.errors;
}

export function checkPrivilege(
  privilege: Omit<Privilege, 'id' | 'readerId' | 'facilityId' | 'retiredAt'>,
): FieldError[] {
  const checks = new FieldChecks();
  checks.oneOf('level', privilege.level, PRIVILEGE_LEVELS);
  privilege.modalities.forEach((term, index) =>
    checks.pattern(`modalities.${index}`, term, MODALITY, 'DICOM modality term'),
  );
  if (privilege.byProxy && privilege.agreementId === null) {
    checks.fail('agreementId', 'required', 'a privilege by proxy names its agreement');
  }
  checkPeriod(privilege, checks);
  return checks.errors;
}

export function checkContract(contract: Pick<Contract, 'name' | 'hours' | 'validFrom' | 'validUntil'>): FieldError[] {
  const checks = new FieldChecks();
  checks.text('name', contract.name, 200, true);
  if (contract.hours !== null) checkWeeklyHours(contract.hours, checks, 'hours.');
  checkPeriod(contract, checks);
  return checks.errors;
}

/** A known zone, ISO weekdays 1 to 7, times of day: whatever passes can be asked with `withinHours`. */
export function checkWeeklyHours(hours: WeeklyHours, checks: FieldChecks, prefix = ''): void {
  if (!isZone(hours.zone)) checks.fail(`${prefix}zone`, 'unknown-zone', `"${hours.zone}" is no IANA zone`);
  hours.windows.forEach(({ days, from, to }, index) => {
    const path = `${prefix}windows.${index}`;
    if (days.some((day) => !Number.isInteger(day) || day < 1 || day > 7)) {
      checks.fail(`${path}.days`, 'not-a-weekday', 'days are 1 (Monday) to 7 (Sunday)');
    }
    if (minutesOfDay(from) === null) checks.fail(`${path}.from`, 'not-a-time', 'from is no time of day HH:MM');
    if (minutesOfDay(to) === null) checks.fail(`${path}.to`, 'not-a-time', 'to is no time of day HH:MM');
  });
}

function checkPeriod({ validFrom, validUntil }: Pick<Licence, 'validFrom' | 'validUntil'>, checks: FieldChecks): void {
  if (validFrom !== null && validUntil !== null && validUntil <= validFrom) {
    checks.fail('validUntil', 'not-after-start', 'validUntil does not come after validFrom');
  }
}
