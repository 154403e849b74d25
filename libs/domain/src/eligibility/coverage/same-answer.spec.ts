import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../../core/ids.js';
import { plusMinutes } from '../../core/instant.js';
import { eligibleReaders } from '../eligible-readers.js';
import { failedRules } from '../failed-rules.js';
import type { ReaderFacts } from '../facts.js';
import { NOW, readers, relations } from '../networks.fixture.js';
import { readFacts } from '../studies.fixture.js';
import { coverageBlockers } from './coverage-blockers.js';
import { coverageByHour, coverageHours, judgedAt } from './coverage-by-hour.js';
import { expiringCredentials } from './expiring-credentials.js';
import { compiledAnyway } from './presences.js';
import { asIfThere, thereAt } from './there-at.js';

/** All of it, without a pause. */
function whole<T>(steps: Generator<void, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

const NO_TERMS = { agreements: [], contracts: [] };
/** Every record with an id of its own, as the database has it. */
const numbered = (all: readonly ReaderFacts[]): ReaderFacts[] =>
  all.map((facts) => {
    const own = <Row extends { id: string }>(rows: readonly Row[], kind: string): Row[] =>
      rows.map((row, index) => ({ ...row, id: asId(`${facts.reader.id} ${kind} ${index}`) }));
    const { licences, privileges, shifts } = facts;
    return {
      ...facts,
      licences: own(licences, 'licence'),
      privileges: own(privileges, 'privilege'),
      shifts: own(shifts, 'shift'),
    };
  });

it('says of every hour what the plain rules say of who is there then', () => {
  fc.assert(
    fc.property(readers, relations, readFacts, (all, between, read) => {
      const people = numbered(all);
      const hours = coverageHours(NOW, 30);
      const [told] = whole(coverageByHour([read], { readers: people, relations: between }, { now: NOW, hours }));
      for (const [index, hour] of hours.entries()) {
        const now = judgedAt(hour, NOW);
        const there = people.flatMap((facts) => thereAt(facts, now) ?? []);
        const terms = between.get(read.healthSystem.id) ?? NO_TERMS;
        const { eligible } = eligibleReaders({ read, readers: there, relations: terms, stage: 'plan', now });
        const expected = { onshore: 0, nearshore: 0, offshore: 0 };
        for (const { tier } of eligible) if (tier !== null) expected[tier] += 1;
        expect(told?.[index]).toEqual(expected);
      }
    }),
    { numRuns: 120 },
  );
});

it('finds everybody whom one rule alone keeps out, as the plain rules do', () => {
  let blocked = 0;
  fc.assert(
    fc.property(readers, relations, readFacts, (all, between, read) => {
      const network = { readers: numbered(all), relations: between };
      const anyone = whole(compiledAnyway(network, { now: NOW, until: plusMinutes(NOW, 4320) }));
      const told = whole(coverageBlockers([{ read, studiesPerWeek: 1, at: NOW }], network, anyone));
      const alone = network.readers.filter((facts) => {
        const reader = asIfThere(facts, NOW, plusMinutes(NOW, 4320));
        const terms = between.get(read.healthSystem.id) ?? NO_TERMS;
        return failedRules({ read, reader, relations: terms, stage: 'plan', now: NOW }).length === 1;
      });
      expect(told.reduce((sum, each) => sum + each.readers, 0)).toBe(alone.length);
      blocked += alone.length;
    }),
    { numRuns: 80 },
  );
  expect(blocked).toBeGreaterThan(10);
});

it('says of every credential that ends what the plain rules say of all readers at its end', () => {
  const until = plusMinutes(NOW, 30 * 1440);
  let missed = 0;
  fc.assert(
    fc.property(readers, relations, readFacts, (all, between, read) => {
      // Of few readers one is soon the last.
      const network = { readers: numbered(all.slice(0, 4)), relations: between };
      const anyone = whole(compiledAnyway(network, { now: NOW, until }));
      const kind = { read, studiesPerWeek: 1 };
      const terms = between.get(read.healthSystem.id) ?? NO_TERMS;
      const relationsThen = { ...terms, contracts: terms.contracts.map((each) => ({ ...each, hours: null })) };
      const people = network.readers.map((facts) => asIfThere(facts, NOW, until));
      const may = (reader: ReaderFacts, at: Date, given = relationsThen) =>
        failedRules({ read, reader, relations: given, stage: 'plan', now: at }).length === 0;
      for (const each of whole(expiringCredentials([kind], network, { anyone, now: NOW, until }))) {
        const { id } = each.record;
        const without = <T extends { id: string }>(rows: readonly T[]) => rows.filter((row) => row.id !== id);
        const rests = people.some((facts) => {
          const bare = { ...facts, licences: without(facts.licences), privileges: without(facts.privileges) };
          const given = { ...relationsThen, agreements: without(relationsThen.agreements) };
          return may(facts, NOW) && !may(bare, NOW, given) && !may(facts, each.expiresAt);
        });
        const left = people.filter((facts) => may(facts, each.expiresAt)).length;
        expect([each.unreadablePerWeek, each.lastReaderPerWeek]).toEqual(
          rests ? [left === 0 ? 1 : 0, left === 1 ? 1 : 0] : [0, 0],
        );
        if (rests && left < 2) missed += 1;
      }
    }),
    { numRuns: 400 },
  );
  expect(missed).toBeGreaterThan(2);
});
