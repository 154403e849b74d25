import { datasetOf, imageFile, newUid } from '../dicom-objects.js';
import { DicomWebPeer } from '../dicom-web.js';
import { studyBody } from '../demo-studies.js';
import { RawScu } from '../dimse-scu.js';
import type { DemoFile } from '../../../apps/cli/src/demo/demo-file.js';
import type { ServerProcess } from './server-process.js';
import type { Told } from './told.js';

interface Refusable {
  status: number;
  retryAfter: string | null;
}

/** One of each kind of sender; what is accepted is written down. */
export class Senders {
  private readonly key: string;

  constructor(
    private readonly server: ServerProcess,
    facts: DemoFile,
    private readonly told: Told,
  ) {
    this.key = facts.apiKeys.find(({ facilities }) => facilities.includes('mercy-north'))?.key ?? '';
  }

  async submit(): Promise<Refusable & { body: { id: string; receivedAt: string } }> {
    const body = studyBody({ facility: 'mercy-north' });
    const answer = await fetch(`${this.server.url}/api/v1/studies`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const said = (await answer.json()) as { id: string; receivedAt: string };
    if (answer.status === 201)
      this.told.success({ kind: 'study', id: said.id, accessionNumber: String(body.accessionNumber) });
    return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: said };
  }

  async stow(): Promise<Refusable> {
    const { study, instance, file } = image();
    const boundary = 'part';
    const head = `\r\n--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`;
    const type = `multipart/related; type="application/dicom"; boundary=${boundary}`;
    const body = Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const peer = new DicomWebPeer(this.server.url, this.key);
    const answer = await peer.send('POST', '/studies', { 'content-type': type }, body);
    await answer.arrayBuffer();
    if (answer.status === 200) this.told.success({ kind: 'image', studyInstanceUid: study, sopInstanceUid: instance });
    return { status: answer.status, retryAfter: answer.headers.get('retry-after') };
  }

  /** The status of a C-STORE. */
  async store(): Promise<number> {
    const { study, instance, file } = image();
    const scu = await RawScu.connect({ port: this.server.dicomPort });
    try {
      const status = await scu.store(instance, datasetOf(file));
      if (status === 0) this.told.success({ kind: 'image', studyInstanceUid: study, sopInstanceUid: instance });
      return status;
    } finally {
      scu.socket.destroy();
    }
  }
}

function image() {
  const [study, instance] = [newUid(), newUid()];
  return {
    study,
    instance,
    file: imageFile({ study, instance, pixels: 4_000, patientId: `SICK-${study.slice(-12)}` }),
  };
}
