import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DimseServer } from '../../libs/features/src/intake/index.js';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { datasetOf, imageFile, newUid } from '../support/dicom-objects.js';
import { DicomWebPeer } from '../support/dicom-web.js';
import { hasOrthanc, startOrthanc, type Orthanc } from '../support/orthanc.js';

const isHere = hasOrthanc();
if (!isHere && process.env['CI'] === 'true') throw new Error('apt-get install orthanc orthanc-dicomweb');
if (!isHere) process.stderr.write('NOT TESTED without Orthanc: apt-get install orthanc orthanc-dicomweb\n');

const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-orthanc-'));

(isHere ? describe : describe.skip)('Orthanc', () => {
  let demo: DemoServer;
  let orthanc: Orthanc;
  let mercy: DicomWebPeer;
  beforeAll(async () => {
    demo = await startDemoServer({ config: { varDir: path.join(folder, 'var') } });
    const token = demo.facts.apiKeys.find(({ healthSystem }) => healthSystem === 'Mercy Health')?.key ?? '';
    mercy = new DicomWebPeer(demo.server.url, token);
    orthanc = await startOrthanc({
      folder: path.join(folder, 'orthanc'),
      dicomWeb: { url: demo.server.url, token },
      dicomPort: demo.server.app.get(DimseServer).listeningPort ?? 0,
      aeTitle: 'HOSPA',
    });
  }, 60_000);
  afterAll(async () => {
    await orthanc.close();
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const images = (study: string, count: number): Buffer[] =>
    Array.from({ length: count }, (_, index) => imageFile({ study, instance: newUid(), pixels: 100_000, fill: index }));
  const put = (files: readonly Buffer[]) => Promise.all(files.map(async (file) => (await orthanc.put(file)) ?? ''));
  const counts = (study: string) =>
    demo.server.asOwner('select instances_arrived, series_arrived from study where study_instance_uid = $1', [study]);

  it('stores over STOW-RS, and what comes back is what it sent', async () => {
    const study = newUid();
    const files = images(study, 5);
    const Resources = await put(files);
    const sent = await orthanc.call('POST', '/dicom-web/servers/sut/stow', { Resources, Synchronous: true });
    expect(sent).toMatchObject({ status: 200 });
    expect(await counts(study)).toEqual([{ instances_arrived: 5, series_arrived: 1 }]);
    const back = await mercy.retrieve(`/studies/${study}`);
    const text = (file: Buffer) => datasetOf(file).toString('latin1');
    expect(back.map(text).sort()).toEqual(files.map(text).sort());
  });

  it('stores over C-STORE the same images again, and nothing changes', async () => {
    const study = newUid();
    const files = images(study, 5);
    await mercy.stow(files);
    const Resources = await put(files);
    const sent = await orthanc.call('POST', '/modalities/sut/store', { Resources, Synchronous: true });
    expect(sent).toMatchObject({ status: 200, body: { FailedInstancesCount: 0 } });
    expect(await counts(study)).toEqual([{ instances_arrived: 5, series_arrived: 1 }]);
  });

  it('stores over C-STORE, and finds and fetches over DICOMweb', async () => {
    const study = newUid();
    const Resources = await put(images(study, 3));
    const sent = await orthanc.call('POST', '/modalities/sut/store', { Resources, Synchronous: true });
    expect(sent).toMatchObject({ status: 200, body: { FailedInstancesCount: 0 } });
    const get = {
      Uri: '/studies',
      Arguments: { StudyInstanceUID: study },
      HttpHeaders: { Accept: 'application/dicom+json' },
    };
    const found = await orthanc.call('POST', '/dicom-web/servers/sut/get', get);
    expect(JSON.stringify(found.body)).toContain(study);
    for (const id of Resources) await orthanc.call('DELETE', `/instances/${id}`);
    const fetched = await orthanc.call('POST', '/dicom-web/servers/sut/retrieve', {
      Resources: [{ Study: study }],
      Synchronous: true,
    });
    expect(fetched).toMatchObject({ status: 200, body: { ReceivedInstancesCount: '3' } });
  });
});
