import { Writable } from 'node:stream';
import type { Reception } from '../images/index.js';
import type { PduGate } from './pdu-gate.js';

/** What may wait for the disk before the sender is stopped. */
const AHEAD_BYTES = 1024 * 1024;

/**
 * Where dcmjs-dimse writes the dataset of a C-STORE. The library processes the next fragment while it waits for a stream
 * that is full, so this one is never full: it stops the connection instead.
 */
export class StoreStream extends Writable {
  constructor(
    readonly reception: Reception,
    private readonly gate: PduGate,
  ) {
    super({ highWaterMark: AHEAD_BYTES, decodeStrings: false });
    this.on('drain', () => gate.resume());
    this.on('error', () => gate.resume());
  }

  override write(chunk: Buffer): boolean {
    if (!super.write(chunk)) this.gate.pause();
    return true;
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    void this.put(chunk, done);
  }

  private async put(chunk: Buffer, done: (error?: Error | null) => void): Promise<void> {
    try {
      await this.reception.write(chunk);
    } catch (error) {
      return done(error as Error);
    }
    done();
  }
}
