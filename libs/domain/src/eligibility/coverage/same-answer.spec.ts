import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../../core/ids.js';
import { plusMinutes } from '../../core/instant.js';
import { eligibleReaders } from '../eligible-readers.js';
import { NOW, readers, relations } from '../networks.fixture.js';
import { readFacts } from '../studies.fixture.js';
import { coverageByHour, coverageHours } from './coverage-by-hour.js';
import { thereAt } from './there-at.js';

it('says of every hour what the plain rules say of who is there then', () => {
  fc.assert(
    fc.property(readers, relations, readFacts, (all, between, read) => {
      const people = all.map((facts) => ({
        ...facts,
        shifts: facts.shifts.map((shift, index) => ({ ...shift, id: asId<typeof shift.id>(`shift-${index}`) })),
      }));
      const hours = coverageHours(NOW, 30);
      const steps = coverageByHour([read], { readers: people, relations: between }, { now: NOW, hours });
      let step = steps.next();
      while (!step.done) step = steps.next();
      const told = step.value;
      for (const [index, hour] of hours.entries()) {
        const now = plusMinutes(hour, 30);
        const there = people.flatMap((facts) => thereAt(facts, now) ?? []);
        const terms = between.get(read.healthSystem.id) ?? { agreements: [], contracts: [] };
        const { eligible } = eligibleReaders({ read, readers: there, relations: terms, stage: 'plan', now });
        const expected = { onshore: 0, nearshore: 0, offshore: 0 };
        for (const { tier } of eligible) if (tier !== null) expected[tier] += 1;
        expect(told[index]?.[0]).toEqual(expected);
      }
    }),
    { numRuns: 60 },
  );
});
