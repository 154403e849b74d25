import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, Study } from '@overread/wire';
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

const patient = { id: 'MRN-TWICE', issuer: 'MERCY', name: { family: 'Doe', given: 'Jane' }, birthDate: '1950-01-31' };
const submit = (changes: Parameters<typeof studyBody>[0] = {}, by = mercy) =>
  by.client.studies.submit(studyBody({ facility: 'mercy-north', patient, ...changes }));
/** An order whose images have not come: without a Study Instance UID. */
const ordered = (changes: Parameters<typeof studyBody>[0] = {}) =>
  submit({ studyInstanceUid: null, images: null, ...changes });
const ask = (by: DemoPerson, id: string, command: string, body: object, headers: Record<string, string> = {}) =>
  demo.server.call<Study & Problem>('POST', `/studies/${id}/${command}`, { token: by.token(), body, headers });
const link = (from: Study, to: Study, by = mercy) =>
  ask(by, from.id, 'link', { studyId: to.id, reason: 'one-examination' });
const merge = (one: Study, other: Study, by = mercy) =>
  ask(by, one.id, 'merge', { studyId: other.id, reason: 'order-met-images' });
const signed = async (study: Study) => {
  const [read] = study.reads;
  await grace.client.reads.accept(read?.id ?? '', {});
  await grace.client.reads.open(read?.id ?? '', {});
  return grace.client.reads.final(read?.id ?? '', reportBody());
};

describe('linked studies', () => {
  it('are read once: state, reads, clocks and the report are the leader’s, against every order', async () => {
    const [chest, head] = [await submit({ accessionNumber: 'LINK-1' }), await submit({ accessionNumber: 'LINK-2' })];
    const linked = await link(chest, head);
    expect(linked.body).toMatchObject({ id: chest.id, linkedTo: head.id, state: 'ready' });
    expect(linked.body.reads.map(({ studyId }) => studyId)).toEqual(head.reads.map(() => head.id));
    expect(linked.body.clocks.map(({ id }) => id)).toEqual(head.clocks.map(({ id }) => id));
    await signed(head);
    expect(await mercy.client.studies.get(chest.id)).toMatchObject({ state: 'final', clocks: [{ state: 'met' }] });
    const [[ofChest], [ofHead]] = [
      (await mercy.client.studies.reports(chest.id)).items,
      (await mercy.client.studies.reports(head.id)).items,
    ];
    expect(ofChest?.id).toBe(ofHead?.id);
    const text = await demo.server.call<string>('GET', `/studies/${chest.id}/reports`, {
      token: mercy.token(),
      headers: { accept: 'text/plain' },
    });
    expect(String(text.body)).toMatch(/LINK-1[\s\S]*LINK-2/);
    const ready = await mercy.client.studies.list({ state: 'ready', accessionNumber: 'LINK-1' });
    expect(ready.items).toEqual([]);
  });

  it('are seen by the group that reads them, and by no other, until they are split', async () => {
    const [chest, head] = [await submit({ facility: 'mercy-east' }), await submit()];
    const groups = async ({ id }: Study) =>
      (
        await demo.server.asOwner<{ g: string }>(
          'select grantee as g from study_access where study_id = $1 order by 1',
          [id],
        )
      ).map(({ g }) => g);
    const own = await groups(chest);
    await link(chest, head);
    expect(await groups(chest)).toEqual(await groups(head));
    await grace.client.reads.accept(head.reads[0]?.id ?? '', {});
    expect((await grace.client.studies.get(chest.id)).linkedTo).toBe(head.id);
    expect(await groups(chest)).toEqual(await groups(head));
    await grace.client.reads.release(head.reads[0]?.id ?? '', { reason: 'not mine' });
    expect(await groups(chest)).toEqual(await groups(head));
    const split = await ask(mercy, chest.id, 'split', { reason: 'linked-in-error' });
    expect(split.body).toMatchObject({ linkedTo: null, state: 'ready', clocks: [{ state: 'running' }] });
    expect(split.body.reads.filter(({ state }) => state === 'queued').map(({ studyId }) => studyId)).toEqual([
      chest.id,
    ]);
    expect(await groups(chest)).toEqual(own);
  });

  it('do not lead in a circle, whoever is first', async () => {
    for (let round = 0; round < 3; round++) {
      const [one, other] = [await submit(), await submit()];
      const both = await Promise.all([link(one, other), link(other, one)]);
      expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    }
  });

  it('are of one health system: what is another’s does not exist, not even for the network', async () => {
    const [own, theirs] = [await submit(), await submit({ facility: 'harbour-infirmary' }, harbour)];
    const administrator = { ...mercy, token: () => demo.server.administrator.token };
    for (const by of [mercy, harbour, administrator]) {
      expect((await link(own, theirs, by)).status).toBe(404);
      expect((await merge(own, theirs, by)).status).toBe(404);
    }
    expect((await link(own, await submit(), grace)).status).toBe(404);
  });

  it('respect the version that was read, and come once for an Idempotency-Key', async () => {
    const [one, other] = [await submit(), await submit()];
    const body = { studyId: other.id, reason: 'read-together' };
    expect((await ask(mercy, one.id, 'link', body, { 'if-match': '"v99"' })).status).toBe(412);
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all([1, 2].map(() => ask(mercy, one.id, 'link', body, headers)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await demo.happened(one.id, 'study.linked')).toHaveLength(1);
  });
});

describe('orders split off', () => {
  it('are a study of their own, with a plan and found by its accession number', async () => {
    const orders = [{ accessionNumber: 'SPLIT-1' }, { accessionNumber: 'SPLIT-2' }];
    const study = await submit({ accessionNumber: 'SPLIT-1', orders });
    const { body } = await ask(mercy, study.id, 'split', {
      accessionNumbers: ['SPLIT-2'],
      reason: 'separate-examinations',
    });
    expect(body).toMatchObject({
      accessionNumber: 'SPLIT-2',
      state: 'ready',
      reads: [{ state: 'queued' }],
      clocks: [{}],
    });
    expect(body.id).not.toBe(study.id);
    const found = (await mercy.client.studies.list({ accessionNumber: 'SPLIT-2' })).items.map(({ id }) => id);
    expect(found).toEqual([body.id]);
    expect(await demo.happened(body.id, 'study.split', 'data')).toMatchObject([{ from: study.id }]);
    expect((await ask(mercy, study.id, 'split', { accessionNumbers: ['SPLIT-1'], reason: 'other' })).status).toBe(422);
  });
});

describe('merged studies', () => {
  it('are one: the order’s urgency, orders and accession number are those of the images, the other points there', async () => {
    const order = await ordered({ accessionNumber: 'MERGE-1', priority: 'critical', clinicalIndication: 'fall' });
    const images = await submit({
      accessionNumber: null,
      priority: 'routine',
      patientClass: 'outpatient',
      clinicalIndication: null,
    });
    const merged = await merge(order, images);
    expect(merged.body).toMatchObject({
      id: images.id,
      accessionNumber: 'MERGE-1',
      priority: 'critical',
      clinicalIndication: 'fall',
      state: 'ready',
    });
    expect(await mercy.client.studies.get(order.id)).toMatchObject({ state: 'cancelled', mergedInto: images.id });
    const again = await ordered({
      accessionNumber: 'MERGE-1',
      priority: 'critical',
      clinicalIndication: 'fall from a roof',
    });
    expect([again.id, again.outcome]).toEqual([images.id, 'updated']);
    expect((await ask(mercy, order.id, 'hold', { reason: 'order-mismatch' })).body.code).toBe('study/merged');
  });

  it('the other way round at the same time merge once and wait for nobody', async () => {
    for (let round = 0; round < 5; round++) {
      const [order, images] = [await ordered(), await submit({ accessionNumber: null })];
      const both = await Promise.all([merge(order, images), merge(images, order)]);
      expect(both.map(({ status, body }) => [status, body.id])).toEqual([
        [200, images.id],
        [200, images.id],
      ]);
      expect(await demo.happened(order.id, 'study.merged')).toHaveLength(1);
    }
  });

  it('are not two sets of images, nor of two patients', async () => {
    expect((await merge(await submit(), await submit())).body.code).toBe('merge/two-sets-of-images');
    const other = await submit({ accessionNumber: null, patient: { ...patient, id: `MRN-${randomUUID()}` } });
    expect((await merge(await ordered(), other)).body.code).toBe('merge/other-patient');
  });
});
