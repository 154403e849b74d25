import { describe, expect, it } from '@jest/globals';
import { asId, type HealthSystemId } from '../../core/ids.js';
import { plusMinutes } from '../../core/instant.js';
import { localClock } from '../../network/local-time.js';
import { sampleReader, sampleSession } from '../../network/samples.fixture.js';
import type { ReaderFacts, Relations } from '../facts.js';
import {
  sampleAgreement,
  sampleContract,
  sampleLicence,
  samplePrivilege,
  sampleReaderFacts,
  sampleReadFacts,
  sampleShift,
} from '../samples.fixture.js';
import { coverageBlockers } from './coverage-blockers.js';
import { coverageByHour, coverageHours } from './coverage-by-hour.js';
import { coverageLevel, ofGroup } from './coverage-kind.js';
import { compiledAnyway } from './presences.js';
import { expectedStudies } from './expected-studies.js';
import { expiringCredentials } from './expiring-credentials.js';
import { thinStretches } from './thin-stretches.js';

/** All of it, without a pause. */
function whole<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const now = new Date('2026-11-22T07:20:00Z');
const until = plusMinutes(now, 30 * 1440);
const soon = plusMinutes(now, 3 * 1440);
const kind = { read: sampleReadFacts(), studiesPerWeek: 40 };
const agreed: Relations = { agreements: [sampleAgreement()], contracts: [sampleContract()] };
const relationsOf = (between = agreed) => new Map<HealthSystemId, Relations>([[asId('mercy'), between]]);

const reader = (id: string, changes: Partial<ReaderFacts> = {}): ReaderFacts => {
  const readerId = asId<ReaderFacts['reader']['id']>(id);
  return sampleReaderFacts({
    reader: sampleReader({ id: readerId }),
    licences: [sampleLicence('US-TX', { id: asId(`licence ${id}`), readerId })],
    privileges: [samplePrivilege({ id: asId(`privilege ${id}`), readerId })],
    session: null,
    ...changes,
  });
};
const shift = (id: string, from: string, to: string, changes = {}) =>
  sampleShift({
    id: asId(`${id} ${from}`),
    readerId: asId(id),
    startsAt: new Date(from),
    endsAt: new Date(to),
    ...changes,
  });
const onshore = (readers: ReaderFacts[], hours: number, at = now) => {
  const asked = { now: at, hours: coverageHours(at, hours) };
  const [counts] = whole(coverageByHour([kind.read], { readers, relations: relationsOf() }, asked));
  return counts?.map((each) => each.onshore);
};

describe('coverage by hour', () => {
  it('counts who is rostered in the hour, and nobody before a shift or after it', () => {
    const rostered = reader('a', { shifts: [shift('a', '2026-11-22T09:00:00Z', '2026-11-22T11:00:00Z')] });
    expect(onshore([rostered], 6)).toEqual([0, 0, 1, 1, 0, 0]);
  });

  it('counts who is signed on until the end they said, else until their limit of hours', () => {
    const said = sampleSession({ readerId: asId('a'), until: new Date('2026-11-22T09:00:00Z') });
    expect(onshore([reader('a', { session: said })], 4)).toEqual([1, 1, 0, 0]);
    const endsLater = { ...said, endedAt: new Date('2026-11-22T11:00:00Z') };
    expect(onshore([reader('a', { session: endsLater })], 4)).toEqual([1, 1, 0, 0]);
    const open = sampleSession({ readerId: asId('a'), startedAt: new Date('2026-11-22T00:00:00Z') });
    expect(onshore([reader('a', { session: open })], 5)).toEqual([1, 1, 1, 0, 0]);
  });

  it('asks contracts about each hour of a shift, a later one too', () => {
    const hours = { zone: 'UTC', windows: [{ days: [], from: '11:00', to: '12:00' }] };
    const between = relationsOf({ ...agreed, contracts: [sampleContract({ hours })] });
    const shifts = [
      shift('a', '2026-11-22T07:00:00Z', '2026-11-22T09:00:00Z'),
      shift('a', '2026-11-22T10:00:00Z', '2026-11-22T14:00:00Z'),
      shift('a', '2026-11-22T11:00:00Z', '2026-11-22T14:00:00Z'),
    ];
    const asked = { now, hours: coverageHours(now, 7) };
    const [counts] = whole(
      coverageByHour([kind.read], { readers: [reader('a', { shifts })], relations: between }, asked),
    );
    expect(counts?.map((each) => each.onshore)).toEqual([0, 0, 0, 0, 1, 0, 0]);
  });

  it('stops counting a reader in the hour their licence ends, though the shift goes on', () => {
    const licence = sampleLicence('US-TX', { readerId: asId('a'), validUntil: new Date('2026-11-22T09:00:00Z') });
    const shifts = [shift('a', '2026-11-22T07:00:00Z', '2026-11-22T12:00:00Z')];
    expect(onshore([reader('a', { licences: [licence], shifts })], 4)).toEqual([1, 1, 0, 0]);
  });

  it('does not count a paused reader, nor what is done for a paused group, until the pause ends', () => {
    const pause = { kind: 'paused' as const, since: '2026-11-22T06:00:00Z', by: 'lead', reason: 'Ill' };
    const shifts = [shift('a', '2026-11-22T07:00:00Z', '2026-11-22T12:00:00Z')];
    const paused = (ends: string | null) =>
      reader('a', { reader: sampleReader({ id: asId('a'), pause: { ...pause, until: ends } }), shifts });
    expect(onshore([paused('2026-11-22T09:00:00Z')], 4)).toEqual([0, 0, 1, 1]);
    expect(onshore([paused(null)], 4)).toEqual([0, 0, 0, 0]);
    const ofGroupPaused = (kindOfPause: 'paused' | 'draining') => {
      const groups = new Map([
        [asId<never>('home-rads'), { pause: { ...pause, kind: kindOfPause, until: '2026-11-22T08:00:00Z' } }],
      ]);
      const network = { readers: [reader('a', { shifts })], relations: relationsOf(), groups };
      const asked = { now, hours: coverageHours(now, 2) };
      return whole(coverageByHour([kind.read], network, asked))[0]?.map((each) => each.onshore);
    };
    expect(ofGroupPaused('paused')).toEqual([0, 1]);
    expect(ofGroupPaused('draining')).toEqual([1, 1]);
  });

  it('tells tiers apart by where each would read', () => {
    const homePlace = { country: 'AU', subdivision: 'AU-NSW', zone: 'Australia/Sydney' };
    const away = reader('a', {
      reader: sampleReader({ id: asId('a'), homePlace }),
      shifts: [shift('a', '2026-11-22T07:00:00Z', '2026-11-22T12:00:00Z')],
    });
    const transfers = [{ country: 'AU', mode: 'full' as const, basis: 'contract' }];
    const relations = relationsOf({ ...agreed, agreements: [sampleAgreement({ transfers })] });
    const read = sampleReadFacts({ payer: 'private' });
    const asked = { now, hours: coverageHours(now, 1) };
    const [counts] = whole(coverageByHour([read], { readers: [away], relations }, asked));
    expect(counts).toEqual([{ onshore: 0, nearshore: 0, offshore: 1 }]);
  });

  it('is no one else’s when it is a group’s', () => {
    const other = reader('b', { reader: sampleReader({ id: asId('b'), readingGroupIds: [asId('others')] }) });
    const both = reader('a', {
      reader: sampleReader({ id: asId('a'), readingGroupIds: [asId('home-rads'), asId('others')] }),
      shifts: [
        shift('a', '2026-11-22T07:00:00Z', '2026-11-22T08:00:00Z'),
        shift('a', '2026-11-22T08:00:00Z', '2026-11-22T09:00:00Z', { readingGroupId: asId('others') }),
      ],
    });
    const { readers } = ofGroup({ readers: [both, other], relations: relationsOf() }, asId('home-rads'));
    expect(readers.map((facts) => facts.shifts.length)).toEqual([1]);
    expect(onshore([...readers], 2)).toEqual([1, 0]);
  });

  it('has three levels', () => {
    expect([0, 1, 2, 9].map(coverageLevel)).toEqual(['none', 'one', 'enough', 'enough']);
  });
});

describe('hours in local time', () => {
  const clocks = (from: string, hours: number) =>
    coverageHours(new Date(from), hours).map((at) => {
      const { time, offset } = localClock(at, 'America/Chicago');
      return `${time}${offset}`;
    });

  it('has the hour that comes twice in autumn twice, told apart by offset', () => {
    expect(clocks('2026-11-01T05:00:00Z', 4)).toEqual(['00:00-05:00', '01:00-05:00', '01:00-06:00', '02:00-06:00']);
  });

  it('has no hour that the clock skips in spring', () => {
    expect(clocks('2026-03-08T06:00:00Z', 4)).toEqual(['00:00-06:00', '01:00-06:00', '03:00-05:00', '04:00-05:00']);
  });

  it('covers the same hours whatever the clock does: a shift over the change is as long as it is', () => {
    const at = new Date('2026-11-01T05:00:00Z');
    const night = reader('a', { shifts: [shift('a', '2026-11-01T05:00:00Z', '2026-11-01T08:00:00Z')] });
    expect(onshore([night], 4, at)).toEqual([1, 1, 1, 0]);
  });
});

describe('thinStretches', () => {
  const hours = coverageHours(now, 5);

  it('joins hours on end of one level, with what is expected in them, and what waits only now', () => {
    const thin = thinStretches({ readers: [0, 0, 1, 2, 0], expected: [1, 0.5, 2, 9, 0.2], queued: 3 }, hours);
    expect(thin.map(({ level, expectedStudies, queued }) => [level, expectedStudies, queued])).toEqual([
      ['none', 1.5, 3],
      ['one', 2, 0],
      ['none', 0.2, 0],
    ]);
    expect(thin[0]).toMatchObject({ from: hours[0], until: hours[2] });
  });

  it('does not warn of hours in which nothing is to be read', () => {
    expect(thinStretches({ readers: [0, 0, 0, 0, 0], expected: [0, 0, 0, 0, 0], queued: 0 }, hours)).toEqual([]);
  });
});

const anyoneOf = (readers: ReaderFacts[]) => whole(compiledAnyway({ readers }, { now, until }));
const endingOf = (readers: ReaderFacts[], between: Relations, at: Date) => {
  const anyone = whole(compiledAnyway({ readers }, { now: at, until }));
  return whole(expiringCredentials([kind], { readers, relations: relationsOf(between) }, { anyone, now: at, until }));
};

describe('expiringCredentials', () => {
  const ends = (id: string, at = soon) => [
    sampleLicence('US-TX', { id: asId(`licence ${id}`), readerId: asId(id), validUntil: at }),
  ];
  const expiring = (readers: ReaderFacts[], between = agreed) =>
    endingOf(readers, between, now).map((each) => [each.record.id, each.unreadablePerWeek, each.lastReaderPerWeek]);

  it('says how many studies a week nobody may read once it has ended', () => {
    expect(expiring([reader('a', { licences: ends('a') })])).toEqual([['licence a', 40, 0]]);
  });

  it('counts none while two more may read them, and tells when only one is left', () => {
    const a = reader('a', { licences: ends('a') });
    expect(expiring([a, reader('b'), reader('c')])).toEqual([['licence a', 0, 0]]);
    expect(expiring([a, reader('b')])).toEqual([['licence a', 0, 40]]);
  });

  it('blames both of two that end in the same instant, and the later of two that do not', () => {
    const a = reader('a', { licences: ends('a') });
    expect(expiring([a, reader('b', { licences: ends('b') })])).toEqual([
      ['licence a', 40, 0],
      ['licence b', 40, 0],
    ]);
    expect(expiring([a, reader('b', { licences: ends('b', plusMinutes(soon, 1440)) })])).toEqual([
      ['licence b', 40, 0],
      ['licence a', 0, 40],
    ]);
  });

  it('counts none where another record holds', () => {
    const renewed = sampleLicence('US-TX', { id: asId('renewed'), readerId: asId('a') });
    expect(expiring([reader('a', { licences: [...ends('a'), renewed] })])).toEqual([['licence a', 0, 0]]);
  });

  it('counts none where the next record begins as this one ends', () => {
    const next = sampleLicence('US-TX', { id: asId('next'), readerId: asId('a'), validFrom: soon });
    expect(expiring([reader('a', { licences: [...ends('a'), next] })])).toEqual([['licence a', 0, 0]]);
  });

  it('counts the same by night, when no contract has hours and no reader a shift', () => {
    const hours = { zone: 'UTC', windows: [{ days: [], from: '09:00', to: '17:00' }] };
    const between = { ...agreed, contracts: [sampleContract({ hours })] };
    const told = [now, new Date('2026-11-22T12:00:00Z')].map((at) =>
      endingOf([reader('a', { licences: ends('a') })], between, at).map((each) => each.unreadablePerWeek),
    );
    expect(told).toEqual([[40], [40]]);
  });

  it('knows privileges and agreements', () => {
    const privileges = [samplePrivilege({ id: asId('p'), readerId: asId('a'), validUntil: soon })];
    expect(expiring([reader('a', { privileges })])).toEqual([['p', 40, 0]]);
    const agreements = [sampleAgreement({ validUntil: soon })];
    expect(expiring([reader('a'), reader('b')], { ...agreed, agreements })).toEqual([['agreement-1', 40, 0]]);
  });

  it('leaves out what has ended, was withdrawn or ends later', () => {
    const licences = [
      sampleLicence('US-TX', { id: asId('ended'), validUntil: now }),
      sampleLicence('US-TX', { id: asId('withdrawn'), validUntil: soon, retiredAt: now }),
      sampleLicence('US-TX', { id: asId('later'), validUntil: plusMinutes(until, 1) }),
    ];
    expect(expiring([reader('a', { licences })])).toEqual([]);
  });
});

describe('coverageBlockers', () => {
  it('counts readers who fail one fact alone, on shift or not, across kinds', () => {
    const readers = [
      reader('a', { privileges: [] }),
      reader('b', { privileges: [] }),
      reader('c', { licences: [] }),
      reader('d', { licences: [], privileges: [] }),
      reader('e'),
    ];
    const mr = { read: sampleReadFacts({ modalities: ['MR'], modalityFamily: 'MR' }), studiesPerWeek: 2, at: now };
    expect(
      whole(coverageBlockers([{ ...kind, at: now }, mr], { readers, relations: relationsOf() }, anyoneOf(readers))),
    ).toEqual([
      { code: 'privilege', fact: 'no privilege at mercy-east', healthSystem: null, readers: 2, studiesPerWeek: 42 },
      { code: 'licence', fact: 'no licence US-TX', healthSystem: null, readers: 1, studiesPerWeek: 42 },
    ]);
  });

  it('names the health system where the fact does not', () => {
    const network = { readers: [reader('a')], relations: relationsOf({ ...agreed, agreements: [] }) };
    const [blocker] = whole(coverageBlockers([{ ...kind, at: now }], network, anyoneOf(network.readers)));
    expect(blocker).toMatchObject({ code: 'agreement', healthSystem: 'Mercy', readers: 1 });
  });

  it('asks about contracts at the hour that is thin', () => {
    const hours = { zone: 'UTC', windows: [{ days: [], from: '06:00', to: '17:00' }] };
    const readers = [reader('a')];
    const network = { readers, relations: relationsOf({ ...agreed, contracts: [sampleContract({ hours })] }) };
    const at = (time: string) => [{ ...kind, at: new Date(`2026-11-22T${time}:00Z`) }];
    expect(whole(coverageBlockers(at('12:00'), network, anyoneOf(readers)))).toEqual([]);
    expect(whole(coverageBlockers(at('22:30'), network, anyoneOf(readers)))).toMatchObject([
      { code: 'contract', healthSystem: 'Mercy', readers: 1 },
    ]);
  });
});

describe('expectedStudies', () => {
  const hours = coverageHours(now, 3);
  const mr = { read: sampleReadFacts({ subspecialty: 'neuro' }), studiesPerWeek: 10 };

  it('are the same in every hour where nothing was learned', () => {
    expect(expectedStudies([kind, mr], [], hours)(kind)).toEqual([40 / 168, 40 / 168, 40 / 168]);
  });

  it('are the share of the kind in what was learned of its facility and family, hour by hour', () => {
    // Sunday, 07:00 UTC is hour 151 of the week.
    const rates = Array.from({ length: 168 }, (_, hour) => (hour === 152 ? 5 : 0));
    const learned = [{ facilityId: kind.read.facility.id, modalityFamily: kind.read.modalityFamily, rates }];
    expect(expectedStudies([kind, mr], learned, hours)(kind)).toEqual([0, 4, 0]);
    expect(expectedStudies([kind, mr], learned, hours)(mr)).toEqual([0, 1, 0]);
    const other = { read: sampleReadFacts({ modalityFamily: 'MR' }), studiesPerWeek: 168 };
    expect(expectedStudies([kind, mr, other], learned, hours)(other)).toEqual([1, 1, 1]);
  });

  it('are none of a kind of which none came, though others of its family did', () => {
    const waiting = { ...mr, studiesPerWeek: 0 };
    const rates = Array.from({ length: 168 }, () => 1);
    const learned = [{ facilityId: kind.read.facility.id, modalityFamily: kind.read.modalityFamily, rates }];
    expect(expectedStudies([waiting], learned, hours)(waiting)).toEqual([0, 0, 0]);
  });
});
