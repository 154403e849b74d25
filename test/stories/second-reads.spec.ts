import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Study } from '@overread/wire';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

const push = { mode: 'push' } as const;

/** Outpatient MR is read twice in the demo network: by whoever the dispatcher finds, each without knowing of the other. */
describe('a study that is read twice', () => {
  let demo: DemoServer;
  let mercy: DemoPerson;
  let readers: DemoPerson[];
  let study: Study;
  beforeAll(async () => {
    demo = await startDemoServer();
    mercy = await demo.as('imaging@mercy.example');
    const readsMr = demo.facts.users.filter(
      ({ role, country, modalityFamilies }) =>
        role === 'reader' && (country === 'US' || country === 'CA') && modalityFamilies?.includes('MR'),
    );
    readers = await Promise.all(readsMr.slice(0, 3).map(({ email }) => demo.signOn(email, push)));
    study = await mercy.client.studies.submit(
      studyBody({
        facility: 'mercy-imaging',
        modalities: ['MR'],
        bodyPart: 'KNEE',
        description: 'MR KNEE',
        ...OUTPATIENT,
      }),
    );
  }, 60_000);
  afterAll(() => demo.close());

  const OUTPATIENT = { patientClass: 'outpatient', priority: 'routine' } as const;
  const now = async (): Promise<Study> => (await demo.as('administrator')).client.studies.get(study.id);
  const readOf = async (purpose: string) => (await now()).reads.find((read) => read.purpose === purpose)!;
  const holderOf = async (purpose: string): Promise<DemoPerson> => {
    const { reader } = await readOf(purpose);
    return readers.find(({ readerId }) => readerId === reader?.id)!;
  };
  /** Has the read offered, accepted, opened and signed by whoever the dispatcher chose. */
  const readBy = async (purpose: string, conclusion: 'normal' | 'actionable'): Promise<DemoPerson> => {
    await demo.dispatch();
    const holder = await holderOf(purpose);
    const { id } = await readOf(purpose);
    await holder.client.reads.accept(id, {});
    await holder.client.reads.open(id, {});
    await holder.client.reads.final(id, reportBody({ conclusion, impression: `As ${holder.user.name} saw it.` }));
    return holder;
  };
  let first: DemoPerson;
  let second: DemoPerson;

  it('has its second read offered to another reader, who sees nothing of the first', async () => {
    first = await readBy('primary', 'normal');
    expect((await now()).state).toBe('final');
    await demo.dispatch();
    second = await holderOf('secondary');
    expect(second.readerId).not.toBe(first.readerId);
    const seen = JSON.stringify([await second.client.studies.get(study.id), await second.client.work.worklist()]);
    await expect(second.client.studies.reports(study.id)).rejects.toMatchObject({ status: 403 });
    expect(seen).not.toContain(first.user.name);
    expect(seen).not.toContain(first.readerId);
  });

  it('keeps a second read of a final study in the dispatcher’s hands, behind work that patients wait for', async () => {
    const { id } = await readOf('secondary');
    await second.client.reads.decline(id, { code: 'fatigue' });
    // Whoever did the first read may not do the second: only the third reader is left, and STAT work goes first.
    const others = readers.filter((each) => each !== first && each !== second);
    for (const each of [first, second]) await each.client.work.signOff((await demo.sessionOf(each)).id);
    const stat = await mercy.client.studies.submit(
      studyBody({ facility: 'mercy-imaging', modalities: ['MR'], bodyPart: 'BRAIN', description: 'MR BRAIN' }),
    );
    await demo.dispatch();
    const statRead = (await mercy.client.studies.get(stat.id)).reads[0]!;
    expect([statRead.state, (await readOf('secondary')).state]).toEqual(['assigned', 'queued']);
    const [third] = others as [DemoPerson];
    await third.client.reads.accept(statRead.id, {});
    await third.client.reads.open(statRead.id, {});
    await third.client.reads.final(statRead.id, reportBody());
    await demo.dispatch();
    expect(await readOf('secondary')).toMatchObject({ state: 'assigned', reader: { id: third.readerId } });
  });

  it('tells the clinician’s side at once that the two differ, and the report of concordance counts the pair', async () => {
    second = await readBy('secondary', 'actionable');
    const [duty] = (await mercy.client.duties.ofStudy(study.id)).items;
    expect(duty).toMatchObject({ kind: 'discrepancy', source: 'second-read', owedTo: 'clinician', state: 'open' });
    expect(JSON.stringify(duty)).not.toContain(second.user.name);
    const { client } = await demo.as('administrator');
    const period = { from: '2026-11-22T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z' };
    const [row] = (await client.analytics.concordance({ ...period, by: 'modalityFamily' })).items;
    expect(row).toMatchObject({ key: { modalityFamily: 'MR' }, mode: 'blind', n: 1, agreement: 0, belowMinimum: true });
    expect((await mercy.client.studies.reports(study.id)).items.map(({ kind }) => kind)).toEqual(['final']);
  });
});
