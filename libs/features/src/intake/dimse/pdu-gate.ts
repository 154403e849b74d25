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

/**
 * What dcmjs-dimse sees of a connection: PDUs that are whole and of a size that was agreed, whatever the bytes on the
 * wire are. Stands still while the disk is behind, so that a sender is slowed and not the memory filled.
 */
export class PduGate extends EventEmitter {
  private held: Buffer[] = [];
  private heldBytes = 0;
  private isShut = false;
  private paused = false;
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
      this.emit('data', bytes.subarray(0, size));
    }
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
