import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readHeader, type HeaderRead } from '@overread/protocols';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { DicomWebPeer } from '../support/dicom-web.js';
import { pydicomFiles } from '../support/peers.js';

const samples = path.join(
  process.env['SAMPLES_DIR'] ?? path.resolve(import.meta.dirname, '../../../shared/data'),
  'dicom',
);
const varDir = mkdtempSync(path.join(os.tmpdir(), 'overread-stow-'));

/** What must not come in, and why; the rest of the published files must. */
const REFUSED: Record<string, number> = {
  'DICOMDIR-empty.dcm': 0xa900,
  'DICOMDIR-nooffset.dcm': 0xa900,
  'MR_truncated.dcm': 0xc000,
  'UN_sequence.dcm': 0xa900,
  'chrSQEncoding.dcm': 0xa900,
  'chrSQEncoding1.dcm': 0xa900,
  'empty_charset_LEI.dcm': 0xa900,
  'meta_missing_tsyntax.dcm': 0xc000,
  'nested_priv_SQ.dcm': 0xa900,
  'no_meta.dcm': 0xc000,
  'no_meta_group_length.dcm': 0xa900,
  'priv_SQ.dcm': 0xa900,
  'rtplan_truncated.dcm': 0xc000,
  // Color palettes are of no study.
  ...Object.fromEntries(
    ['fall', 'hotiron', 'hotmetalblue', 'pet', 'pet20step', 'spring', 'summer', 'winter'].map((name) => [
      `${name}.dcm`,
      0xa900,
    ]),
  ),
};

/** What two files say that cannot both be kept: one instance with two contents, one study of two patients. */
class Kept {
  private readonly instances = new Map<string, string>();
  private readonly patients = new Map<string, string | null>();

  /** The failure reason a file must be answered, null when it must be kept. */
  expect(read: HeaderRead, bytes: Buffer): number | null {
    const { sopInstanceUid, studyInstanceUid, patient } = read.header;
    const dataset = bytes.subarray(read.datasetStart).toString('latin1');
    const first = this.instances.get(sopInstanceUid ?? '');
    const id = patient.id === null ? null : `${patient.issuer ?? ''} ${patient.id}`;
    const known = this.patients.get(studyInstanceUid ?? '');
    if (known !== undefined && id !== null && known !== id) return 0x0110;
    if (first !== undefined) return first === dataset ? null : 0x0110;
    this.instances.set(sopInstanceUid ?? '', dataset);
    if (known === undefined) this.patients.set(studyInstanceUid ?? '', id);
    return null;
  }
}

const published = existsSync(samples)
  ? readdirSync(samples, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
  : [];
const files = [...published, ...pydicomFiles()].sort();
if (files.length === 0) process.stderr.write('NO SAMPLES: set SAMPLES_DIR to send real DICOM files\n');

(files.length === 0 ? describe.skip : describe)('published DICOM files over STOW-RS', () => {
  let demo: DemoServer;
  let peer: DicomWebPeer;
  const kept = new Kept();
  beforeAll(async () => {
    demo = await startDemoServer({ config: { varDir } });
    peer = new DicomWebPeer(demo.server.url, demo.facts.apiKeys[0]?.key ?? '');
  });
  afterAll(async () => {
    await demo.close();
    rmSync(varDir, { recursive: true, force: true });
  });

  it.each(files.map((file) => [path.basename(file), file]))(
    '%s is kept or refused for its reason',
    async (name, file) => {
      const bytes = readFileSync(file);
      const read = readHeader(bytes);
      const reason = REFUSED[name] ?? (read.kind === 'header' ? kept.expect(read, bytes) : 0xc000);
      const { status, stored, failed, nameless } = await peer.stow([bytes]);
      if (reason !== null) {
        expect([status, ...failed.map(([, why]) => why), ...nameless]).toEqual([409, reason]);
        return;
      }
      if (read.kind !== 'header') throw new Error(`${name} has no header`);
      const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = read.header;
      expect({ status, stored }).toEqual({ status: 200, stored: [sopInstanceUid] });
      const [back] = await peer.retrieve(
        `/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`,
      );
      const dataset = bytes.subarray(read.datasetStart);
      if (read.isPart10) expect(back?.equals(bytes)).toBe(true);
      else expect(back?.subarray(-dataset.length).equals(dataset)).toBe(true);
    },
  );
});
