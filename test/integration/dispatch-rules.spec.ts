import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asId, failedRules, type FailedRule, type ReaderId, type ReadId, type StudyId } from '@overread/domain';
import { NetworkDirectory } from '@overread/features';
import { all, one, systemScope } from '@overread/platform';
import type { Problem, Read, Submission } from '@overread/wire';
import { Candidates } from '../../libs/features/src/dispatch/offering/candidates.js';
import { WaitingRoom } from '../../libs/features/src/dispatch/offering/waiting-room.js';
import { readFactsOf } from '../../libs/features/src/eligibility/index.js';
import { loadReaderFacts, relationsOf } from '../../libs/features/src/network/index.js';
import { look, ReadEntity, StudyEntity } from '../../libs/features/src/studies/index.js';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { studyBody } from '../support/demo-studies.js';
import { randomOf } from '../support/random.js';

const SEED = 20_261_122;
const random = randomOf(SEED);
const { pick, chance } = random;

const PLACES = [
  { country: 'US', subdivision: 'US-TX', zone: 'America/Chicago' },
  { country: 'CA', subdivision: 'CA-ON', zone: 'America/Toronto' },
  { country: 'GB', subdivision: null, zone: 'Europe/London' },
  { country: 'AU', subdivision: 'AU-NSW', zone: 'Australia/Sydney' },
];
const MODALITIES = [['CT'], ['MR'], ['PT', 'CT'], ['CR'], ['US'], ['MG'], ['NM']];

/** Something about every reader is lost at random, so that each rule fails for many. */
const LOSSES = [
  `update licence set valid_until = overread_now() - interval '1 day' where reader_id = $1`,
  `update privilege set level = 'draft' where reader_id = $1`,
  `delete from privilege where reader_id = $1`,
  `update reader set competences = '{CT}', version = version + 1 where id = $1`,
  `update reader set subspecialties = '{}', version = version + 1 where id = $1`,
  `update reader set languages = '{fr}', version = version + 1 where id = $1`,
  `update reader set limits = limits || '{"routineMinutes": 1, "urgentMinutes": 1}', version = version + 1 where id = $1`,
  `update reader set limits = limits || '{"consecutiveStudies": 0}', version = version + 1 where id = $1`,
  `update reader set excluded_facility_ids = (select array_agg(id) from facility where country = 'US'), version = version + 1
   where id = $1`,
];

interface Held {
  id: ReadId;
  studyId: StudyId;
  healthSystemId: StudyEntity['healthSystemId'];
  readerId: ReaderId;
  version: number;
}

describe(`whatever readers, managers and the dispatcher do (seed ${SEED})`, () => {
  let demo: DemoServer;
  let admin: DemoPerson;
  let readers: DemoPerson[];
  const studies: { id: string; reads: Read[] }[] = [];
  const seen = new Map<string, number>();

  beforeAll(async () => {
    demo = await startDemoServer();
    admin = await demo.as('admin@overread.example');
    readers = [];
    for (const { email, role } of demo.facts.users.filter((user) => user.role === 'reader')) {
      expect(role).toBe('reader');
      const mode = chance(0.5) ? ('push' as const) : ('pull' as const);
      const person = chance(0.85)
        ? await demo.signOn(email, { mode, ...(chance(0.3) ? pick(PLACES) : {}) })
        : await demo.as(email);
      readers.push(person);
      if (chance(0.5)) await demo.server.asOwner(pick(LOSSES), [person.readerId]);
    }
    await demo.server.asOwner(`update contract set priorities = '{routine,urgent}' where name like 'Thames%Coral%'`);
    await demo.server.asOwner(
      `update agreement set valid_until = overread_now() where id = (select id from agreement order by id limit 1)`,
    );
    await demo.server.app.get(NetworkDirectory).refresh();
    for (let count = 0; count < 60; count += 1) await submit();
  }, 60_000);
  afterAll(() => demo.close());

  const submit = async (changes: Partial<Submission> = {}) => {
    const { code, healthSystem } = pick(demo.facts.facilities);
    const birthDate = chance(0.2) ? '2020-01-01' : '1950-01-01';
    const patient = { id: `R${studies.length}`, issuer: 'RANDOM', birthDate };
    const body = studyBody({
      facility: code,
      patient,
      modalities: pick(MODALITIES),
      priority: pick(['critical', 'stat', 'urgent', 'routine'] as const),
      payer: pick(['medicare', 'commercial', 'nhs', 'private']),
      reportLanguage: chance(0.1) ? 'fr' : 'en',
      ...changes,
    });
    const study = await demo.key(healthSystem).studies.submit(body);
    studies.push(study);
    return study;
  };

  /** Reads that changed hands since last asked, each with the rules its holder fails now. */
  const illegal = async (): Promise<{ read: Held; failed: FailedRule[] }[]> => {
    const held = await demo.server.asOwner<Held>(
      `select id, study_id as "studyId", health_system_id as "healthSystemId", reader_id as "readerId", version
       from read where state in ('assigned', 'in-progress')`,
    );
    const wrong = [];
    for (const read of held.filter(({ id, version }) => seen.get(id) !== version)) {
      seen.set(read.id, read.version);
      const failed = await failedBy(read);
      if (failed.length > 0) wrong.push({ read, failed });
    }
    return wrong;
  };
  const failedBy = ({ id, studyId, healthSystemId, readerId }: Held): Promise<FailedRule[]> =>
    demo.server.database.transaction(systemScope, async (tx) => {
      const unlocked = { lock: 'none' } as const;
      const { study, reads } = await look(tx, {
        study: one(StudyEntity, { healthSystemId, id: studyId }, unlocked),
        reads: all(ReadEntity, { studyId }, unlocked),
      });
      const snapshot = demo.server.app.get(NetworkDirectory).snapshot();
      const read = readFactsOf(
        study,
        reads.find((each) => each.id === id)!,
        reads,
        snapshot,
      );
      const reader = await loadReaderFacts(tx, readerId, id);
      return failedRules({
        read,
        reader,
        relations: relationsOf(snapshot, healthSystemId),
        stage: 'offer',
        now: await tx.now(),
      });
    });
  const post = (path: string, { token }: DemoPerson, body: object = {}) =>
    demo.server.call<Problem>('POST', path, { token: token(), body });
  const anyRead = () => pick(pick(studies).reads).id;

  it('nobody is ever offered or given a read whose rules they fail', async () => {
    const acts = [
      () => post('/worklist/next', pick(readers)),
      () => post(`/reads/${anyRead()}/accept`, pick(readers)),
      () => post(`/reads/${anyRead()}/assign`, admin, { readerId: pick(readers).readerId!, reason: 'at random' }),
      () => post(`/reads/${anyRead()}/decline`, pick(readers), { code: 'technical' }),
      () => post(`/reads/${anyRead()}/release`, admin, { reason: 'at random' }),
      () => demo.dispatch().then(() => ({ status: 0, body: null })),
      () => demo.server.clock.advance({ minutes: 2 }).then(() => ({ status: 0, body: null })),
    ];
    const statuses = new Map<number, number>();
    for (let turn = 0; turn < 300; turn += 1) {
      const { status, body } = await pick(acts)();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status >= 500) throw new Error(`turn ${turn}: ${JSON.stringify(body)}`);
      expect({ turn, wrong: await illegal() }).toEqual({ turn, wrong: [] });
    }
    // Reads did change hands, and rules did refuse.
    expect(seen.size).toBeGreaterThan(20);
    expect(statuses.get(409)).toBeGreaterThan(5);
  }, 120_000);

  it('whoever a round weighs for what waits is whom the plain rules let pass once they hold nothing', async () => {
    await demo.dispatch();
    const now = await demo.server.database.transaction(systemScope, (tx) => tx.now());
    const snapshot = demo.server.app.get(NetworkDirectory).snapshot();
    const present = [...snapshot.readers.values()];
    const waiting = demo.server.app.get(WaitingRoom).everything();
    const weighed = waiting.map((each) => demo.server.app.get(Candidates).of(each, present, now));
    const passing = waiting.map(({ study, read, reads }) => {
      const asked = { read: readFactsOf(study, read, reads, snapshot), stage: 'offer' as const, now };
      const relations = relationsOf(snapshot, study.healthSystemId);
      return present.filter((reader) => failedRules({ ...asked, reader, relations }).length === 0);
    });
    expect(weighed.map((each) => each.map(({ readerId }) => readerId))).toEqual(
      passing.map((each) => each.map(({ reader }) => reader.id)),
    );
    expect(waiting.length).toBeGreaterThan(5);
    expect(passing.flat().length).toBeGreaterThan(0);
    expect(passing.flat().length).toBeLessThan(waiting.length * present.length);
  });

  it('every accepted study has an owner queue, or an exception that people see', async () => {
    const orphans = await demo.server.asOwner(
      `select r.id from read r where r.state <> 'cancelled' and jsonb_array_length(r.ladder) = 0
         and not exists (select from event e where e.read_id = r.id and e.type = 'read.uncovered')`,
    );
    expect(orphans).toEqual([]);
    const unplanned = await demo.server.asOwner(
      'select s.id from study s where not exists (select from read r where r.study_id = s.id)',
    );
    expect(unplanned).toEqual([]);
  });
});

describe('two readers who take the same read at once', () => {
  let demo: DemoServer;
  afterAll(() => demo.close());

  it('are one who has it and one who is told that it is taken', async () => {
    demo = await startDemoServer();
    const mercy = await demo.as('imaging@mercy.example');
    const both = [await demo.signOn('Grace Okafor'), await demo.signOn('Hannah Weiss')];
    for (let turn = 0; turn < 12; turn += 1) {
      const { reads } = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north' }));
      const { id } = reads[0]!;
      const answers = await Promise.all(
        both.map(({ token }) => demo.server.call<Problem>('POST', `/reads/${id}/accept`, { token: token() })),
      );
      const told = answers.map(({ status, body }) => (status === 200 ? '200' : `${status} ${body.code}`)).sort();
      expect(told).toEqual(['200', '409 read/taken']);
      const [holder] = both.filter((_, index) => answers[index]!.status === 200);
      await holder!.client.reads.release(asId(id), { reason: 'the next turn' });
      const other = both.find((each) => each !== holder)!;
      await other.client.reads.accept(id, {});
      await other.client.reads.release(id, { reason: 'the next turn' });
    }
  });
});
