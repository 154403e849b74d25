import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DimseServer } from '../../libs/features/src/intake/index.js';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { datasetHead, datasetOf, imageFile, newUid } from '../support/dicom-objects.js';
import { RawScu } from '../support/dimse-scu.js';
import { eventually } from '../support/started-server.js';

const varDir = mkdtempSync(path.join(os.tmpdir(), 'overread-malformed-'));
let demo: DemoServer;
let port: number;

beforeAll(async () => {
  demo = await startDemoServer({ config: { varDir } });
  port = demo.server.app.get(DimseServer).listeningPort ?? 0;
});
afterAll(async () => {
  await demo.close();
  rmSync(varDir, { recursive: true, force: true });
});

const JPEG = '1.2.840.10008.1.2.4.50';
const item = (bytes: Buffer) => {
  const head = Buffer.from('feff00e000000000', 'hex');
  head.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
};
/** Compressed pixels: an empty offset table and a fragment, with or without what ends them. */
function compressed(instance: string, end: string): Buffer {
  const head = datasetHead({ study: newUid(), instance, pixels: 0 }).subarray(0, -12);
  const open = Buffer.from('e07f10004f420000ffffffff', 'hex');
  return Buffer.concat([head, open, item(Buffer.alloc(0)), item(Buffer.alloc(5000)), Buffer.from(end, 'hex')]);
}
const whole = (instance: string, more: object = {}) => datasetOf(imageFile({ study: newUid(), instance, ...more }));
const rows = async (instance: string) => {
  const kept = await demo.server.asOwner('select 1 from image where sop_instance_uid = $1', [instance]);
  const refused = await demo.server.asOwner<{ code: string }>(
    `select code from intake_exception where door = 'dimse' and facts->>'sopInstanceUid' = $1`,
    [instance],
  );
  return [kept.length, ...refused.map(({ code }) => code)];
};

describe('datasets over C-STORE', () => {
  const store = async (instance: string, dataset: Buffer, transferSyntaxUid?: string) => {
    const scu = await RawScu.connect({ port, ...(transferSyntaxUid ? { transferSyntaxUid } : {}) });
    const status = await scu.store(instance, dataset);
    await scu.release();
    return status;
  };

  it.each([
    ['whole', 0x0000, null, (instance: string) => whole(instance)],
    ['without a patient id', 0x0000, null, (instance: string) => whole(instance, { patientId: null })],
    ['cut off in its pixels', 0xc000, 'dicom/truncated', (i: string) => whole(i, { pixels: 9000 }).subarray(0, 5000)],
    ['cut off in its header', 0xc000, 'dicom/truncated', (i: string) => whole(i).subarray(0, 300)],
    ['of another instance than announced', 0xa900, 'dicom/uid-mismatch', () => whole(newUid())],
    ['with a UID too long', 0xa900, 'dicom/uid-too-long', (i: string) => whole(i, { study: `1.${'2'.repeat(70)}` })],
    ['with a path for a UID', 0xa900, 'dicom/uid-illegal', (i: string) => whole(i, { study: '../../etc/passwd' })],
    ['without a study', 0xa900, 'dicom/missing-uid', (i: string) => whole(i, { study: '', series: '1.2' })],
  ])('%s are answered %d', async (_, status, code, datasetFor) => {
    const instance = newUid();
    const dataset = datasetFor(instance);
    expect(await store(instance, dataset)).toBe(status);
    const expected = code === 'dicom/uid-mismatch' ? [0] : code === null ? [1] : [0, code];
    expect(await rows(instance)).toEqual(expected);
  });

  it('that are noise are answered and refused', async () => {
    expect(await store(newUid(), Buffer.alloc(3000, 0x41))).toBe(0xc000);
    expect(await store(newUid(), Buffer.alloc(2))).toBe(0xc000);
  });

  it('in compressed transfer syntaxes are kept whole, and refused when cut off', async () => {
    const [cut, good] = [newUid(), newUid()];
    expect(await store(cut, compressed(cut, ''), JPEG)).toBe(0xc000);
    expect(await rows(cut)).toEqual([0, 'dicom/truncated']);
    expect(await store(good, compressed(good, 'feffdde000000000'), JPEG)).toBe(0);
    const kept = await demo.server.asOwner('select transfer_syntax_uid from image where sop_instance_uid = $1', [good]);
    expect(kept).toEqual([{ transfer_syntax_uid: JPEG }]);
  });

  it('come in fragments of any size on one association, and in any number of associations', async () => {
    const study = newUid();
    const senders = await Promise.all(Array.from({ length: 4 }, () => RawScu.connect({ port })));
    const statuses = await Promise.all(
      senders.map(async (scu, sender) => {
        const answers: number[] = [];
        for (const size of [50, 1000, 60_000, 131_000]) {
          const instance = newUid();
          const image = { study, instance, series: `${study}.${sender % 2}`, pixels: 150_000 };
          answers.push(await scu.store(instance, datasetOf(imageFile(image)), size));
        }
        await scu.release();
        return answers;
      }),
    );
    expect(statuses.flat()).toEqual(Array.from({ length: 16 }, () => 0));
    expect(
      await demo.server.asOwner('select instances_arrived, series_arrived from study where study_instance_uid = $1', [
        study,
      ]),
    ).toEqual([{ instances_arrived: 16, series_arrived: 2 }]);
  });

  it('of a sender that goes away leave nothing behind', async () => {
    const incoming = path.join(varDir, 'images/incoming');
    const files = () =>
      existsSync(incoming)
        ? readdirSync(incoming, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
        : [];
    const [scu, instance] = [await RawScu.connect({ port }), newUid()];
    scu.begin(instance, whole(instance, { pixels: 200_000 }).subarray(0, 100_000));
    await eventually('the beginning on the disk', () => (files().length > 0 ? true : undefined));
    scu.socket.destroy();
    await eventually('the store to be clean', () => (files().length === 0 ? true : undefined));
    expect(await rows(instance)).toEqual([0]);
  });
});
