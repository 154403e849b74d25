import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FairnessService } from '../../libs/features/src/dispatch/fairness/fairness.service.js';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

const push = { mode: 'push' } as const;

describe('fairness in the choice of a reader', () => {
  let demo: DemoServer;
  let mercy: DemoPerson;
  beforeEach(async () => {
    demo = await startDemoServer();
    mercy = await demo.as('imaging@mercy.example');
  });
  afterEach(() => demo.close());

  const submit = async (changes: Parameters<typeof studyBody>[0] = {}) => {
    const study = await mercy.client.studies.submit(
      studyBody({ facility: 'mercy-north', priority: 'urgent', ...changes }),
    );
    return { id: study.id, readId: study.reads[0]!.id };
  };
  const offered = async (studyId: string) => (await mercy.client.studies.get(studyId)).reads[0]!.reader?.id ?? null;
  const readIt = async ({ client }: DemoPerson, readId: string) => {
    await client.reads.accept(readId, {});
    await client.reads.open(readId, {});
    await client.reads.final(readId, reportBody());
  };
  const decision = async (studyId: string) => {
    const admin = await demo.as('admin@overread.example');
    return (await admin.client.studies.explanation(studyId)).reads[0]!.decisions.at(-1)!;
  };
  const refresh = () => demo.server.app.get(FairnessService, { strict: false }).refresh();

  it('gives the next read to who has read less for the time they were on, also in another session', async () => {
    const grace = await demo.signOn('Grace Okafor', push);
    for (let turn = 0; turn < 4; turn += 1) {
      const { readId } = await submit();
      await demo.dispatch();
      await readIt(grace, readId);
      await demo.server.clock.advance({ minutes: 20 });
    }
    const session = await demo.sessionOf(grace);
    await grace.client.send('DELETE', `/api/v1/reading-sessions/${session.id}`);
    await demo.server.clock.advance({ hours: 3 });
    // Who is back first would be first by turn.
    await demo.signOn('Grace Okafor', push);
    await demo.server.clock.advance({ minutes: 5 });
    const hannah = await demo.signOn('Hannah Weiss', push);
    await demo.server.clock.advance({ minutes: 5 });
    await refresh();
    const { id } = await submit({ bodyPart: 'CHEST', description: 'CT CHEST' });
    await demo.dispatch();
    expect(await offered(id)).toBe(hannah.readerId);
    const { candidates, margin } = await decision(id);
    expect(candidates.find(({ readerId }) => readerId === grace.readerId)?.terms['balance']).toBeGreaterThan(0);
    expect(margin?.byTerm['balance']).toBeGreaterThan(0);
  });

  it('goes on with the reader of the prior', async () => {
    const patient = { id: 'SAME', issuer: 'MERCY', birthDate: '1950-01-31' };
    const hannah = await demo.signOn('Hannah Weiss', push);
    const prior = await submit({ patient });
    await demo.dispatch();
    await readIt(hannah, prior.readId);
    await demo.server.clock.advance({ hours: 1 });
    // Idle for longer, but a stranger to the patient.
    const grace = await demo.signOn('Grace Okafor', push);
    const { id } = await submit({ patient, bodyPart: 'ABDOMEN', description: 'CT ABDOMEN' });
    await demo.dispatch();
    expect(await offered(id)).toBe(hannah.readerId);
    const { candidates } = await decision(id);
    expect(candidates[0]?.terms['continuity']).toBeLessThan(0);
    expect(candidates.find(({ readerId }) => readerId === grace.readerId)?.terms['continuity'] ?? 0).toBe(0);
  });

  it('gives the body regions of one trauma patient to several readers', async () => {
    const patient = { id: 'TRAUMA', issuer: 'MERCY', birthDate: '1980-01-31' };
    const trauma = { patient, priority: 'critical', protocol: 'trauma' } as const;
    const [grace, hannah] = [await demo.signOn('Grace Okafor', push), await demo.signOn('Hannah Weiss', push)];
    const head = await submit(trauma);
    await demo.dispatch();
    const first = (await offered(head.id)) === grace.readerId ? grace : hannah;
    await readIt(first, head.readId);
    const abdomen = await submit({ ...trauma, bodyPart: 'ABDOMEN', description: 'CT ABDOMEN' });
    await demo.dispatch();
    expect(await offered(abdomen.id)).not.toBe(first.readerId);
    const { candidates } = await decision(abdomen.id);
    expect(candidates.find(({ readerId }) => readerId === first.readerId)?.terms['spread']).toBeGreaterThan(0);
  });

  it('puts what is like the read before a little ahead in a reader’s own order, and decisions replay with it', async () => {
    const grace = await demo.signOn('Grace Okafor');
    await submit();
    const taken = (await grace.client.work.next())!;
    await grace.client.reads.open(taken.read.id, {});
    await grace.client.reads.final(taken.read.id, reportBody());
    const other = await submit({ bodyPart: 'CHEST', description: 'CT CHEST' });
    const alike = await submit();
    const next = (await grace.client.work.next())!;
    expect([alike.readId, other.readId]).toContain(next.read.id);
    const { candidates, id } = await decision(next.study.id);
    const terms = candidates.map(({ terms: own }) => own['batch'] ?? 0);
    expect(Math.max(...terms)).toBeGreaterThan(0);
    const auditor = await demo.as('auditor');
    expect(await auditor.client.studies.replay(next.study.id, id)).toMatchObject({ same: true });
  });
});
