import fc from 'fast-check';
import { asId, type AgreementId, type ReaderId, type ReadingGroupId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { Agreement, Contract, Facility, HealthSystem, Place, RosterShift } from '../network/network.js';
import { sampleFacility, sampleReader, sampleSession } from '../network/samples.fixture.js';
import type { ReaderFacts, Relations } from './facts.js';
import {
  sampleAgreement,
  sampleContract,
  sampleHealthSystem,
  sampleLicence,
  samplePrivilege,
  sampleShift,
} from './samples.fixture.js';

/** Saturday night in Chicago; the last hour before the clocks go back there. */
export const NOW: Instant = new Date('2026-11-01T06:10:00Z');

export const minutesFromNow = (minutes: number): Instant => new Date(NOW.getTime() + minutes * 60_000);

/** Instants at which things begin and end: often now to the millisecond. */
const instant = fc.constantFrom(-20_000, -1441, -90, -1, 0, 1, 20, 75, 300, 1500, 20_000).map(minutesFromNow);
const maybeInstant = fc.option(instant, { freq: 2 });
const dated = fc.record({
  validFrom: fc.oneof(fc.constant(null), fc.constant(minutesFromNow(-20_000)), instant),
  validUntil: fc.oneof(fc.constant(null), fc.constant(minutesFromNow(20_000)), instant),
  retiredAt: fc.option(instant, { freq: 8 }),
});

const place = fc.constantFrom<Place>(
  { country: 'US', subdivision: 'US-TX', zone: 'America/Chicago' },
  { country: 'US', subdivision: 'US-CA', zone: 'America/Los_Angeles' },
  { country: 'US', subdivision: null, zone: 'America/New_York' },
  { country: 'PR', subdivision: null, zone: 'America/Puerto_Rico' },
  { country: 'DE', subdivision: 'DE-BE', zone: 'Europe/Berlin' },
  { country: 'IN', subdivision: null, zone: 'Asia/Kolkata' },
  { country: 'AU', subdivision: 'AU-NSW', zone: 'Australia/Sydney' },
);
const GROUPS = ['home-rads', 'night-rads', 'far-rads'].map((id) => asId<ReadingGroupId>(id));
const group = fc.constantFrom(...GROUPS);
const FAMILIES = ['CT', 'MR', 'XR', 'PET'] as const;
export const family = fc.constantFrom(...FAMILIES);
export const term = fc.constantFrom('CT', 'MR', 'PT', 'CR', 'DX', 'MG', 'NM', 'ST');
export const priority = fc.constantFrom('critical' as const, 'stat' as const, 'urgent' as const, 'routine' as const);
export const issues = fc.constantFrom('draft' as const, 'opinion' as const, 'preliminary' as const, 'final' as const);

export const HEALTH_SYSTEMS: HealthSystem[] = [
  sampleHealthSystem(),
  sampleHealthSystem({ id: asId('north'), deniedCountries: ['IN', 'PR'] }),
];
const FACILITIES: Facility[] = [
  sampleFacility(),
  sampleFacility({ id: asId('mercy-clinic'), code: 'mercy-clinic', kind: 'clinic', subdivision: 'US-CA' }),
  sampleFacility({ id: asId('mercy-pr'), code: 'mercy-pr', country: 'PR', subdivision: null }),
  sampleFacility({
    id: asId('north-de'),
    code: 'north-de',
    healthSystemId: asId('north'),
    country: 'DE',
    subdivision: 'DE-BE',
  }),
  sampleFacility({ id: asId('north-us'), code: 'north-us', healthSystemId: asId('north'), subdivision: null }),
];
export const facility = fc.constantFrom(...FACILITIES);
const healthSystemId = fc.constantFrom(...HEALTH_SYSTEMS.map(({ id }) => id));
const AGREEMENTS = ['a1', 'a2', 'a3', 'a4', 'a5'].map((id) => asId<AgreementId>(id));

export const few = <T>(each: fc.Arbitrary<T>, maxLength = 3): fc.Arbitrary<T[]> => fc.array(each, { maxLength });

const agreement = (id: Agreement['id']): fc.Arbitrary<Agreement> =>
  fc
    .record({
      healthSystemId,
      readingGroupId: group,
      transfers: few(
        fc.record({
          country: fc.constantFrom('US', 'DE', 'IN', 'AU', 'PR'),
          mode: fc.constantFrom('full' as const, 'pseudonymous' as const),
          basis: fc.constant('contract'),
        }),
      ),
      period: dated,
    })
    .map(({ period, ...rest }) => sampleAgreement({ id, ...period, ...rest }));

const hours = fc.record({
  zone: fc.constantFrom('America/Chicago', 'Europe/Berlin', 'Asia/Kolkata'),
  windows: few(
    fc.record({
      days: fc.constantFrom<number[]>([], [6, 7], [1, 2, 3, 4, 5], [7]),
      from: fc.constantFrom('00:00', '01:07', '01:30', '07:30', '11:41', '23:00'),
      to: fc.constantFrom('00:00', '01:07', '01:45', '07:30', '19:00'),
    }),
    2,
  ),
});
const contract = (id: string): fc.Arbitrary<Contract> =>
  fc
    .record({
      healthSystemId,
      readingGroupId: group,
      facilityIds: fc.oneof(
        { weight: 3, arbitrary: fc.constant<Facility['id'][]>([]) },
        { weight: 1, arbitrary: few(facility.map((each) => each.id)) },
      ),
      modalityFamilies: fc.constantFrom<Contract['modalityFamilies']>([], [], ['CT'], ['CT', 'MR']),
      priorities: fc.constantFrom<Contract['priorities']>([], [], ['critical', 'stat']),
      issues: fc.constantFrom<Contract['issues']>([], [], ['preliminary'], ['final', 'opinion']),
      hours: fc.option(hours, { freq: 2 }),
      period: dated,
    })
    .map(({ period, ...rest }) => sampleContract({ id: asId(id), ...period, ...rest }));

/** Everything is agreed with one group: who fails then fails for few reasons, and some for none. */
const AGREED: Pick<Relations, 'agreements' | 'contracts'> = {
  agreements: HEALTH_SYSTEMS.map(({ id }) =>
    sampleAgreement({
      id: asId(`agreed ${id}`),
      healthSystemId: id,
      transfers: ['US', 'DE', 'IN'].map((country) => ({ country, mode: 'full', basis: 'contract' })),
    }),
  ),
  contracts: HEALTH_SYSTEMS.map(({ id }) => sampleContract({ id: asId(`agreed ${id}`), healthSystemId: id })),
};

export const relations: fc.Arbitrary<ReadonlyMap<HealthSystem['id'], Relations>> = fc
  .record({
    agreements: fc.tuple(...AGREEMENTS.map(agreement)),
    contracts: fc.tuple(...['c1', 'c2', 'c3', 'c4', 'c5'].map(contract)),
    agreed: fc.boolean(),
  })
  .map(({ agreed, ...generated }) => {
    const agreements = [...generated.agreements, ...(agreed ? AGREED.agreements : [])];
    const contracts = [...generated.contracts, ...(agreed ? AGREED.contracts : [])];
    return new Map(
      HEALTH_SYSTEMS.map(({ id }) => [
        id,
        {
          agreements: agreements.filter((each) => each.healthSystemId === id),
          contracts: contracts.filter((each) => each.healthSystemId === id),
        },
      ]),
    );
  });

const shift = (readerId: ReaderFacts['reader']['id']): fc.Arbitrary<RosterShift> =>
  fc
    .record({
      startsAt: instant,
      minutes: fc.constantFrom(1, 60, 480, 20_100),
      readingGroupId: group,
      modalityFamilies: fc.constantFrom<RosterShift['modalityFamilies']>([], [], ['CT'], ['MR', 'XR']),
      facilityIds: fc.constantFrom<RosterShift['facilityIds']>([], [], [asId('mercy-east')]),
      ours: fc.integer({ max: 9, min: 0 }),
    })
    .map(({ minutes, ours, ...rest }) =>
      sampleShift({
        ...rest,
        readerId: ours === 0 ? asId('somebody-else') : readerId,
        endsAt: new Date(rest.startsAt.getTime() + minutes * 60_000),
      }),
    );

const session = (readerId: ReaderFacts['reader']['id']): fc.Arbitrary<ReaderFacts['session']> =>
  fc.option(
    fc
      .record({
        readingGroupId: group,
        where: place,
        startedAt: fc.constantFrom(-720, -599, -61, -1, 0, 1).map(minutesFromNow),
        until: maybeInstant,
        endedAt: fc.option(instant, { freq: 8 }),
        completedReads: fc.nat(6),
      })
      .map(({ where, ...rest }) => sampleSession({ ...where, ...rest, readerId })),
    { freq: 2 },
  );

const person = (id: string) =>
  fc
    .record({
      kind: fc.constantFrom<ReaderFacts['reader']['kind']>('radiologist', 'radiologist', 'radiologist', 'trainee'),
      supervisorId: fc.constantFrom(null, asId<ReaderId>('reader-0')),
      homePlace: place,
      readingGroupIds: fc.subarray(GROUPS),
      competences: fc.oneof(fc.constant<string[]>(['CT', 'MR', 'PT', 'CR', 'MG', 'NM']), few(term)),
      subspecialties: fc.subarray(['neuro', 'Cardiac']),
      languages: fc.oneof(
        fc.constant<string[]>(['en']),
        fc.subarray<string>(['de', 'zh', 'zh-Hant', 'en-GB', 'zh-Hans-CN']),
      ),
      excludedFacilityIds: fc.oneof(
        { weight: 4, arbitrary: fc.constant<Facility['id'][]>([]) },
        {
          weight: 1,
          arbitrary: few(
            facility.map((each) => each.id),
            1,
          ),
        },
      ),
      limits: fc.record({
        routineMinutes: fc.constantFrom(null, 0, 12, 60),
        urgentMinutes: fc.constantFrom(null, 15.5, 90),
        sessionHours: fc.constantFrom(null, 1.0166666666, 9.1, 10, 12),
        consecutiveStudies: fc.constantFrom(null, 0, 3, 50),
      }),
      retiredAt: fc.option(instant, { freq: 10 }),
    })
    .map((changes) => sampleReader({ id: asId(id), ...changes }));

export const held = fc.record({
  routineMinutes: fc.constantFrom(0, 0, 4.5, 48),
  urgentMinutes: fc.constantFrom(0, 0, 10, 85.2),
});

const anyReader = (id: string): fc.Arbitrary<ReaderFacts> => {
  const readerId = asId<ReaderId>(id);
  const licence = fc
    .record({ jurisdiction: fc.constantFrom('US-TX', 'US-CA', 'PR', 'US-PR', 'DE', 'US', 'AU', 'IN'), period: dated })
    .map(({ jurisdiction, period }) => sampleLicence(jurisdiction, { readerId, ...period }));
  const privilege = fc
    .record({
      facilityId: facility.map((each) => each.id),
      level: fc.constantFrom('draft' as const, 'preliminary' as const, 'final' as const, 'final' as const),
      modalities: fc.oneof(fc.constant<string[]>([]), few(term)),
      byProxy: fc.boolean(),
      agreementId: fc.option(fc.constantFrom(...AGREEMENTS), { freq: 4 }),
      period: dated,
    })
    .map(({ period, ...rest }) => samplePrivilege({ readerId, ...period, ...rest }));
  return fc.record({
    reader: person(id),
    licences: few(licence, 6),
    privileges: few(privilege, 6),
    session: session(readerId),
    shifts: few(shift(readerId)),
    held,
  });
};

const inForce = { validFrom: minutesFromNow(-20_000), validUntil: minutesFromNow(20_000), retiredAt: null };

/** Signed on in Texas, licensed and privileged for everything everywhere. */
function ableReader(id: string): ReaderFacts {
  const readerId = asId<ReaderId>(id);
  return {
    reader: sampleReader({
      id: readerId,
      competences: ['CT', 'MR', 'PT', 'CR', 'MG', 'NM'],
      subspecialties: ['neuro'],
    }),
    licences: ['US-TX', 'US-CA', 'US-PR', 'DE'].map((each) => sampleLicence(each, { readerId, ...inForce })),
    privileges: FACILITIES.map((each) => samplePrivilege({ readerId, facilityId: each.id, ...inForce })),
    session: sampleSession({ readerId, startedAt: minutesFromNow(-61) }),
    shifts: [],
    held: { routineMinutes: 0, urgentMinutes: 0 },
  };
}

/** Anybody, or somebody able who differs in a thing or two. */
export const readerOf = (id: string): fc.Arbitrary<ReaderFacts> =>
  fc
    .record({
      any: anyReader(id),
      of: fc.oneof(
        fc.constant(null),
        fc.subarray(['reader', 'licences', 'privileges', 'session', 'shifts', 'held'] as const, { maxLength: 2 }),
      ),
    })
    .map(({ any, of }) => {
      if (of === null) return any;
      return { ...ableReader(id), ...Object.fromEntries(of.map((name) => [name, any[name]])) };
    });

/** Up to seventy readers, so that the last word is sometimes full and sometimes not. */
export const readers: fc.Arbitrary<ReaderFacts[]> = fc
  .constantFrom(1, 5, 31, 32, 33, 70)
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => readerOf(`reader-${index}`))));
