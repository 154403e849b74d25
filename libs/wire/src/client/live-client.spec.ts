import { describe, expect, it } from '@jest/globals';
import type { LiveEvent, Subscribed } from '../live.js';
import { LiveTopic, type LiveSocket } from './live-client.js';

type Listener = (...values: unknown[]) => void;

/** The other side of a socket: it remembers what was asked and says what the test tells it to. */
class Peer implements LiveSocket {
  connected = false;
  readonly asked: { topic: string; after?: number; answer: (subscribed: Subscribed) => void }[] = [];
  private readonly listeners = new Map<string, Set<Listener>>();

  connect(): void {
    this.connected = true;
    this.say('connect');
  }
  disconnect(): void {
    this.connected = false;
  }
  on(event: string, listener: Listener): void {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
  }
  off(event: string, listener: Listener): void {
    this.listeners.get(event)?.delete(listener);
  }
  emit(_event: string, ...values: unknown[]): void {
    const [request, answer] = values as [{ topic: string; after?: number }, (subscribed: Subscribed) => void];
    this.asked.push({ ...request, answer });
  }
  say(event: string, ...values: unknown[]): void {
    for (const listener of this.listeners.get(event) ?? []) listener(...values);
  }
  lose(): void {
    this.connected = false;
    this.say('disconnect', 'transport close');
  }
}

const event = (position: number): LiveEvent => ({
  position,
  type: 'read.queued',
  at: '2026-11-22T06:00:00Z',
  studyId: null,
  version: 1,
  data: {},
});
const nothing = { items: [] };

function following() {
  const peer = new Peer();
  const heard: (number | string)[] = [];
  const live = new LiveTopic(peer, 'network', {
    event: ({ position }) => heard.push(position),
    snapshot: (_snapshot, position) => heard.push(`snapshot ${position}`),
    state: (state, error) => heard.push(error ? `${state} ${error.code}` : state),
  });
  return { peer, heard, live };
}

describe('LiveTopic', () => {
  it('takes a snapshot first, then each event once, in order', () => {
    const { peer, heard } = following();
    peer.asked[0]?.answer({ position: 10, snapshot: nothing });
    for (const position of [10, 11, 11, 13, 12]) peer.say('event', event(position));
    expect(peer.asked[0]).toMatchObject({ topic: 'network' });
    expect(peer.asked[0]).not.toHaveProperty('after');
    expect(heard).toEqual(['connecting', 'snapshot 10', 'live', 11, 13]);
  });

  it('keeps events that come before the answer until the snapshot is there', () => {
    const { peer, heard } = following();
    peer.say('event', event(9));
    peer.say('event', event(11));
    peer.asked[0]?.answer({ position: 10, snapshot: nothing });
    expect(heard).toEqual(['connecting', 'snapshot 10', 11, 'live']);
  });

  it('asks for what it missed after a break, from the last position it has seen', () => {
    const { peer, heard } = following();
    peer.asked[0]?.answer({ position: 10, snapshot: nothing });
    peer.say('event', event(12));
    peer.lose();
    peer.connect();
    expect(peer.asked[1]).toMatchObject({ topic: 'network', after: 12 });
    peer.asked[1]?.answer({ position: 20 });
    for (const position of [12, 14, 20]) peer.say('event', event(position));
    expect(heard).toEqual(['connecting', 'snapshot 10', 'live', 12, 'reconnecting', 'live', 14, 20]);
  });

  it('starts over from a snapshot on resync, also when the log is behind where it was', () => {
    const { peer, heard } = following();
    peer.asked[0]?.answer({ position: 100, snapshot: nothing });
    peer.say('resync');
    expect(peer.asked[1]).not.toHaveProperty('after');
    peer.asked[1]?.answer({ position: 50, snapshot: nothing });
    peer.say('event', event(51));
    expect(heard).toEqual(['connecting', 'snapshot 100', 'live', 'snapshot 50', 'live', 51]);
  });

  it('says when the topic is refused, and hears nothing after it is closed', () => {
    const { peer, heard, live } = following();
    peer.asked[0]?.answer({ error: { code: 'access/forbidden', message: 'no' } });
    live.close();
    peer.say('event', event(1));
    expect(heard).toEqual(['connecting', 'refused access/forbidden']);
    expect(peer.connected).toBe(false);
  });
});
