import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../core/instant.js';
import type { Facility } from '../../network/network.js';
import type { Patient, Study } from '../../studies/study.js';
import { bodyRegion, bodyRegions } from '../../studies/classification/body-region.js';
import { ageInYears } from '../../studies/classification/is-pediatric.js';
import type { CalendarDay } from '../calendar/calendar-day.js';
import type { QueueLoad } from '../load/queue-load.js';

/** What routing looks at. `orders` and more may be added as attributes need them. */
export interface StudyFacts {
  study: Study;
  patient: Pick<Patient, 'birthDate' | 'sex'>;
  facility: Facility;
  /** What the facility's calendar says of the day; absent is unknown. */
  day?: CalendarDay | undefined;
  /** How the queue of the study's modality family stands; absent is unknown. */
  load?: QueueLoad | undefined;
  /** Share (0..1) of STAT among what the site has lately sent; absent is unknown. */
  siteStatShare?: number | undefined;
  /** Whether the submitter asks for the priority just now: policy says what it counts as. */
  asked?: boolean | undefined;
}

export type AttributeKind = 'text' | 'list' | 'number' | 'flag' | 'time';

/** Every attribute a condition may test, with its kind. `now` is tested with `within-hours` only. */
export const ATTRIBUTES = {
  modality: 'text',
  modalities: 'list',
  modalityFamily: 'text',
  planar: 'flag',
  bodyPart: 'text',
  bodyRegion: 'text',
  bodyRegions: 'list',
  description: 'text',
  procedureCode: 'text',
  procedureCodeSystem: 'text',
  clinicalIndication: 'text',
  laterality: 'text',
  patientClass: 'text',
  payer: 'text',
  protocol: 'text',
  priority: 'text',
  requestedPriority: 'text',
  subspecialty: 'text',
  reportLanguage: 'text',
  ageYears: 'number',
  pediatric: 'flag',
  sex: 'text',
  facility: 'text',
  facilityKind: 'text',
  country: 'text',
  subdivision: 'text',
  zone: 'text',
  healthSystem: 'text',
  localHour: 'number',
  weekday: 'number',
  night: 'flag',
  weekend: 'flag',
  localDate: 'text',
  month: 'number',
  holiday: 'flag',
  holidayName: 'text',
  closed: 'flag',
  closureName: 'text',
  queueLength: 'number',
  queueWaitingMinutes: 'number',
  shareAtRisk: 'number',
  siteStatShare: 'number',
  hasPriors: 'flag',
  priorCount: 'number',
  imagesAtSource: 'flag',
  identityUnconfirmed: 'flag',
  state: 'text',
  now: 'time',
} as const satisfies Record<string, AttributeKind>;

export type AttributeName = keyof typeof ATTRIBUTES;
export type AttributeValue = string | number | boolean | string[] | null;
/** `now` is not among them: it is passed beside. */
export type StudyAttributes = Record<Exclude<AttributeName, 'now'>, AttributeValue>;

/** Below this age a patient is a child, where no policy says otherwise. Years. */
export const PEDIATRIC_BELOW_YEARS = 18;
/** Night at the facility: from this local hour, up to that one. */
const NIGHT_FROM_HOUR = 20;
const NIGHT_UNTIL_HOUR = 7;
/** ISO 8601: Monday is 1. */
const SATURDAY = 6;

/**
 * The flat record that conditions test. Hours and weekday (ISO 8601, Monday 1) are the facility's local ones; age is
 * in completed years at the exam, or now when its time is unknown. What is not known is null and never matches.
 */
export function studyAttributes(
  { study, patient, facility, day, load, siteStatShare }: StudyFacts,
  now: Instant,
  pediatricBelowYears: number = PEDIATRIC_BELOW_YEARS,
): StudyAttributes {
  const ageYears = ageAt(patient.birthDate, study.acquiredAt ?? now);
  const placed = [study.bodyPart, study.procedureCode, study.description] as const;
  return {
    modality: mainModality(study.modalities),
    modalities: study.modalities,
    modalityFamily: study.modalityFamily,
    planar: study.planar,
    bodyPart: study.bodyPart,
    bodyRegion: bodyRegion(...placed),
    bodyRegions: bodyRegions(...placed),
    description: study.description,
    procedureCode: study.procedureCode?.code ?? null,
    procedureCodeSystem: study.procedureCode?.system ?? null,
    clinicalIndication: study.clinicalIndication,
    laterality: study.laterality,
    patientClass: study.patientClass,
    payer: study.payer,
    protocol: study.protocol,
    priority: study.priority,
    requestedPriority: study.requestedPriority,
    subspecialty: null,
    reportLanguage: study.reportLanguage,
    ageYears,
    pediatric: ageYears === null ? null : ageYears < pediatricBelowYears,
    sex: patient.sex,
    ...placeAttributes(facility),
    ...timeAttributes(localTime(now, facility.zone)),
    ...dayAttributes(day),
    queueLength: load?.queueLength ?? null,
    queueWaitingMinutes: load?.waitingMinutes ?? null,
    shareAtRisk: load?.shareAtRisk ?? null,
    siteStatShare: siteStatShare ?? null,
    hasPriors: study.priors.length > 0,
    priorCount: study.priors.length,
    imagesAtSource: study.announced.atSource,
    identityUnconfirmed: study.identityUnconfirmed,
    state: study.state,
  };
}

const placeAttributes = (facility: Facility) => ({
  facility: facility.code,
  facilityKind: facility.kind,
  country: facility.country,
  subdivision: facility.subdivision,
  zone: facility.zone,
  healthSystem: facility.healthSystemId,
});

const timeAttributes = (local: Temporal.ZonedDateTime) => ({
  localHour: local.hour,
  weekday: local.dayOfWeek,
  night: local.hour >= NIGHT_FROM_HOUR || local.hour < NIGHT_UNTIL_HOUR,
  weekend: local.dayOfWeek >= SATURDAY,
  localDate: local.toPlainDate().toString(),
  month: local.month,
});

const dayAttributes = (day: CalendarDay | undefined) => ({
  holiday: day === undefined ? null : day.holidayName !== null,
  holidayName: day?.holidayName ?? null,
  closed: day === undefined ? null : day.closureName !== null,
  closureName: day?.closureName ?? null,
});

const localTime = (at: Instant, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);

/** Completed years; a birth after the exam is a new-born's and two clocks that differ. */
function ageAt(birthDate: string | null, at: Instant): number | null {
  const years = ageInYears(birthDate, at);
  return years === null ? null : Math.max(0, years);
}

/** The modality that names a study of several: the first of these present, else the first listed. */
const NAMING_ORDER = ['PT', 'NM', 'MR', 'CT', 'US', 'MG', 'XA'];

const mainModality = (modalities: readonly string[]): string | null =>
  NAMING_ORDER.find((each) => modalities.includes(each)) ?? modalities[0] ?? null;
