import net from 'node:net';
import { ElementReader } from '../../libs/protocols/src/dicom/encoding/element-reader.js';
import { writeElements } from '../../libs/protocols/src/dicom/encoding/element-writer.js';
import { IMPLICIT_LITTLE } from '../../libs/protocols/src/dicom/encoding/element.js';

export interface Scu {
  port: number;
  calling?: string;
  called?: string;
  sopClassUid?: string;
  transferSyntaxUid?: string;
}

const item = (type: number, body: Buffer): Buffer => {
  const head = Buffer.from([type, 0, 0, 0]);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
};
const text = (type: number, value: string): Buffer => item(type, Buffer.from(value, 'latin1'));
const pdu = (type: number, body: Buffer): Buffer => {
  const head = Buffer.from([type, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(body.length, 2);
  return Buffer.concat([head, body]);
};

const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';

function associationRequest({ calling = 'HOSPA', called = 'OVERREAD', sopClassUid, transferSyntaxUid }: Scu): Buffer {
  const head = Buffer.concat([
    Buffer.from([0, 1, 0, 0]),
    Buffer.from(called.padEnd(16) + calling.padEnd(16), 'latin1'),
    Buffer.alloc(32),
  ]);
  const context = Buffer.concat([
    Buffer.from([1, 0, 0, 0]),
    text(0x30, sopClassUid ?? CT_IMAGE),
    text(0x40, transferSyntaxUid ?? '1.2.840.10008.1.2.1'),
  ]);
  const user = Buffer.concat([item(0x51, Buffer.from([0, 0, 0x40, 0])), text(0x52, '1.2.3.4')]);
  return pdu(1, Buffer.concat([head, text(0x10, '1.2.840.10008.3.1.1.1'), item(0x20, context), item(0x50, user)]));
}

function command(sopClassUid: string, sopInstanceUid: string): Buffer {
  const short = (value: number) => Buffer.from([value & 0xff, value >> 8]);
  const elements = writeElements(
    [
      { tag: '00000002', vr: 'UI', value: sopClassUid },
      { tag: '00000100', vr: 'US', value: short(1) },
      { tag: '00000110', vr: 'US', value: short(1) },
      { tag: '00000700', vr: 'US', value: short(0) },
      { tag: '00000800', vr: 'US', value: short(1) },
      { tag: '00001000', vr: 'UI', value: sopInstanceUid },
    ],
    IMPLICIT_LITTLE,
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(elements.length);
  return Buffer.concat([writeElements([{ tag: '00000000', vr: 'UL', value: length }], IMPLICIT_LITTLE), elements]);
}

const fragment = (bytes: Buffer, control: number): Buffer => {
  const head = Buffer.from([0, 0, 0, 0, 1, control]);
  head.writeUInt32BE(bytes.length + 2, 0);
  return pdu(4, Buffer.concat([head, bytes]));
};

/** A dataset in fragments of some size, the last one marked. */
function fragments(dataset: Buffer, size: number): Buffer[] {
  const count = Math.max(1, Math.ceil(dataset.length / size));
  return Array.from({ length: count }, (_, index) =>
    fragment(dataset.subarray(index * size, (index + 1) * size), index === count - 1 ? 2 : 0),
  );
}

/** An association of a sender that says whatever bytes it likes. Nothing of it is DCMTK's or the server's library's. */
export class RawScu {
  private received: Buffer = Buffer.alloc(0);
  private wake: () => void = () => undefined;
  private isClosed = false;

  private constructor(
    readonly socket: net.Socket,
    private readonly scu: Scu,
  ) {
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isClosed = true;
      this.wake();
    });
  }

  static async connect(scu: Scu): Promise<RawScu> {
    const socket = net.connect(scu.port, '127.0.0.1');
    const self = new RawScu(socket, scu);
    socket.write(associationRequest(scu));
    const answer = await self.next();
    if (answer[0] !== 2) throw new Error(`refused with PDU ${answer.toString('hex', 0, 10)}`);
    return self;
  }

  /** Sends a dataset; the status of the answer. */
  async store(sopInstanceUid: string, dataset: Buffer, size = 16_000): Promise<number> {
    this.begin(sopInstanceUid);
    for (const each of fragments(dataset, size)) this.socket.write(each);
    const answer = await this.next();
    const { elements } = new ElementReader(answer.subarray(12), IMPLICIT_LITTLE).read().set;
    return elements.get('00000900')?.value.readUInt16LE(0) ?? -1;
  }

  /** The command, and what comes of the dataset before it is cut off. */
  begin(sopInstanceUid: string, dataset: Buffer = Buffer.alloc(0)): void {
    this.socket.write(fragment(command(this.scu.sopClassUid ?? CT_IMAGE, sopInstanceUid), 3));
    if (dataset.length > 0) this.socket.write(fragment(dataset, 0));
  }

  async release(): Promise<void> {
    this.socket.write(pdu(5, Buffer.alloc(4)));
    await this.next();
    this.socket.destroy();
  }

  private async next(): Promise<Buffer> {
    for (;;) {
      const length = this.received.length >= 6 ? 6 + this.received.readUInt32BE(2) : Infinity;
      if (this.received.length >= length) {
        const answer = this.received.subarray(0, length);
        this.received = this.received.subarray(length);
        return answer;
      }
      if (this.isClosed) throw new Error('the server closed the connection');
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
