import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';

/** What this side takes in one P-DATA-TF; agreed when the association is made. */
export const MAX_PDU_BYTES = 128 * 1024;
const HEAD_BYTES = 6;
const P_DATA = 4;
/** By PDU type (PS3.8 section 9.3): a request lists at most 128 contexts, the others are a few bytes. */
const LIMITS: Readonly<Record<number, number>> = { 1: 256 * 1024, [P_DATA]: MAX_PDU_BYTES + 1024, 5: 64, 6: 64, 7: 64 };

/** An association must be asked for by then, and never be silent for longer than that. */
const REQUEST_MS = 10_000;
const SILENCE_MS = 120_000;
/** Commands are short, and a dataset that is not streamed is a query nobody answers here. */
const MOST_IN_MEMORY = 4 * MAX_PDU_BYTES;

/** Takes the bytes of a dataset, and tells how many it has been given. */
export interface DatasetSink {
  readonly taken: number;
  write(bytes: Buffer): boolean;
}

/**
 * What dcmjs-dimse sees of a connection: PDUs that are whole and of a size that was agreed, whatever the bytes on the
 * wire are. Stands still while the disk is behind, so that a sender is slowed and not the memory filled.
 */
export class PduGate extends EventEmitter {
  private held: Buffer[] = [];
  private heldBytes = 0;
  private isShut = false;
  private paused = false;
  /** Of the dataset that is being received: where it goes, and how much of it has come. */
  private dataset: DatasetSink | null = null;
  private given = 0;
  private readonly deadline: NodeJS.Timeout;

  constructor(private readonly socket: Socket) {
    super();
    this.deadline = setTimeout(() => this.fail('no association was requested'), REQUEST_MS).unref();
    socket.setNoDelay(true);
    socket.setTimeout(SILENCE_MS);
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('timeout', () => {
      if (!this.paused) this.fail('the peer is silent');
    });
    socket.on('error', () => this.shut());
    socket.on('close', () => {
      this.shut();
      this.emit('close');
    });
  }

  get address(): string {
    return this.socket.remoteAddress ?? '';
  }

  /** The association was requested and is being answered. */
  requested(): void {
    clearTimeout(this.deadline);
  }

  /** Where the dataset goes that is being received; null once it is whole. */
  receiveInto(dataset: DatasetSink | null): void {
    this.dataset = dataset;
  }

  /** The library sets timeouts of its own, which know nothing of waiting for the disk. */
  setTimeout(): this {
    return this;
  }

  write(bytes: Buffer): boolean {
    return this.socket.writable && this.socket.write(bytes);
  }

  /** What was written still goes out; a peer that does not hang up then is cut off. */
  end(): void {
    this.socket.end();
    setTimeout(() => this.socket.destroy(), 2000).unref();
  }

  destroy(): void {
    this.socket.destroy();
  }

  pause(): void {
    this.paused = true;
    this.socket.pause();
  }

  resume(): void {
    this.paused = false;
    if (!this.isShut) this.socket.resume();
  }

  /** Bytes that are no DICOM, or a peer that breaks the protocol: there is nothing to say to it. */
  fail(reason: string): void {
    if (!this.isShut) this.emit('failed', reason);
    this.shut();
    this.socket.destroy();
  }

  private shut(): void {
    this.isShut = true;
    clearTimeout(this.deadline);
    this.held = [];
  }

  private take(chunk: Buffer): void {
    this.held.push(chunk);
    this.heldBytes += chunk.length;
    for (let size = this.sizeOfNext(); size !== null && this.heldBytes >= size; size = this.sizeOfNext()) {
      const bytes = this.joined();
      this.held = [bytes.subarray(size)];
      this.heldBytes -= size;
      this.pass(bytes.subarray(0, size));
    }
  }

  /**
   * The library copies every fragment several times. Those between the first and the last of a dataset go straight to
   * where it would write them, as soon as what the library was given has got there.
   */
  private pass(pdu: Buffer): void {
    const fragments = pdu[0] === P_DATA ? fragmentsIn(pdu) : null;
    const isNext = this.dataset?.taken === this.given;
    if (fragments) this.given = fragments.isLast ? 0 : this.given + fragments.bytes;
    if (fragments?.isDataset && !fragments.isLast && isNext) {
      for (const value of fragments.values) this.dataset?.write(value);
    } else if (!this.dataset && this.given > MOST_IN_MEMORY) this.fail('a message is too long');
    else this.emit('data', pdu);
  }

  /** Null while its head is not there, or when it was none. */
  private sizeOfNext(): number | null {
    if (this.isShut || this.heldBytes < HEAD_BYTES) return null;
    const [first] = this.held;
    const head = first && first.length >= HEAD_BYTES ? first : this.joined();
    const [type = 0, length] = [head[0], head.readUInt32BE(2)];
    if (length > (LIMITS[type] ?? -1)) {
      this.fail('the bytes are no PDU of the upper layer protocol');
      return null;
    }
    return HEAD_BYTES + length;
  }

  private joined(): Buffer {
    const [first] = this.held;
    if (this.held.length === 1 && first) return first;
    const bytes = Buffer.concat(this.held);
    this.held = [bytes];
    return bytes;
  }
}

interface Fragments {
  readonly values: readonly Buffer[];
  readonly bytes: number;
  /** Nothing of a command is among them. */
  readonly isDataset: boolean;
  readonly isLast: boolean;
}

const PDV_HEAD_BYTES = 6;
const IS_COMMAND = 1;
const IS_LAST = 2;

/** The presentation data values of a P-DATA-TF (PS3.8 section 9.3.5), as far as they are well formed. */
function fragmentsIn(pdu: Buffer): Fragments {
  const values: Buffer[] = [];
  let [isDataset, isLast] = [true, false];
  for (let at = HEAD_BYTES; at < pdu.length;) {
    const end = at + PDV_HEAD_BYTES <= pdu.length ? at + 4 + pdu.readUInt32BE(at) : Infinity;
    const control = pdu[at + 5] ?? 0;
    if (end > pdu.length || end < at + PDV_HEAD_BYTES)
      return { values: [], bytes: pdu.length, isDataset: false, isLast };
    values.push(pdu.subarray(at + PDV_HEAD_BYTES, end));
    isDataset &&= (control & IS_COMMAND) === 0;
    isLast ||= (control & IS_LAST) !== 0;
    at = end;
  }
  return { values, bytes: values.reduce((sum, value) => sum + value.length, 0), isDataset, isLast };
}
