import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Packet } from './live-packet.js';
import { Outbox } from './outbox.js';

/** A client that takes what it is sent when the test says so. */
class Peer {
  readonly written: string[] = [];
  private readonly acknowledge: (() => void)[] = [];

  write(text: string, _options: object, written: () => void): void {
    this.written.push(text);
    this.acknowledge.push(written);
  }
  take(count = Infinity): void {
    for (let taken = 0; taken < count && this.acknowledge.length > 0; taken++) this.acknowledge.shift()?.();
  }
}

const packet = (number: number) => new Packet('event', { number });
const { bytes } = packet(1);
const limits = { windowBytes: 2 * bytes, queuedBytes: 100 * bytes, queuedPackets: 4 };

describe('an outbox', () => {
  it('hands the transport no more than its window, and the rest in order as that is written', () => {
    const peer = new Peer();
    const outbox = new Outbox(peer, limits);
    const packets = [1, 2, 3, 4, 5].map(packet);
    expect(packets.map((each) => outbox.send(each))).toEqual(Array(5).fill(true));
    expect(peer.written).toHaveLength(2);
    peer.take(1);
    expect(peer.written).toHaveLength(3);
    peer.take();
    expect(peer.written).toEqual(packets.map(({ text }) => text));
  });

  it.each([
    ['too many packets', limits],
    ['too many bytes', { ...limits, queuedPackets: 100, queuedBytes: 4 * bytes }],
  ])('keeps nothing for a client that is behind by %s, and serves it again after that', (_, bounds) => {
    const peer = new Peer();
    const outbox = new Outbox(peer, bounds);
    const sent = [1, 2, 3, 4, 5, 6, 7].map((number) => outbox.send(packet(number)));
    expect(sent).toEqual([true, true, true, true, true, true, false]);
    expect(outbox.send(packet(8))).toBe(true);
    peer.take();
    expect(peer.written).toEqual([1, 2, 8].map((number) => packet(number).text));
  });

  it('tells when there is room again, or nobody to have room for', async () => {
    const peer = new Peer();
    const outbox = new Outbox(peer, limits);
    for (const number of [1, 2, 3, 4]) outbox.send(packet(number));
    let room = false;
    const waiting = outbox.room().then(() => (room = true));
    await Promise.resolve();
    expect(room).toBe(false);
    peer.take(1);
    await waiting;
    for (const number of [5, 6, 7]) outbox.send(packet(number));
    const gone = outbox.room();
    outbox.close();
    await gone;
    expect(outbox.send(packet(8))).toBe(true);
    peer.take();
    expect(peer.written).not.toContain(packet(8).text);
  });

  it('never holds more than its limits, and never sends out of order', () => {
    const steps = fc.array(fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: 3 })), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (taken) => {
        const peer = new Peer();
        const outbox = new Outbox(peer, limits);
        const numbers = () => peer.written.map((text) => Number(/\d+(?=})/.exec(text)?.[0]));
        let number = 0;
        let lost = 0;
        for (const step of taken) {
          if (step > 0) peer.take(step);
          else if (!outbox.send(packet(++number))) lost = number;
          const known = numbers();
          expect(known).toEqual([...known].sort((a, b) => a - b));
          // What is neither written nor lost waits.
          const waiting = number - Math.max(lost, known.at(-1) ?? 0);
          expect(waiting).toBeLessThanOrEqual(limits.queuedPackets);
        }
      }),
    );
  });
});

describe('a packet', () => {
  it.each([10, 200, 70_000])('of %i characters is one WebSocket text frame', (length) => {
    const made = new Packet('event', { text: 'ü'.repeat(length) });
    const frame = made.options.wsPreEncodedFrame[0] as Buffer;
    const short = frame[1] as number;
    const [size, start] =
      short < 126 ? [short, 2] : short === 126 ? [frame.readUInt16BE(2), 4] : [Number(frame.readBigUInt64BE(2)), 10];
    expect(frame[0]).toBe(0x81);
    expect(frame.length).toBe(start + size);
    expect(frame.subarray(start).toString()).toBe(`4${made.text}`);
    expect(made.text).toBe(`2/live,["event",{"text":"${'ü'.repeat(length)}"}]`);
  });
});
