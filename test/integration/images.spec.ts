import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { LeaseKeeper } from '@overread/platform';
import { SettleImages } from '../../libs/features/src/intake/images/index.js';
import { imageFile, newUid, type SampleImage } from '../support/dicom-objects.js';
import { DicomWebPeer, valueOf } from '../support/dicom-web.js';

const varDir = mkdtempSync(path.join(os.tmpdir(), 'overread-images-'));
let demo: DemoServer;
let mercy: DicomWebPeer;

const keyOf = (name: string): string => demo.facts.apiKeys.find(({ healthSystem }) => healthSystem === name)?.key ?? '';
const peerOf = (token: string): DicomWebPeer => new DicomWebPeer(demo.server.url, token);
const studiesOf = (uid: string) =>
  demo.server.asOwner<Record<string, unknown>>(
    `select s.*, (select count(*)::int from image i where i.study_id = s.id) as images,
       (select count(*)::int from read r where r.study_id = s.id and r.state = 'queued') as reads
     from study s where study_instance_uid = $1`,
    [uid],
  );
const filesIn = (folder: string): string[] =>
  readdirSync(path.join(varDir, 'images', folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
const exceptionsOf = (instance: string) =>
  demo.server.asOwner<Record<string, unknown>>(
    `select code, door, study_id is not null as "hasStudy" from intake_exception where facts->>'sopInstanceUid' = $1`,
    [instance],
  );

beforeAll(async () => {
  demo = await startDemoServer({ config: { varDir } });
  mercy = peerOf(keyOf('Mercy Health'));
});
afterAll(async () => {
  await demo.close();
  rmSync(varDir, { recursive: true, force: true });
});

function series(study: string, count: number, image: Partial<SampleImage> = {}): Buffer[] {
  return Array.from({ length: count }, () => imageFile({ study, instance: newUid(), ...image }));
}

describe('images over STOW-RS', () => {
  it('make a study nobody announced, of the key’s facility, with its reads planned', async () => {
    const study = newUid();
    const answer = await mercy.stow(series(study, 3));
    expect(answer).toMatchObject({ status: 200, failed: [] });
    expect(answer.stored).toHaveLength(3);
    expect(valueOf(answer.body, '00081190')).toBe(`${demo.server.url}/dicom-web/studies/${study}`);
    const [row] = await studiesOf(study);
    expect(row).toMatchObject({
      state: 'receiving',
      instances_arrived: 3,
      series_arrived: 1,
      images: 3,
      modality_family: 'CT',
    });
    expect(row?.['reads']).toBeGreaterThan(0);
    expect(row?.['acquired_at']).toEqual(new Date('2026-11-22T06:55:00Z'));
  });

  it('are given back byte for byte, by instance, series and study', async () => {
    const study = newUid();
    const files = series(study, 3, { pixels: 300_001 });
    const { stored } = await mercy.stow(files);
    const all = await mercy.retrieve(`/studies/${study}`);
    expect(all.map((part) => part.toString('latin1')).sort()).toEqual(
      files.map((file) => file.toString('latin1')).sort(),
    );
    expect(await mercy.retrieve(`/studies/${study}/series/${study}.1`)).toHaveLength(3);
    const one = `/studies/${study}/series/${study}.1/instances/${stored[0]}`;
    const single = await mercy.send('GET', one, { accept: 'application/dicom; transfer-syntax=*' });
    expect(Buffer.from(await single.arrayBuffer()).equals(files[0] as Buffer)).toBe(true);
    expect((await mercy.send('GET', one, { accept: 'image/jpeg' })).status).toBe(406);
    const metadata = await mercy.search(`${one}/metadata`);
    expect(metadata.map((each) => valueOf(each, '00080018'))).toEqual([stored[0]]);
  });

  it('sent again change nothing, and are no exception', async () => {
    const study = newUid();
    const files = series(study, 2);
    await mercy.stow(files);
    const [before] = await studiesOf(study);
    const again = await mercy.stow(files);
    expect(again).toMatchObject({ status: 200, failed: [] });
    expect(await studiesOf(study)).toEqual([before]);
    expect(await exceptionsOf(again.stored[0] ?? '')).toEqual([]);
  });

  it('with other bytes under a known UID are held, and the first is kept', async () => {
    const [study, instance] = [newUid(), newUid()];
    const first = imageFile({ study, instance, fill: 1 });
    await mercy.stow([first]);
    const answer = await mercy.stow([imageFile({ study, instance, fill: 2 }), ...series(study, 1)]);
    expect(answer).toMatchObject({ status: 202, failed: [[instance, 0x0110]] });
    expect(answer.stored).toHaveLength(1);
    expect(await mercy.stow([imageFile({ study, instance, fill: 2 })])).toMatchObject({ status: 409 });
    expect(await exceptionsOf(instance)).toEqual([
      { code: 'dicom/instance-conflict', door: 'dicomweb', hasStudy: true },
    ]);
    const [kept] = await mercy.retrieve(`/studies/${study}/series/${study}.1/instances/${instance}`);
    expect(kept?.equals(first)).toBe(true);
  });

  it('of another patient under a known study UID are held', async () => {
    const study = newUid();
    await mercy.stow(series(study, 1));
    const instance = newUid();
    const answer = await mercy.stow([imageFile({ study, instance, patientId: 'MRN2' })]);
    expect(answer).toMatchObject({ status: 409, failed: [[instance, 0x0110]] });
    expect(await exceptionsOf(instance)).toMatchObject([{ code: 'dicom/identity-conflict' }]);
    expect(await studiesOf(study)).toMatchObject([{ instances_arrived: 1 }]);
  });

  it('leave nothing in the store but themselves', async () => {
    const [{ images }] = (await demo.server.asOwner('select count(*)::int as images from image')) as [
      { images: number },
    ];
    const incoming = filesIn('incoming');
    expect(incoming).toEqual([]);
    expect(filesIn('.')).toHaveLength(images);
    expect(filesIn('.').every((name) => /^[0-9a-f]{40}-[0-9a-f]{12}$/.test(name))).toBe(true);
  });

  it('that arrive on many ways at once are all counted', async () => {
    const study = newUid();
    const groups = Array.from({ length: 6 }, (_, index) => series(study, 10, { series: `${study}.${index % 3}` }));
    const answers = await Promise.all(groups.map((group) => mercy.stow(group)));
    expect(answers.map(({ status }) => status)).toEqual(groups.map(() => 200));
    expect(await studiesOf(study)).toMatchObject([{ instances_arrived: 60, series_arrived: 3, images: 60 }]);
  });
});

describe('images and orders', () => {
  const submit = (body: object) =>
    demo.server.call<{ id: string }>('POST', '/studies', { token: keyOf('Mercy Health'), body });
  const order = (accessionNumber: string, patient: string) => ({
    facility: 'mercy-east',
    accessionNumber,
    patient: { id: patient, issuer: 'MERCY' },
    modalities: ['CT'],
    priority: 'stat',
    images: { series: 1, instances: 2 },
  });

  it('find each other when the order came first, and the announced count makes the study ready', async () => {
    const [study, accession] = [newUid(), `A${Date.now()}`];
    const expected = await submit(order(accession, 'MRN-ORDER'));
    expect(expected.status).toBe(201);
    const image = { patientId: 'MRN-ORDER', accession };
    await mercy.stow(series(study, 1, image));
    expect(await studiesOf(study)).toMatchObject([{ id: expected.body.id, state: 'receiving', priority: 'stat' }]);
    await mercy.stow(series(study, 1, image));
    const [row] = await studiesOf(study);
    expect(row).toMatchObject({ id: expected.body.id, state: 'ready', instances_arrived: 2 });
    const clocks = await demo.server.asOwner('select 1 from sla_clock where study_id = $1', [expected.body.id]);
    expect(clocks.length).toBeGreaterThan(0);
  });

  it('find each other when the images came first', async () => {
    const [study, accession] = [newUid(), `B${Date.now()}`];
    await mercy.stow(series(study, 1, { patientId: 'MRN-LATE', accession }));
    const [before] = await studiesOf(study);
    const submitted = await submit(order(accession, 'MRN-LATE'));
    expect([submitted.status, submitted.body.id]).toEqual([200, before?.['id']]);
    expect(await studiesOf(study)).toMatchObject([{ priority: 'stat', instances_arrived: 1 }]);
  });

  it('of another patient, for a STAT order that cannot wait, make it readable as unconfirmed: no final until a person says whose', async () => {
    const [study, accession] = [newUid(), `D${Date.now()}`];
    const { body } = await submit(order(accession, 'MRN-ORDERED'));
    const [first, second] = [newUid(), newUid()];
    for (const instance of [first, second])
      expect((await mercy.stow([imageFile({ study, instance, accession, patientId: 'MRN-SCANNED' })])).status).toBe(
        200,
      );
    expect(await studiesOf(study)).toMatchObject([{ instances_arrived: 2 }]);
    const [row] = await demo.server.asOwner<{ unconfirmed: boolean; id: string }>(
      'select identity_unconfirmed as unconfirmed, id from study where study_instance_uid = $1',
      [study],
    );
    expect(row).toEqual({ unconfirmed: true, id: body.id });
    expect(await demo.happened(body.id, 'study.identity-questioned', 'data')).toEqual([{ why: 'other-patient' }]);
    expect(await exceptionsOf(first)).toMatchObject([{ code: 'dicom/identity-conflict', hasStudy: true }]);
    expect(await exceptionsOf(second)).toEqual([]);
  });

  it('of another patient under one accession number are held when the study can wait', async () => {
    const [study, accession, instance] = [newUid(), `C${Date.now()}`, newUid()];
    await submit({ ...order(accession, 'MRN-ONE'), priority: 'routine' });
    const answer = await mercy.stow([imageFile({ study, instance, accession, patientId: 'MRN-OTHER' })]);
    expect(answer.status).toBe(409);
    expect(await exceptionsOf(instance)).toMatchObject([{ code: 'dicom/identity-conflict', hasStudy: true }]);
    expect(await studiesOf(study)).toEqual([]);
  });
});

describe('a study whose images have gone quiet', () => {
  it('is ready once the quiet time is over, its clocks running, exactly once', async () => {
    const study = newUid();
    await mercy.stow(series(study, 2));
    const lease = await demo.server.app.get(LeaseKeeper).acquire('settle-images');
    if (!lease) throw new Error('another settles');
    const settle = () => demo.server.app.get(SettleImages).settleDue(lease);
    await settle();
    expect(await studiesOf(study)).toMatchObject([{ state: 'receiving' }]);
    await demo.server.clock.advance({ minutes: 2 });
    expect(await settle()).toBeGreaterThan(0);
    const [row] = await studiesOf(study);
    expect(row).toMatchObject({ state: 'ready', instances_arrived: 2 });
    const events = await demo.server.asOwner<{ type: string }>('select type from event where study_id = $1', [
      row?.['id'],
    ]);
    expect(events.filter(({ type }) => type === 'study.ready')).toHaveLength(1);
    expect(await settle()).toBe(0);
  });
});
