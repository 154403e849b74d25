import { Writable } from 'node:stream';
import type { Reception } from '../images/index.js';
import type { DatasetSink, PduGate } from './pdu-gate.js';

/** What may wait for the disk before the sender is stopped. */
const AHEAD_BYTES = 1024 * 1024;

/**
 * Where dcmjs-dimse writes the dataset of a C-STORE. The library processes the next fragment while it waits for a stream
 * that is full, so this one is never full: it stops the connection instead.
 */
export class StoreStream extends Writable implements DatasetSink {
  taken = 0;

  constructor(
    readonly reception: Reception,
    private readonly gate: PduGate,
  ) {
    super({ highWaterMark: AHEAD_BYTES, decodeStrings: false });
    // A stream that was told its end drains without saying so.
    for (const event of ['drain', 'finish', 'close']) this.on(event, () => gate.resume());
    this.on('error', () => undefined);
  }

  override write(chunk: Buffer): boolean {
    this.taken += chunk.length;
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
