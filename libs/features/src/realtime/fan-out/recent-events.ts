import type { LivePacket } from './live-packet.js';

/** The last events this process was told of: what most clients have missed after a break, without asking the database. */
export class RecentEvents {
  private packets: LivePacket[] = [];
  private base: number | null = null;

  /** @param horizon the tail's position: before anything was told, everything told will come after it */
  constructor(
    private readonly horizon: () => number,
    private readonly most = 4_096,
  ) {}

  /** Every event after this position, up to the last one told, is here. */
  get since(): number {
    return this.base ?? this.horizon();
  }

  /** Position of the last event told. */
  get last(): number {
    return this.packets.at(-1)?.position ?? this.since;
  }

  add(packet: LivePacket): void {
    this.base ??= packet.position - 1;
    this.packets.push(packet);
    if (this.packets.length <= this.most) return;
    // Half at once, so that the array is not moved for every event.
    const gone = this.packets.splice(0, this.packets.length - Math.ceil(this.most / 2));
    this.base = gone.at(-1)?.position ?? this.base;
  }

  /** Those of a topic after a position, in order. */
  after(position: number, topic: string): LivePacket[] {
    return this.packets.slice(this.indexAfter(position)).filter((packet) => packet.topics.includes(topic));
  }

  private indexAfter(position: number): number {
    let low = 0;
    let high = this.packets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.packets[middle]?.position ?? Infinity) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
