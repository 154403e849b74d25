import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eligibleReaders, EligibilityIndex, type ReaderFacts } from '@overread/domain';
import fc from 'fast-check';
import { NOW, readers, relations } from '../../libs/domain/src/eligibility/networks.fixture.js';
import { readFacts } from '../../libs/domain/src/eligibility/studies.fixture.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { StoredNetwork, uuidOf, withUuids } from '../support/stored-network.js';

/** What the server would have loaded: open sessions, shifts that are near, each row with an id of its own. */
function loadable(facts: ReaderFacts): ReaderFacts {
  const { reader, session } = facts;
  const own = <Row extends { id: string }>(rows: readonly Row[], kind: string): Row[] =>
    rows.map((row, index) => ({ ...row, id: `${reader.id} ${kind} ${index}` }));
  const horizon = NOW.getTime() + 48 * 3_600_000;
  const shifts = facts.shifts.filter(
    (each) => each.readerId === reader.id && each.endsAt > NOW && each.startsAt.getTime() < horizon,
  );
  return {
    ...facts,
    licences: own(facts.licences, 'licence'),
    privileges: own(facts.privileges, 'privilege'),
    session: session?.endedAt === null ? { ...session, id: `${reader.id} session` as typeof session.id } : null,
    shifts: own(shifts, 'shift'),
  };
}

/** Rows are read in the order of their keys. */
const inOrder = (facts: ReaderFacts): ReaderFacts => ({
  ...facts,
  shifts: [...facts.shifts].sort((a, b) => (a.id < b.id ? -1 : 1)),
});

describe('who may read a study', () => {
  let fresh: FreshDatabase;
  let stored: StoredNetwork;
  beforeAll(async () => {
    fresh = await freshDatabase();
    stored = await StoredNetwork.open(fresh);
  });
  afterAll(async () => {
    await stored.close();
    await fresh.drop();
  });

  it('is the same to the index, to the plain rules and to the database, for the same reasons', async () => {
    const network = fc.record({
      readers: readers.filter((each) => each.length < 34),
      relations,
      reads: fc.array(readFacts, { minLength: 3, maxLength: 3 }),
    });
    let refused = 0;
    let allowed = 0;
    for (const generated of fc.sample(network, { numRuns: 12, seed: 20261101 })) {
      const known = generated.readers.map((each) => inOrder(withUuids(loadable(each))));
      const between = new Map([...generated.relations].map(([id, each]) => [uuidOf(id), withUuids(each)]));
      await stored.replace({ readers: known, relations: between });
      const index = new EligibilityIndex({ readers: known, relations: between as never }, NOW);
      for (const read of generated.reads.map((each) => withUuids(each))) {
        await stored.study(read, known, NOW);
        for (const stage of ['plan', 'offer', 'open'] as const) {
          const ofRelations = between.get(read.healthSystem.id) ?? { agreements: [], contracts: [] };
          const plain = eligibleReaders({ read, readers: known, relations: ofRelations, stage, now: NOW });
          const failedOf = new Map(
            plain.ineligible.map((each) => [each.readerId, each.failed.map(({ code }) => code)]),
          );
          const said = known.map(({ reader }) => failedOf.get(reader.id) ?? []);
          expect(known.map(({ reader }) => index.failedBy(read, stage, reader.id))).toEqual(said);
          expect(await stored.failed(read, known, stage, NOW)).toEqual(said);
          refused += plain.ineligible.length;
          allowed += plain.eligible.length;
        }
      }
    }
    expect(refused).toBeGreaterThan(1000);
    expect(allowed).toBeGreaterThan(50);
  });
});
