import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MergedPatients, Problem, Study } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

let demo: DemoServer;
let mercy: DemoPerson;
let harbour: DemoPerson;
let grace: DemoPerson;
beforeAll(async () => {
  demo = await startDemoServer();
  [mercy, harbour] = [await demo.as('imaging@mercy.example'), await demo.as('imaging@harbour.example')];
  grace = await demo.signOn('Grace Okafor');
});
afterAll(() => demo.close());

let made = 0;
const person = (family: string) => ({
  id: `ID-${++made}`,
  issuer: 'MERCY',
  name: { family, given: 'A' },
  birthDate: '1950-01-31',
});
const submit = (patient = person('Doe'), by = mercy) =>
  by.client.studies.submit(studyBody({ facility: by === mercy ? 'mercy-north' : 'harbour-infirmary', patient }));
const correct = (study: { id: string }, body: object, by = mercy, headers: Record<string, string> = {}) =>
  demo.server.call<Study & Problem>('POST', `/studies/${study.id}/correct-identity`, {
    token: by.token(),
    headers,
    body: { reason: 'wrong-patient', ...body },
  });
const merge = (from: { id: string }, into: { id: string }, by = mercy, more: object = {}) =>
  demo.server.call<MergedPatients & Problem>('POST', '/patients/merge', {
    token: by.token(),
    body: {
      from: { id: from.id, issuer: 'MERCY' },
      into: { id: into.id, issuer: 'MERCY' },
      reason: 'registered-twice',
      ...more,
    },
  });
const kept = (study: { id: string }) =>
  demo.server.asOwner<{ kind: string; former: { family: string }; corrected_by_name: string }>(
    'select kind, former, corrected_by_name from identity_correction where $1 = any (study_ids) order by at',
    [study.id],
  );

describe('correct-identity', () => {
  it('moves a study to the right patient; who it was is kept, and nobody is named in the log', async () => {
    const [wrong, right] = [person('Wrong'), person('Right')];
    const [study] = [await submit(wrong), await submit(right)];
    const moved = await correct(study, { patient: { id: right.id }, note: 'wristband of Right' });
    expect(moved.body).toMatchObject({
      patient: { id: right.id, name: { family: 'Right' } },
      identityUnconfirmed: false,
    });
    expect(await kept(study)).toMatchObject([
      { kind: 'moved', former: { family: 'Wrong' }, corrected_by_name: mercy.user.name },
    ]);
    const log = JSON.stringify(await demo.happened(study.id, '', 'data'));
    expect(log).not.toMatch(/Wrong|Right|ID-/);
    const looks = await demo.server.asOwner<{ reason: string }>(
      `select reason from access_log where study_id = $1 and action = 'study.correct'`,
      [study.id],
    );
    expect(looks).toEqual([{ reason: 'wrong-patient: wristband of Right' }]);
  });

  it('makes a patient nobody has heard of, and mends the demographics of one who is known', async () => {
    const study = await submit();
    const fresh = { id: `NEW-${randomUUID()}`, name: { family: 'Found', given: 'Ann' }, sex: 'F' };
    expect((await correct(study, { patient: fresh })).body.patient).toMatchObject({ name: { family: 'Found' } });
    const mended = await correct(study, {
      patient: { id: fresh.id, birthDate: '1961-02-03' },
      reason: 'demographics-wrong',
    });
    expect(mended.body.patient).toMatchObject({ name: { family: 'Found' }, birthDate: '1961-02-03' });
    expect((await kept(study)).map(({ kind }) => kind)).toEqual(['moved', 'demographics']);
  });

  it('is refused under a report that is out for the wrong patient, until it is retracted', async () => {
    const critical = { facility: 'mercy-north', patient: person('Doe'), priority: 'critical' as const };
    const study = await mercy.client.studies.submit(studyBody(critical));
    const readId = study.reads[0]?.id ?? '';
    await grace.client.reads.accept(readId, {});
    await grace.client.reads.open(readId, {});
    await grace.client.reads.final(readId, reportBody());
    const refused = await correct(study, { patient: person('Right') });
    expect(refused.body).toMatchObject({ status: 409, code: 'identity/report-issued' });
    const mended = await correct(study, {
      patient: { ...person('Doe'), id: study.patient?.id, birthDate: '1949-01-31' },
    });
    expect(mended.status).toBe(200);
    const [report] = (await mercy.client.studies.reports(study.id)).items;
    expect(report).toMatchObject({
      flags: expect.arrayContaining(['identity-corrected']),
      impression: 'Normal study.',
    });
  });

  it('is the health system’s own or the network’s, with the version that was read, once for a key', async () => {
    const study = await submit();
    const body = { patient: person('Right') };
    expect((await correct(study, body, harbour)).status).toBe(404);
    expect((await correct(study, body, grace)).status).toBe(404);
    expect((await correct(study, body, mercy, { 'if-match': '"v99"' })).status).toBe(412);
    const headers = { 'idempotency-key': randomUUID() };
    await Promise.all([1, 2].map(() => correct(study, body, mercy, headers)));
    expect(await kept(study)).toHaveLength(1);
  });
});

describe('merged patients', () => {
  it('are one: studies follow, and what comes under the old number is theirs', async () => {
    const [old, current] = [person('Maiden'), person('Married')];
    const study = await submit(old);
    await submit(current);
    expect((await merge(old, current)).body).toEqual({ patient: { id: current.id, issuer: 'MERCY' }, studies: 1 });
    expect((await mercy.client.studies.get(study.id)).patient?.id).toBe(current.id);
    expect((await kept(study)).map(({ kind, former }) => [kind, former.family])).toEqual([
      ['patient-merged', 'Maiden'],
    ]);
    expect(await demo.happened(study.id, 'patient.merged')).toHaveLength(1);
    const later = await submit(old);
    expect(later.patient?.id).toBe(current.id);
    expect((await merge(old, current)).body.studies).toBe(0);
    const body = { ...studyBody({ facility: 'mercy-north', patient: old }), studyInstanceUid: study.studyInstanceUid };
    expect((await mercy.client.studies.submit({ ...body, accessionNumber: study.accessionNumber })).id).toBe(study.id);
  });

  it('never go in a circle, whichever way two ask at once', async () => {
    for (let round = 0; round < 4; round++) {
      const [one, other] = [person('One'), person('Other')];
      await Promise.all([submit(one), submit(other)]);
      const both = await Promise.all([merge(one, other), merge(other, one)]);
      expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    }
  });

  it('are of one health system, and not a reader’s to merge', async () => {
    const [one, other] = [person('One'), person('Other')];
    await Promise.all([submit(one), submit(other)]);
    expect((await merge(one, other, harbour)).status).toBe(404);
    expect((await merge(one, other, grace)).status).toBe(403);
    expect((await merge(one, person('Nobody'))).status).toBe(404);
    const administrator = { ...mercy, token: () => demo.server.administrator.token };
    expect((await merge(one, other, administrator)).body).toMatchObject({ status: 422 });
    const { healthSystemId } = await submit(one);
    expect((await merge(one, other, administrator, { healthSystemId })).status).toBe(200);
  });
});
