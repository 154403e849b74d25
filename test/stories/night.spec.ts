import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Read, Study } from '@overread/wire';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

/** 00:58 in Houston, a Sunday. */
describe('a night in the life of the demo network', () => {
  let demo: DemoServer;
  let mercy: DemoPerson;
  beforeAll(async () => {
    demo = await startDemoServer();
    mercy = await demo.as('imaging@mercy.example');
  });
  afterAll(() => demo.close());

  const open = (study: Study, issues: Read['issues']) => study.reads.find((read) => read.issues === issues)!;
  const onlyRead = (study: Study) => {
    expect(study.reads).toHaveLength(1);
    return study.reads[0]!;
  };
  /** Takes the next read, which must be this one, opens it and signs it. */
  const readNext = async ({ client }: DemoPerson, readId: string, sign: 'preliminary' | 'final', text = {}) => {
    const next = await client.work.next();
    expect(next?.read.id).toBe(readId);
    await client.reads.open(readId, {});
    await client.reads.imagesOpened(readId, {});
    return client.reads[sign](readId, reportBody(text));
  };
  const milestones = async (studyId: string) => {
    const { items } = await mercy.client.studies.timeline(studyId);
    return items.flatMap(({ milestone }) => milestone ?? []);
  };

  it('a stroke CT is critical, taken first, and final before its deadline', async () => {
    const grace = await demo.signOn('Grace Okafor');
    const routine = await mercy.client.studies.submit(studyBody({ priority: 'routine', patientClass: 'inpatient' }));
    await demo.server.clock.advance({ minutes: 1 });
    const stroke = await mercy.client.studies.submit(studyBody({ protocol: 'stroke', priority: 'stat' }));
    expect(stroke).toMatchObject({
      requestedPriority: 'stat',
      priority: 'critical',
      protocol: 'stroke',
      state: 'ready',
    });
    const read = onlyRead(stroke);
    expect(new Date(stroke.eta!).getTime()).toBeGreaterThan(new Date(stroke.receivedAt).getTime());
    await demo.server.clock.advance({ minutes: 2 });
    const next = await grace.client.work.next();
    expect(next?.read).toMatchObject({ id: read.id, tier: 'onshore', state: 'in-progress' });
    await grace.client.reads.open(read.id, {});
    expect(await mercy.client.studies.get(stroke.id)).toMatchObject({ state: 'reading' });
    const told = { to: { name: 'Dr Ada Byrd' }, impression: 'No bleed', conclusion: 'not-actionable' as const };
    await grace.client.reads.verbal(read.id, told);
    await demo.server.clock.advance({ minutes: 6 });
    const signed = await grace.client.reads.final(read.id, reportBody({ conclusion: 'critical' }));
    expect(signed.report).toMatchObject({ kind: 'final', conclusion: 'critical' });
    const final = await mercy.client.studies.get(stroke.id);
    expect(final).toMatchObject({ state: 'final', eta: null });
    expect(final.clocks).toEqual([expect.objectContaining({ name: 'critical final', state: 'met', netMinutes: 8 })]);
    expect(await milestones(stroke.id)).toEqual(
      expect.arrayContaining(['case-complete', 'assigned', 'opened', 'verbal-result', 'final']),
    );
    await readNext(grace, onlyRead(routine).id, 'final');
  });

  it('a Medicare study at mercy-south has its preliminary from Sydney and an independent final onshore', async () => {
    const study = await mercy.client.studies.submit(studyBody({ facility: 'mercy-south', payer: 'medicare' }));
    const [preliminary, final] = [open(study, 'preliminary'), open(study, 'final')];
    expect(final.independent).toBe(true);
    const sydney = await demo.signOn('Priya Raman');
    expect((await readNext(sydney, preliminary.id, 'preliminary')).report.kind).toBe('preliminary');
    expect(await mercy.client.studies.get(study.id)).toMatchObject({ state: 'preliminary' });
    expect(await sydney.client.work.next()).toBeNull();
    await demo.dispatch();
    const hannah = await demo.signOn('Hannah Weiss');
    await readNext(hannah, final.id, 'final');
    const done = await mercy.client.studies.get(study.id);
    expect(done.state).toBe('final');
    expect(done.reads.map(({ tier, issues, state }) => [issues, tier, state])).toEqual([
      ['preliminary', 'offshore', 'completed'],
      ['final', 'onshore', 'completed'],
    ]);
    const { items: reports } = await mercy.client.studies.reports(study.id);
    expect(reports.map(({ kind, author }) => [kind, author.name])).toEqual([
      ['preliminary', 'Dr Priya Raman'],
      ['final', 'Dr Hannah Weiss'],
    ]);
    const { items } = await mercy.client.studies.timeline(study.id);
    const types = items.map(({ type }) => type);
    expect(types.filter((type) => type === 'report.issued' || type === 'report.finalized')).toEqual([
      'report.issued',
      'report.finalized',
    ]);
    expect(items.every(({ actor, position }) => actor !== null && position !== null)).toBe(true);
  });

  it.each(['2026-11-22T07:30:00Z', '2026-11-22T18:00:00Z'])(
    'mercy-north has one onshore final, at %s as at any hour',
    async (at) => {
      await demo.server.clock.set(at);
      const study = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north', payer: 'medicare' }));
      expect(onlyRead(study)).toMatchObject({ issues: 'final', tier: 'onshore' });
      const daniel = await demo.signOn('Daniel Reyes');
      await readNext(daniel, onlyRead(study).id, 'final');
    },
  );

  it('a child is read by a pediatric radiologist', async () => {
    const patient = { id: 'KID1', issuer: 'MERCY', birthDate: '2020-05-01', sex: 'M' as const };
    const study = await mercy.client.studies.submit(studyBody({ patient, bodyPart: 'CHEST', modalities: ['CR'] }));
    expect(study.subspecialty).toBe('pediatric');
    const samuel = await demo.signOn('Samuel Boone');
    await readNext(samuel, onlyRead(study).id, 'final');
  });

  it('a PET/CT needs nuclear medicine and both modalities', async () => {
    const study = await mercy.client.studies.submit(
      studyBody({ modalities: ['PT', 'CT'], bodyPart: 'WHOLEBODY', description: 'PET CT WHOLE BODY' }),
    );
    expect(study).toMatchObject({ modalityFamily: 'PET', subspecialty: 'nuclear' });
    const { client } = await demo.as('admin@overread.example');
    const { reads } = await client.studies.explanation(study.id);
    const grace = await demo.as('Grace Okafor');
    const failed = reads[0]!.ineligible.find(({ readerId }) => readerId === grace.readerId)?.failed;
    expect(failed?.map(({ code }) => code)).toEqual(['modality', 'subspecialty']);
    expect(failed?.[0]?.fact).toContain('PT');
    expect(await grace.client.work.next()).toBeNull();
    await readNext(await demo.as('Samuel Boone'), onlyRead(study).id, 'final');
  });

  it('a British study is read from Britain', async () => {
    const harbour = demo.key('Harbour NHS Trust');
    const patient = { id: 'H1', issuer: 'HARBOUR', birthDate: '1961-03-04', sex: 'M' as const };
    const study = await harbour.studies.submit(studyBody({ facility: 'harbour-infirmary', patient, payer: 'nhs' }));
    const eleanor = await demo.signOn('Eleanor Shaw');
    await readNext(eleanor, onlyRead(study).id, 'final');
    expect((await harbour.studies.get(study.id)).state).toBe('final');
  });

  it('the night is in the turnaround the next morning', async () => {
    const { client } = await demo.as('admin@overread.example');
    const range = { from: '2026-11-22T00:00:00Z', to: '2026-11-23T00:00:00Z', by: 'tier' };
    const { items } = await client.analytics.turnaround(range);
    expect(items.find(({ key }) => key['tier'] === 'offshore')?.n).toBe(1);
    expect(items.find(({ key }) => key['tier'] === 'onshore')?.n).toBeGreaterThanOrEqual(6);
  });
});
