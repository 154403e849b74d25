import { kindOf } from './kind-of.js';
import type { SimulatedDay, WorkingSpan } from '../engine/simulated-day.js';
import type {
  DispatchInstance,
  InstanceFacility,
  InstanceReader,
  InstanceStudy,
  MinuteSpan,
} from './dispatch-instance.js';

/** An instance that `checkInstance` let pass, ready to run. */
export function compileInstance(instance: DispatchInstance): SimulatedDay {
  const studies = instance.studies.toSorted((a, b) => a.arrivesAtMinute - b.arrivesAtMinute);
  const facilities = new Map(instance.facilities.map((each) => [each.id, each]));
  const kinds = kindsOf(studies);
  const fields = [...new Set(studies.map((each) => each.field))].sort();
  const { reads, studyOf } = compileReads(studies, kinds, fields);
  const readers = compileReaders(instance.readers, fields);
  const known = instance.readers.map(knownReader);
  const eligible = [...kinds.values()].map(({ study }) =>
    Int32Array.from(
      known.flatMap((reader, slot) => (allows(facilities.get(study.facility), study, reader) ? [slot] : [])),
    ),
  );
  return {
    firstReads: studies.length,
    reads,
    readers,
    eligible,
    sigma: instance.readingTimeSigma,
    measuredFrom: instance.measuredFromMinute,
    measuredTo: instance.measuredToMinute,
    endsAt: instance.endsAtMinute,
    forbids: (read, reader) =>
      whatForbids(facilities, studies[studyOf[read] as number] as InstanceStudy, instance.readers[reader]),
  };
}

type Kinds = Map<string, { slot: number; study: InstanceStudy }>;

/** Studies whose readers are the same by every hard rule. */
function kindsOf(studies: readonly InstanceStudy[]): Kinds {
  const kinds: Kinds = new Map();
  for (const study of studies) {
    if (!kinds.has(kindOf(study))) kinds.set(kindOf(study), { slot: kinds.size, study });
  }
  return kinds;
}

/** A reader's lists as sets: they are asked once for each kind of study. */
const knownReader = ({ tier, group, licences, privileges, modalities, subspecialties }: InstanceReader) => ({
  tier,
  group,
  licences: new Set(licences),
  privileges: new Set(privileges),
  modalities: new Set(modalities),
  subspecialties: new Set(subspecialties),
});
type KnownReader = ReturnType<typeof knownReader>;

/** Hard rules of an instance: competence, contract, residency, licence, privilege. Shifts are the simulation's. */
function allows(facility: InstanceFacility | undefined, study: InstanceStudy, reader: KnownReader): boolean {
  return (
    facility !== undefined &&
    reader.modalities.has(study.modality) &&
    (study.subspecialty === null || reader.subspecialties.has(study.subspecialty)) &&
    reader.licences.has(facility.jurisdiction) &&
    reader.privileges.has(facility.id) &&
    facility.tiers.includes(reader.tier) &&
    (facility.groups.length === 0 || facility.groups.includes(reader.group))
  );
}

/** The same rules as `allows`, told apart: asked of every start, against the document and not the compiled sets. */
function whatForbids(
  facilities: ReadonlyMap<string, InstanceFacility>,
  study: InstanceStudy,
  reader: InstanceReader | undefined,
): string | null {
  const facility = facilities.get(study.facility);
  if (!facility || !reader) return 'unknown facility or reader';
  const missing = (list: readonly string[], wanted: string): boolean => list.every((each) => each !== wanted);
  if (missing(reader.licences, facility.jurisdiction)) return 'licence';
  if (missing(reader.privileges, facility.id)) return 'privilege';
  if (missing(facility.tiers, reader.tier)) return 'residency';
  if (facility.groups.length > 0 && missing(facility.groups, reader.group)) return 'contract';
  if (missing(reader.modalities, study.modality)) return 'modality';
  return study.subspecialty !== null && missing(reader.subspecialties, study.subspecialty) ? 'subspecialty' : null;
}

function compileReads(studies: readonly InstanceStudy[], kinds: Kinds, fields: readonly string[]) {
  const firsts = studies.map((study, index) => ({ study, index, second: null }));
  const seconds = firsts.flatMap(({ study, index }) =>
    study.secondRead ? [{ study, index, second: study.secondRead }] : [],
  );
  const all = [...firsts, ...seconds];
  const fieldOf = new Map(fields.map((field, slot) => [field, slot]));
  const column = (pick: (row: (typeof all)[number]) => number): Float64Array => Float64Array.from(all, pick);
  const otherRead = new Int32Array(all.length).fill(-1);
  seconds.forEach(({ index }, place) => {
    otherRead[index] = studies.length + place;
    otherRead[studies.length + place] = index;
  });
  return {
    studyOf: Int32Array.from(all, ({ index }) => index),
    reads: {
      count: all.length,
      arrivesAt: column(({ study, second }) => (second ? Infinity : study.arrivesAtMinute)),
      dueAt: column(({ study, second }) => (second ? Infinity : study.dueAtMinute)),
      dueInMinutes: column(({ second }) => second?.dueInMinutes ?? 0),
      weight: column(({ study, second }) => (second ?? study).weight),
      expectedMinutes: column(({ study, second }) => (second ?? study).expectedMinutes),
      readingMinutes: column(({ study, second }) => (second ?? study).readingMinutes),
      workUnits: column(({ study, second }) => (second ? 0 : study.workUnits)),
      priority: all.map(({ study }) => study.priority),
      serviceClass: all.map(({ study, second }) => (second ? 'second-read' : study.serviceClass)),
      field: Uint16Array.from(all, ({ study }) => fieldOf.get(study.field) ?? 0),
      kind: Uint32Array.from(all, ({ study }) => kinds.get(kindOf(study))?.slot ?? 0),
      openings: [],
      otherRead,
    },
  };
}

function compileReaders(readers: readonly InstanceReader[], fields: readonly string[]): SimulatedDay['readers'] {
  return {
    count: readers.length,
    person: Int32Array.from(readers.keys()),
    fields: fields.length,
    tier: readers.map(({ tier }) => tier),
    pace: Float64Array.from(
      readers.flatMap(({ pace, paceByField }) => fields.map((field) => pace * (paceByField[field] ?? 1))),
    ),
    costPerWorkUnit: Float64Array.from(readers, ({ costPerWorkUnit }) => costPerWorkUnit),
    spans: readers.map(({ shifts, outages }) => workingSpans(shifts, outages)),
  };
}

/** Shifts without outages, each in time order. */
export function workingSpans(shifts: readonly MinuteSpan[], outages: readonly MinuteSpan[]): WorkingSpan[] {
  return outages.reduce(
    (spans: WorkingSpan[], { fromMinute, toMinute }) =>
      spans.flatMap((span) => {
        if (toMinute <= span.from || fromMinute >= span.to) return [span];
        const before = { from: span.from, to: fromMinute, abrupt: true };
        const after = { ...span, from: toMinute };
        return [before, after].filter(({ from, to }) => to > from);
      }),
    shifts.map(({ fromMinute, toMinute }) => ({ from: fromMinute, to: toMinute, abrupt: false })),
  );
}
