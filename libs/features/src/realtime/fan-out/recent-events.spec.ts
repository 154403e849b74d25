import { describe, expect, it } from '@jest/globals';
import { asId, type LoggedEvent } from '@overread/domain';
import { LivePacket } from './live-packet.js';
import { RecentEvents } from './recent-events.js';

const packet = (position: number, study: string): LivePacket => {
  const event: LoggedEvent = {
    position,
    at: new Date(0),
    actor: null,
    type: 'read.queued',
    healthSystemId: null,
    studyId: asId(study),
    readId: null,
    readingGroupIds: [],
    readerIds: [],
    version: 1,
    data: {},
  };
  return new LivePacket(event);
};

describe('the recent events', () => {
  const of = (recent: RecentEvents, after: number, topic: string) =>
    recent.after(after, topic).map(({ position }) => position);

  it('begin at the horizon while nothing was told', () => {
    let horizon = 7;
    const recent = new RecentEvents(() => horizon);
    expect([recent.since, recent.last]).toEqual([7, 7]);
    horizon = 9;
    expect(recent.since).toBe(9);
  });

  it('are found by topic and position', () => {
    const recent = new RecentEvents(() => 4);
    for (const position of [5, 8, 9, 12]) recent.add(packet(position, position % 2 ? 'odd' : 'even'));
    expect([recent.since, recent.last]).toEqual([4, 12]);
    expect(of(recent, 4, 'network')).toEqual([5, 8, 9, 12]);
    expect(of(recent, 8, 'network')).toEqual([9, 12]);
    expect(of(recent, 6, 'study:even')).toEqual([8, 12]);
    expect(of(recent, 12, 'network')).toEqual([]);
    expect(of(recent, 4, 'worklist:x')).toEqual([]);
  });

  it('are so many at most, and say from where on they are whole', () => {
    const recent = new RecentEvents(() => 0, 10);
    for (let position = 1; position <= 1_000; position++) {
      recent.add(packet(position, 'a'));
      const kept = of(recent, 0, 'network');
      expect(kept.length).toBeLessThanOrEqual(10);
      expect(kept).toEqual(Array.from({ length: position - recent.since }, (_, index) => recent.since + index + 1));
    }
    expect(recent.since).toBeGreaterThan(980);
  });
});
