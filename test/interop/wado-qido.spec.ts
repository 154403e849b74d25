import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { imageFile, newUid } from '../support/dicom-objects.js';
import { DicomWebPeer, valueOf } from '../support/dicom-web.js';

const varDir = mkdtempSync(path.join(os.tmpdir(), 'overread-wado-'));
let demo: DemoServer;
let mercy: DicomWebPeer;
let other: DicomWebPeer;
const [study, shared] = [newUid(), newUid()];
const instances = [newUid(), newUid(), newUid()] as const;
const accession = `Q${Date.now()}`;

const peerOf = (token: string): DicomWebPeer => new DicomWebPeer(demo.server.url, token);
const keyOf = (name: string): string => demo.facts.apiKeys.find(({ healthSystem }) => healthSystem === name)?.key ?? '';
const uidsOf = (found: readonly Parameters<typeof valueOf>[0][], tag: string) =>
  found.map((each) => valueOf(each, tag));
const idOf = async (uid: string, system: string): Promise<string> => {
  const rows = await demo.server.asOwner<{ id: string }>(
    `select s.id from study s join health_system h on h.id = s.health_system_id where study_instance_uid = $1 and h.name = $2`,
    [uid, system],
  );
  return rows[0]?.id ?? '';
};

beforeAll(async () => {
  demo = await startDemoServer({ config: { varDir } });
  mercy = peerOf(keyOf('Mercy Health'));
  const otherName = demo.facts.apiKeys.find(({ healthSystem }) => healthSystem !== 'Mercy Health')?.healthSystem ?? '';
  other = peerOf(keyOf(otherName));
  const image = { study, accession, patientId: 'MRN-QIDO' };
  await mercy.stow([
    imageFile({ ...image, instance: instances[0], series: `${study}.1` }),
    imageFile({ ...image, instance: instances[1], series: `${study}.1` }),
    imageFile({ ...image, instance: instances[2], series: `${study}.2`, modality: 'SR' }),
  ]);
  for (const peer of [mercy, other])
    await peer.stow([imageFile({ study: shared, instance: `${shared}.1.1`, series: `${shared}.1` })]);
});
afterAll(async () => {
  await demo.close();
  rmSync(varDir, { recursive: true, force: true });
});

describe('QIDO-RS', () => {
  it.each([
    ['its UID', () => `StudyInstanceUID=${study}`],
    ['its UID as a tag', () => `0020000D=${study}`],
    ['its accession number', () => `AccessionNumber=${accession}`],
    ['the patient id', () => 'PatientID=MRN-QIDO'],
    ['the name, with a wildcard, in any case', () => `PatientName=doe*&StudyInstanceUID=${study}`],
    ['the day at the facility', () => `StudyDate=20261122&AccessionNumber=${accession}`],
    ['a range of days', () => `StudyDate=20261101-&AccessionNumber=${accession}`],
    ['a modality', () => `ModalitiesInStudy=CT&AccessionNumber=${accession}`],
  ])('finds a study by %s', async (_, query) => {
    const found = await mercy.search(`/studies?${query()}`);
    expect(uidsOf(found, '0020000D')).toEqual([study]);
    expect(found[0]).toMatchObject({
      '00080020': { Value: ['20261122'] },
      '00080030': { Value: ['005500'] },
      '00100010': { Value: [{ Alphabetic: 'Doe^Jane' }] },
      '00201206': { Value: [2] },
      '00201208': { Value: [3] },
    });
  });

  it('finds nothing where nothing matches', async () => {
    const response = await mercy.send('GET', `/studies?AccessionNumber=${accession}&StudyDate=-20261121`);
    expect(response.status).toBe(204);
  });

  it('lists series and instances, of a study and of all', async () => {
    const series = await mercy.search(`/studies/${study}/series`);
    expect(uidsOf(series, '0020000E')).toEqual([`${study}.1`, `${study}.2`]);
    expect(uidsOf(series, '00201209')).toEqual([2, 1]);
    expect(await mercy.search(`/studies/${study}/instances`)).toHaveLength(3);
    expect(await mercy.search(`/studies/${study}/series/${study}.1/instances`)).toHaveLength(2);
    const everywhere = await mercy.search(`/series?Modality=SR&AccessionNumber=${accession}`);
    expect(everywhere).toHaveLength(1);
    expect(everywhere[0]).toMatchObject({ '0020000D': { Value: [study] }, '00100020': { Value: ['MRN-QIDO'] } });
    expect(uidsOf(await mercy.search(`/instances?SOPInstanceUID=${instances[1]}`), '00080018')).toEqual([instances[1]]);
  });

  it('pages, and says that there is more', async () => {
    const first = await mercy.send('GET', `/studies/${study}/instances?limit=2`);
    expect(first.headers.get('warning')).toContain('299');
    expect(await first.json()).toHaveLength(2);
    const fuzzy = await mercy.send('GET', `/studies?PatientName=doe*&fuzzymatching=true&StudyInstanceUID=${study}`);
    expect(fuzzy.headers.get('warning')).toContain('Only literal matching has been performed');
    expect((await mercy.send('GET', `/studies?StudyInstanceUID=${study}`)).headers.get('warning')).toBeNull();
    expect(await mercy.search(`/studies/${study}/instances?limit=2&offset=2`)).toHaveLength(1);
  });

  it.each(['NoSuchAttribute=1', 'StudyDate=yesterday', 'PatientWeight=70', 'limit=many'])(
    'refuses %s',
    async (query) => {
      const response = await mercy.send('GET', `/studies?${query}`);
      expect([response.status, response.headers.get('content-type')]).toEqual([
        400,
        expect.stringContaining('application/problem+json'),
      ]);
    },
  );
});

describe('who sees which images', () => {
  it('is settled before what: another health system’s study is not there', async () => {
    expect(await other.search(`/studies?StudyInstanceUID=${study}`)).toEqual([]);
    for (const at of [`/studies/${study}`, `/studies/${study}/metadata`, `/studies/${study}/series`]) {
      expect((await other.send('GET', at)).status).toBe(404);
    }
    expect((await fetch(`${demo.server.url}/dicom-web/studies/${study}`)).status).toBe(401);
  });

  it('is each health system its own where both have a UID, and the network must say which', async () => {
    expect(await mercy.search(`/studies?StudyInstanceUID=${shared}`)).toHaveLength(1);
    expect(await other.retrieve(`/studies/${shared}`)).toHaveLength(1);
    const administrator = peerOf((await demo.as('administrator')).token());
    expect(await administrator.search(`/studies?StudyInstanceUID=${shared}`)).toHaveLength(2);
    const asked = await administrator.send('GET', `/studies/${shared}`);
    expect([asked.status, await asked.json()]).toMatchObject([409, { code: 'dicomweb/several-studies' }]);
    const which = await idOf(shared, 'Mercy Health');
    expect(await administrator.retrieve(`/studies/${shared}?study=${which}`)).toHaveLength(1);
    expect((await administrator.send('GET', `/studies/${shared}?study=${newUid()}`)).status).toBe(404);
  });

  it('leaves a row in the access log for every look', async () => {
    const looks = async () => {
      const rows = await demo.server.asOwner<{ action: string }>(
        'select action from access_log where study_id = $1 order by id',
        [await idOf(study, 'Mercy Health')],
      );
      return rows.map(({ action }) => action);
    };
    const before = await looks();
    await mercy.retrieve(`/studies/${study}`);
    await mercy.search(`/studies/${study}/series`);
    expect((await looks()).slice(before.length)).toEqual(['image.retrieve', 'image.search']);
  });
});

describe('DICOMweb over HTTP', () => {
  it('answers 415 to another kind of body, 400 to one that is none, 406 to what it does not have', async () => {
    const post = (type: string, body: string, query = '') =>
      mercy.send('POST', `/studies${query}`, { 'content-type': type }, Buffer.from(body));
    const boundary = 'multipart/related; type="application/dicom"; boundary=B';
    expect((await post('application/octet-stream', 'x')).status).toBe(415);
    expect((await post('multipart/related; type="application/dicom+xml"; boundary=B', '--B--\r\n')).status).toBe(415);
    expect((await post('multipart/related; type="application/dicom"', 'x')).status).toBe(400);
    expect((await post(boundary, '--B\r\n\r\nno end')).status).toBe(400);
    expect((await post(boundary, '--B--\r\n')).status).toBe(400);
    expect((await post(boundary, '--B--\r\n', '?facility=nowhere')).status).toBe(400);
    expect((await post(boundary, '--B\r\nContent-Type: text/plain\r\n\r\nhello\r\n--B--\r\n')).status).toBe(409);
    const wanted = { accept: 'multipart/related; type="application/dicom"; transfer-syntax=1.2.840.10008.1.2.4.50' };
    expect((await mercy.send('GET', `/studies/${study}`, wanted)).status).toBe(406);
  });

  it('takes nothing of another study than its address names', async () => {
    const [named, instance] = [newUid(), newUid()];
    const files = [imageFile({ study: newUid(), instance }), imageFile({ study: named, instance: newUid() })];
    const answer = await mercy.stow(files, '', `/studies/${named}`);
    expect(answer).toMatchObject({ status: 202, failed: [[instance, 0xa900]] });
    expect(answer.stored).toHaveLength(1);
  });

  it('takes images for the facility that is named, and for no other health system’s', async () => {
    const named = newUid();
    const own = demo.facts.facilities.filter(({ healthSystem }) => healthSystem === 'Mercy Health').at(-1)?.code ?? '';
    const foreign = demo.facts.facilities.find(({ healthSystem }) => healthSystem !== 'Mercy Health')?.code ?? '';
    const file = imageFile({ study: named, instance: newUid() });
    expect((await mercy.stow([file], `?facility=${foreign}`)).status).toBe(400);
    expect((await mercy.stow([file], `?facility=${own}`)).status).toBe(200);
    const rows = await demo.server.asOwner(
      'select f.code from study s join facility f on f.id = s.facility_id where study_instance_uid = $1',
      [named],
    );
    expect(rows).toEqual([{ code: own }]);
  });

  it('lets nobody store who may not submit', async () => {
    const reader = peerOf((await demo.as('auditor')).token());
    expect((await reader.stow([imageFile({ study: newUid(), instance: newUid() })])).status).toBe(403);
  });
});
