import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import { plusMinutes } from '../core/instant.js';
import type { Reader } from './network.js';
import { endSession, startSession, type SessionRequest, type SessionRows } from './reading-session.js';
import { sampleGroup, sampleReader, sampleSession } from './samples.fixture.js';

const now = new Date('2026-11-22T07:00:00Z');
const rows = (changes: Partial<SessionRows> = {}): SessionRows => ({
  reader: sampleReader(),
  groups: [sampleGroup()],
  session: null,
  ...changes,
});
const request = (changes: Partial<SessionRequest> = {}): SessionRequest => ({
  id: asId('session-2'),
  readingGroupId: null,
  place: { country: 'IN', subdivision: 'IN-KA', zone: 'Asia/Kolkata' },
  mode: 'pull',
  until: null,
  ...changes,
});
const several = {
  reader: sampleReader({ readingGroupIds: [asId('home-rads'), asId('other')] }),
  groups: [sampleGroup(), sampleGroup({ id: asId('other') })],
};

describe('startSession', () => {
  it('signs on at the place attested, for the only group', () => {
    const { next, events, result } = startSession(rows(), request(), now);
    expect(result.started).toMatchObject({ country: 'IN', readingGroupId: 'home-rads', startedAt: now, endedAt: null });
    expect(next?.sessions).toEqual([result.started]);
    expect(events).toMatchObject([
      { type: 'reader.signed-on', readingGroupIds: ['home-rads'], readerIds: ['reader-1'], data: { country: 'IN' } },
    ]);
  });

  it('ends the session that was open elsewhere', () => {
    const { next, events, result } = startSession(rows({ session: sampleSession() }), request(), now);
    expect(result.ended).toMatchObject({ id: 'session-1', endedAt: now, version: 2 });
    expect(next?.sessions?.map((session) => session.id)).toEqual(['session-1', 'session-2']);
    expect(events?.map((event) => event.type)).toEqual(['reader.signed-off', 'reader.signed-on']);
  });

  it('asks a reader of several groups which one', () => {
    const named = startSession(rows(several), request({ readingGroupId: asId('other') }), now);
    expect(named.result.started.readingGroupId).toBe('other');
    expect(() => startSession(rows(several), request(), now)).toThrow(
      expect.objectContaining({ code: 'session/group-required' }),
    );
  });

  it.each<[string, Partial<SessionRows>, Partial<SessionRequest>]>([
    ['session/not-in-group', {}, { readingGroupId: asId('other') }],
    ['session/not-in-group', { reader: sampleReader({ readingGroupIds: [] }) }, {}],
    ['session/not-in-group', { groups: [sampleGroup({ retiredAt: now })] }, {}],
    ['session/reader-retired', { reader: sampleReader({ retiredAt: now } as Partial<Reader>) }, {}],
    ['session/place-invalid', {}, { place: { country: 'India', subdivision: null, zone: 'Asia/Kolkata' } }],
    ['session/place-invalid', {}, { place: { country: 'IN', subdivision: null, zone: 'Asia/Nowhere' } }],
    ['session/until-invalid', {}, { until: now }],
    ['session/until-invalid', {}, { until: plusMinutes(now, 1441) }],
  ])('refuses with %s', (code, has, asked) => {
    expect(() => startSession(rows(has), request(asked), now)).toThrow(expect.objectContaining({ code }));
  });
});

describe('endSession', () => {
  it('signs off once', () => {
    const { result, events } = endSession(sampleSession(), now);
    expect(result.endedAt).toBe(now);
    expect(events?.map((event) => event.type)).toEqual(['reader.signed-off']);
    expect(endSession(result, plusMinutes(now, 1))).toEqual({ result });
  });
});
