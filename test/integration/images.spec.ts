import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
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
});
