import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Duty, Study } from '@overread/wire';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

describe('somebody must be told', () => {
  let demo: DemoServer;
  let mercy: DemoPerson;
  let admin: DemoPerson;
  let grace: DemoPerson;
  let others: DemoPerson;
  beforeAll(async () => {
    demo = await startDemoServer();
    mercy = await demo.as('imaging@mercy.example');
    admin = await demo.as('admin@overread.example');
    grace = await demo.signOn('Grace Okafor');
    others = await demo.as('imaging@harbour.example');
  }, 120_000);
  afterAll(() => demo.close());

  const requester = { name: 'Dr Emre Ward', phone: '+1-555-0100' };
  /** Given to a reader, who opens it. */
  const open = async ({ client, readerId }: DemoPerson, readId: string) => {
    await admin.client.reads.assign(readId, { readerId: readerId!, reason: 'The story' });
    await client.reads.accept(readId, {});
    await client.reads.open(readId, {});
  };
  const owed = async (study: Study, kind: Duty['kind']) => {
    const { items } = await mercy.client.duties.ofStudy(study.id);
    return items.filter((duty) => duty.kind === kind);
  };
  const advance = async (minutes: number) => {
    await demo.server.clock.advance({ minutes });
    await demo.escalateDuties();
  };

  it('of a final that contradicts the preliminary: escalated until a clinician knows by name, then closed', async () => {
    const study = await mercy.client.studies.submit(
      studyBody({ facility: 'mercy-south', payer: 'medicare', requester }),
    );
    const [first, last] = ['preliminary', 'final'].map((issues) => study.reads.find((read) => read.issues === issues));
    const offshore = await demo.signOn('Priya Raman');
    await open(offshore, first!.id);
    await offshore.client.reads.preliminary(first!.id, reportBody());
    await open(grace, last!.id);
    await grace.client.reads.final(last!.id, reportBody({ impression: 'Bleed.', conclusion: 'actionable' }));

    const [duty] = await owed(study, 'discrepancy');
    expect(duty).toMatchObject({ owedTo: 'clinician', to: { name: 'Dr Emre Ward' }, targetMinutes: 30, state: 'open' });
    const tried = { channel: 'phone', person: 'Dr Emre Ward', outcome: 'not-reached' } as const;
    await grace.client.duties.attempt(duty!.id, tried);
    await advance(29);
    expect(await demo.happened(study.id, 'discrepancy.escalated')).toEqual([]);
    await advance(2);
    await advance(30);
    const steps = await demo.happened(study.id, 'discrepancy.escalated', 'data');
    expect(steps.map(({ to }) => to)).toEqual(['facility', 'reading-group']);

    await expect(others.client.duties.acknowledge(duty!.id, { name: 'Anybody' })).rejects.toMatchObject({
      status: 404,
    });
    const known = await mercy.client.duties.acknowledge(duty!.id, { name: 'Dr Noor Haddad', role: 'on call' });
    expect(known).toMatchObject({
      state: 'acknowledged',
      acknowledgement: { name: 'Dr Noor Haddad', role: 'on call' },
    });
    await advance(180);
    expect(await demo.happened(study.id, 'discrepancy.escalated')).toHaveLength(2);
    const closed = await mercy.client.duties.close(duty!.id, { outcome: 'Patient called back', patientLeft: true });
    expect(closed).toMatchObject({ state: 'closed', patientLeft: true });
    const { items } = await mercy.client.studies.timeline(study.id);
    expect(items.flatMap(({ milestone }) => milestone ?? [])).toEqual(
      expect.arrayContaining(['discrepancy-found', 'discrepancy-acknowledged']),
    );
  });

  it('of a result of the wrong patient: withdrawn, read anew, and told again to whoever had heard it', async () => {
    const reader = grace;
    const study = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north', requester }));
    const [read] = study.reads;
    await open(reader, read!.id);
    const verbal = { to: { name: 'Nurse Kim' }, impression: 'Bleed', conclusion: 'critical' } as const;
    await reader.client.reads.verbal(read!.id, verbal);
    await reader.client.reads.final(read!.id, reportBody({ conclusion: 'critical' }));
    expect(await owed(study, 'critical-result')).toMatchObject([{ to: { name: 'Nurse Kim' }, state: 'open' }]);

    const reason = 'Images of another patient';
    const withdrawn = await reader.client.duties.retract(read!.id, { kind: 'wrong-patient', reason });
    expect(await mercy.client.studies.get(study.id)).toMatchObject({ state: 'retracted' });
    expect(await owed(study, 'critical-result')).toMatchObject([{ state: 'closed' }]);
    const notices = await owed(study, 'retraction');
    expect(new Set(notices.map(({ to }) => to?.name))).toEqual(new Set(['Nurse Kim', 'Dr Emre Ward']));

    await open(reader, withdrawn.replacement!.id);
    await reader.client.reads.final(withdrawn.replacement!.id, reportBody({ impression: 'Normal.' }));
    expect(await mercy.client.studies.get(study.id)).toMatchObject({ state: 'final' });
    for (const notice of notices) {
      await mercy.client.duties.acknowledge(notice.id, { name: notice.to!.name });
      await mercy.client.duties.close(notice.id, { outcome: 'Told of the right result' });
    }
    const { items: open_ } = await mercy.client.duties.list();
    expect(open_.filter(({ studyId }) => studyId === study.id)).toEqual([]);
    const { items } = await mercy.client.studies.reports(study.id);
    expect(items.map(({ flags, kind }) => [kind, flags.includes('retracted')])).toEqual([
      ['verbal', true],
      ['final', true],
      ['final', false],
    ]);
  });
});
