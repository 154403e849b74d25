import type { Packet } from './live-packet.js';

/** What the outbox needs of engine.io's socket. `written` is called once the packet has left the process. */
export interface Transmitter {
  write(text: string, options: object, written: () => void): unknown;
}

export interface OutboxLimits {
  /** Handed to the transport and not yet written. */
  windowBytes: number;
  /** Waiting behind the window: more, and the client is slow. */
  queuedBytes: number;
  queuedPackets: number;
}
const LIMITS: OutboxLimits = { windowBytes: 64 * 1024, queuedBytes: 2 * 1024 * 1024, queuedPackets: 2_000 };
/** Whoever waits for room goes on below this share of the limits. */
const ROOM_SHARE = 0.25;

/** What waits to be sent to one client: a little in the transport, the rest here, and never more than the limits. */
export class Outbox {
  private queue: Packet[] = [];
  private queuedBytes = 0;
  private inFlightBytes = 0;
  private closed = false;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly transmitter: Transmitter,
    private readonly limits: OutboxLimits = LIMITS,
  ) {}

  /** False when the client is too slow: then nothing waits any more, neither this packet nor those before it. */
  send(packet: Packet): boolean {
    if (this.closed) return true;
    this.queue.push(packet);
    this.queuedBytes += packet.bytes;
    this.pump();
    if (this.queue.length <= this.limits.queuedPackets && this.queuedBytes <= this.limits.queuedBytes) return true;
    this.clear();
    return false;
  }

  /** Resolves when little waits, or the client is gone. */
  room(): Promise<void> {
    if (this.closed || this.hasRoom()) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  close(): void {
    this.closed = true;
    this.clear();
  }

  private clear(): void {
    this.queue = [];
    this.queuedBytes = 0;
    this.letWaitingGo();
  }

  private hasRoom(): boolean {
    const { queuedBytes, queuedPackets } = this.limits;
    return this.queue.length <= queuedPackets * ROOM_SHARE && this.queuedBytes <= queuedBytes * ROOM_SHARE;
  }

  private letWaitingGo(): void {
    if (!this.closed && !this.hasRoom()) return;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private pump(): void {
    let taken = 0;
    for (const packet of this.queue) {
      if (this.inFlightBytes >= this.limits.windowBytes) break;
      taken += 1;
      this.queuedBytes -= packet.bytes;
      this.inFlightBytes += packet.bytes;
      this.transmitter.write(packet.text, packet.options, () => {
        this.inFlightBytes -= packet.bytes;
        this.pump();
      });
    }
    if (taken > 0) this.queue.splice(0, taken);
    this.letWaitingGo();
  }
}
