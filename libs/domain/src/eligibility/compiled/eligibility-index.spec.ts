import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId, type HealthSystemId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { eligibleReaders } from '../eligible-readers.js';
import type { ReaderFacts, ReadFacts, Relations } from '../facts.js';
import { DEFAULT_HARD_RULES, type HardRules } from '../hard-rules.js';
import {
  sampleReadFacts,
  sampleReaderFacts,
  sampleLicence,
  sampleAgreement,
  samplePrivilege,
  sampleContract,
} from '../samples.fixture.js';
import { EligibilityIndex } from './eligibility-index.js';
import { sampleSession } from '../../network/samples.fixture.js';
import { held, minutesFromNow, NOW, readerOf, readers, relations } from '../networks.fixture.js';
import { readFacts } from '../studies.fixture.js';

interface Network {
  readers: ReaderFacts[];
  relations: ReadonlyMap<HealthSystemId, Relations>;
  now: Instant;
  rules: HardRules;
}

/** What the index says and what the plain rules say, in one shape. */
function answers(index: EligibilityIndex, network: Network, read: ReadFacts, stage: 'plan' | 'offer' | 'open') {
  const plain = eligibleReaders(
    {
      read,
      readers: network.readers,
      relations: network.relations.get(read.healthSystem.id) ?? { agreements: [], contracts: [] },
      stage,
      now: network.now,
    },
    network.rules,
  );
  const { readerIds, ...counts } = index.ask(read, stage);
  const ids = network.readers.map(({ reader }) => reader.id);
  const failed = new Map(plain.ineligible.map((each) => [each.readerId, each.failed.map(({ code }) => code)]));
  return {
    said: {
      ...counts,
      readers: readerIds.map((readerId) => ({ readerId, tier: index.tierFor(read, stage, readerId) })),
      reasons: ids.map((id) => index.failedBy(read, stage, id)),
    },
    plain: {
      eligible: plain.eligible.length,
      failedByRule: plain.failedByRule,
      soleBlockers: plain.soleBlockers,
      readers: plain.eligible,
      reasons: ids.map((id) => failed.get(id) ?? []),
    },
  };
}

/** Whom the index lets be offered it, and whom the plain rules do once they hold nothing else. */
const offerable = (index: EligibilityIndex, { readers: all }: Network, read: ReadFacts) => {
  const may = index.offerable(read);
  return all.map(({ reader }) => reader.id).filter(may);
};
function offerablePlainly(network: Network, read: ReadFacts) {
  const relationsOf = network.relations.get(read.healthSystem.id) ?? { agreements: [], contracts: [] };
  const emptyHanded = network.readers.map((facts) => ({ ...facts, held: { routineMinutes: 0, urgentMinutes: 0 } }));
  const asked = { read, readers: emptyHanded, relations: relationsOf, stage: 'offer' as const, now: network.now };
  return eligibleReaders(asked, network.rules).eligible.map(({ readerId }) => readerId);
}

const STAGES = ['plan', 'offer', 'open'] as const;

function expectSame(index: EligibilityIndex, network: Network, reads: readonly ReadFacts[]): void {
  for (const read of reads) {
    for (const stage of STAGES) {
      const { said, plain } = answers(index, network, read, stage);
      expect(said).toEqual(plain);
    }
    expect(offerable(index, network, read)).toEqual(offerablePlainly(network, read));
  }
}

const rules = fc.constantFrom<HardRules>(DEFAULT_HARD_RULES, {
  ...DEFAULT_HARD_RULES,
  subspecialtyRequiredFor: ['final', 'preliminary'],
  licenceRequirements: [
    { country: 'US', level: 'subdivision', whereRead: 'always', validFrom: null, validUntil: minutesFromNow(30) },
    { country: 'US', level: 'country', whereRead: 'never', validFrom: minutesFromNow(30), validUntil: null },
    { country: 'DE', level: 'country', whereRead: 'same-country', validFrom: null, validUntil: null },
  ],
});

/** What happens to a network after it was compiled. */
type Step =
  | { kind: 'time'; minutes: number; back: boolean }
  | { kind: 'reader'; facts: ReaderFacts }
  | { kind: 'held'; at: number; held: ReaderFacts['held'] }
  | { kind: 'signed'; at: number; completedReads: number }
  | { kind: 'caught-up' }
  | { kind: 'relations'; relations: ReadonlyMap<HealthSystemId, Relations> };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('time' as const),
    minutes: fc.constantFrom(0.5, 1, 19, 60, 241, 1500),
    back: fc.constantFrom(false, false, false, true),
  }),
  fc.nat(71).chain((at) => fc.record({ kind: fc.constant('reader' as const), facts: readerOf(`reader-${at}`) })),
  fc.record({ kind: fc.constant('held' as const), at: fc.nat(69), held }),
  fc.record({ kind: fc.constant('signed' as const), at: fc.nat(69), completedReads: fc.nat(60) }),
  fc.record({ kind: fc.constant('relations' as const), relations }),
  fc.constant({ kind: 'caught-up' as const }),
);

function take(each: Step, network: Network, index: EligibilityIndex): void {
  if (each.kind === 'time') {
    network.now = new Date(network.now.getTime() + each.minutes * (each.back ? -60_000 : 60_000));
    index.advanceTo(network.now);
  } else if (each.kind === 'caught-up') {
    index.catchUp();
  } else if (each.kind === 'relations') {
    network.relations = each.relations;
    index.setRelations(each.relations);
  } else if (each.kind === 'reader') {
    const at = network.readers.findIndex(({ reader }) => reader.id === each.facts.reader.id);
    const known = network.readers[at];
    const facts = { ...each.facts, held: known?.held ?? { routineMinutes: 0, urgentMinutes: 0 } };
    if (known) network.readers[at] = facts;
    else network.readers.push(facts);
    index.putReader(facts);
  } else {
    const facts = network.readers[each.at];
    if (!facts) return;
    if (each.kind === 'held') {
      network.readers[each.at] = { ...facts, held: each.held };
      index.setHeld(facts.reader.id, each.held);
    } else if (facts.session) {
      network.readers[each.at] = { ...facts, session: { ...facts.session, completedReads: each.completedReads } };
      index.setCompletedReads(facts.reader.id, each.completedReads);
    }
  }
}

/** As the server makes it, in turns with other work: at least a step for each reader. */
function madeInSteps(known: Network): EligibilityIndex {
  const making = EligibilityIndex.inSteps(known, known.now, known.rules);
  for (let steps = 0; ; steps += 1) {
    const { done, value } = making.next();
    if (!done) continue;
    expect(steps).toBeGreaterThanOrEqual(known.readers.length);
    return value;
  }
}

describe('EligibilityIndex', () => {
  it('says what the plain rules say to the last reason, as time passes and whatever changes', () => {
    const network = fc.record({ readers, relations, rules });
    const reads = fc.array(readFacts, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(network, reads, fc.array(step, { maxLength: 6 }), (built, asked, steps) => {
        const known: Network = { ...built, readers: [...built.readers], now: NOW };
        const index = madeInSteps(known);
        expectSame(index, known, asked);
        for (const each of steps) {
          take(each, known, index);
          expectSame(index, known, asked);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('changes at no other instant than the one it says', () => {
    fc.assert(
      fc.property(fc.record({ readers, relations, rules }), readFacts, (built, read) => {
        const known: Network = { ...built, now: NOW };
        const index = new EligibilityIndex(known, NOW, known.rules);
        for (let flips = 0; flips < 12; flips += 1) {
          const next = index.nextChangeAt();
          if (next === null) break;
          for (const now of [new Date(next.getTime() - 1), next]) {
            known.now = now;
            index.advanceTo(now);
            expectSame(index, known, [read]);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('flips a licence at its instant, without a word from outside', () => {
    const ends = minutesFromNow(30);
    const reader = sampleReaderFacts({ session: null, licences: [sampleLicence('US-TX', { validUntil: ends })] });
    const network = {
      readers: [reader],
      relations: new Map([
        [asId<HealthSystemId>('mercy'), { agreements: [sampleAgreement()], contracts: [sampleContract()] }],
      ]),
    };
    const index = new EligibilityIndex(network, NOW);
    const read = sampleReadFacts();
    expect(index.ask(read, 'offer').soleBlockers).toEqual({ session: 1 });
    expect(index.nextChangeAt()).toEqual(ends);
    index.advanceTo(new Date(ends.getTime() - 1));
    expect(index.failedBy(read, 'offer', reader.reader.id)).toEqual(['session']);
    index.advanceTo(ends);
    expect(index.failedBy(read, 'offer', reader.reader.id)).toEqual(['licence', 'session']);
  });

  it('knows each of several changes at once again when the clock is set back between them', () => {
    const [first, second] = [minutesFromNow(30), minutesFromNow(60)];
    const licences = [sampleLicence('US-TX', { validUntil: second })];
    const reader = sampleReaderFacts({ session: null, licences, privileges: [samplePrivilege({ validUntil: first })] });
    const [agreement, contract] = [sampleAgreement({ validUntil: second }), sampleContract({ validUntil: first })];
    const relations = { agreements: [agreement], contracts: [contract] };
    const id = asId<HealthSystemId>('mercy');
    const index = new EligibilityIndex({ readers: [reader], relations: new Map([[id, relations]]) }, NOW);
    const failed = (now: Date) => {
      index.advanceTo(now);
      return index.failedBy(sampleReadFacts(), 'plan', reader.reader.id);
    };
    const both = failed(second);
    expect(both).toEqual(expect.arrayContaining(['licence', 'privilege', 'agreement', 'contract']));
    const between = failed(new Date(second.getTime() - 1));
    expect(between).toEqual(expect.arrayContaining(['privilege', 'contract']));
    expect(between).not.toContain('licence');
    expect(between).not.toContain('agreement');
  });

  it('lets be offered, whatever is held, whom a cap leaves any room', () => {
    const known = sampleReaderFacts({
      session: sampleSession({ startedAt: minutesFromNow(-61) }),
      held: { routineMinutes: 500, urgentMinutes: 0 },
    });
    const { id } = known.reader;
    const capped = (routineMinutes: number) => ({
      ...known,
      reader: { ...known.reader, limits: { ...known.reader.limits, routineMinutes } },
    });
    const relations = new Map([
      [asId<HealthSystemId>('mercy'), { agreements: [sampleAgreement()], contracts: [sampleContract()] }],
    ]);
    const index = new EligibilityIndex({ readers: [capped(60)], relations }, NOW);
    const read = sampleReadFacts({ priority: 'routine' });
    expect(index.failedBy(read, 'offer', id)).toEqual(['capacity']);
    expect(index.offerable(read)(id)).toBe(true);
    index.putReader(capped(0));
    expect(index.offerable(read)(id)).toBe(false);
    index.setHeld(id, { routineMinutes: 0, urgentMinutes: 0 });
    expect(index.offerable(read)(id)).toBe(false);
    index.putReader(capped(1));
    expect(index.offerable(read)(id)).toBe(true);
    expect(index.offerable(read)(asId('somebody-unknown'))).toBe(false);
  });

  it('answers for nobody it does not know', () => {
    const index = new EligibilityIndex({ readers: [], relations: new Map() }, NOW);
    expect(index.ask(sampleReadFacts(), 'plan')).toEqual({
      eligible: 0,
      failedByRule: {},
      soleBlockers: {},
      readerIds: [],
    });
    expect(index.failedBy(sampleReadFacts(), 'plan', sampleReaderFacts().reader.id)).toBeNull();
  });
});
