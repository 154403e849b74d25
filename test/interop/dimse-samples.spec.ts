import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readHeader } from '@overread/protocols';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DimseServer } from '../../libs/features/src/intake/index.js';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { DicomWebPeer } from '../support/dicom-web.js';
import { describeWith, pydicomFiles, run } from '../support/peers.js';

const samples = path.join(
  process.env['SAMPLES_DIR'] ?? path.resolve(import.meta.dirname, '../../../shared/data'),
  'dicom',
);
const [anyPydicom] = pydicomFiles();
const pydicom = anyPydicom === undefined ? null : anyPydicom.slice(0, anyPydicom.indexOf('/data/') + 6);
const folders = [samples, pydicom].filter((each) => each !== null && existsSync(each)) as string[];
if (folders.length === 0) process.stderr.write('NO SAMPLES: set SAMPLES_DIR to send real DICOM files\n');

const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-samples-'));

/** DCMTK leaves out what stands behind the pixels, and makes an odd length even. */
const PADDED = new Set(['dx_image.dcm', 'MR_small.dcm', 'CT_small.dcm', '693_J2KI.dcm']);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

interface Sent {
  file: string;
  status: string;
  original: string;
  network: string;
}

/** What dcmsend says of each file it sent. */
function sentIn(report: string): Sent[] {
  const field = (block: string, name: string) => new RegExp(`^${name}\\s*: ([^\\s].*)$`, 'm').exec(block)?.[1] ?? '';
  return report
    .split(/\n(?=Number\s+:)/)
    .filter((block) => /^Number\s+:/.test(block))
    .map((block) => ({
      file: field(block, 'Filename'),
      status: field(block, 'DIMSE Status').slice(0, 6),
      original: field(block, 'Original Xfer'),
      network: field(block, 'Network Xfer'),
    }));
}

const describeHere = folders.length === 0 ? describe.skip : describeWith(['dcmsend'], 'dcmtk');
describeHere('published DICOM files over C-STORE', () => {
  let demo: DemoServer;
  let peer: DicomWebPeer;
  beforeAll(async () => {
    demo = await startDemoServer({ config: { varDir: path.join(folder, 'var') } });
    peer = new DicomWebPeer(demo.server.url, demo.facts.apiKeys[0]?.key ?? '');
  });
  afterAll(async () => {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(folders)(
    'those of %s are kept as they are, but for those that cannot be',
    async (tree) => {
      const report = path.join(folder, 'report.txt');
      const port = String(demo.server.app.get(DimseServer).listeningPort);
      const options = ['-aet', 'HOSPA', '-aec', 'OVERREAD', '-dn', '-nh', '-nuc', '+sd', '+r', '+crf', report];
      await run('dcmsend', [...options, '127.0.0.1', port, tree], 120_000);
      const sent = sentIn(readFileSync(report, 'utf8')).filter(({ status }) => status.startsWith('0x'));
      expect(sent.length).toBeGreaterThan(50);
      const allowed = ['0x0000', '0x0110', '0xa900', '0xc000'];
      expect(sent.filter(({ status }) => !allowed.includes(status))).toEqual([]);
      const kept = sent.filter(({ status }) => status === '0x0000');
      expect(kept.length / sent.length).toBeGreaterThan(0.8);
      for (const { file } of kept.filter(({ original, network }) => original === network)) {
        const bytes = readFileSync(file);
        const read = readHeader(bytes);
        if (read.kind !== 'header') throw new Error(`${file} has no header`);
        const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = read.header;
        const at = `/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
        const [back] = await peer.retrieve(at);
        const known = readHeader(back ?? Buffer.alloc(0));
        if (known.kind !== 'header') throw new Error(`${file} came back without a header`);
        // DCMTK writes headers anew; the pixels stay as they are.
        expect({ file, instance: known.header.sopInstanceUid }).toEqual({ file, instance: sopInstanceUid });
        const pixels = (whole: Buffer, start: number | null) => (start === null ? null : sha256(whole.subarray(start)));
        if (!PADDED.has(path.basename(file)))
          expect({ file, pixels: pixels(back ?? bytes, known.bulkStart) }).toEqual({
            file,
            pixels: pixels(bytes, read.bulkStart),
          });
      }
    },
    240_000,
  );
});
