import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../core/domain-error.js';
import { asId } from '../../core/ids.js';
import type { ReadingGroup } from '../../network/network.js';
import { pauseGroup, pauseReader, resumeGroup, resumeReader } from '../../network/pause.js';
import { sampleGroup, sampleReader, sampleSession } from '../../network/samples.fixture.js';
import { openLadder } from '../../routing/ladder/open-ladder.js';
import { opening } from '../../routing/standard-plans.js';
import { sampleStep } from '../../studies/samples.fixture.js';
import { at, openStep, rowsOf, visibleRead } from '../samples.fixture.js';
import { refuseStop, stopOf, stopsRead } from './stopped.js';

const asked = { minutes: 60, by: 'ann', reason: 'monitor broken' };
const reader = sampleReader();
const group = { ...sampleGroup(), id: asId<ReadingGroup['id']>('home-rads') };
const session = { ...sampleSession(), readingGroupId: group.id };
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind} ${error.code}`;
    throw error;
  }
  return 'no error';
};
const paused = pauseReader(reader, asked, at(0)).result;
const stop = (kind: 'paused' | 'draining', minute = 1) =>
  stopOf({ reader, session }, new Map([[group.id, pauseGroup(group, { kind, ...asked }, at(0)).result]]), at(minute));
const elsewhere = visibleRead({ ladder: [openStep, sampleStep('toronto', null, 1)] });
const routine = { priority: 'routine', state: 'ready' } as const;
const critical = { priority: 'critical', state: 'ready' } as const;

describe('a pause', () => {
  it('says who wanted it, why and until when, and makes the reader’s version grow', () => {
    expect(paused).toMatchObject({
      version: reader.version + 1,
      pause: { kind: 'paused', until: at(60).toISOString() },
    });
    expect(pauseReader(reader, asked, at(0)).events?.[0]).toMatchObject({
      type: 'reader.paused',
      readerIds: [reader.id],
      data: { reason: 'monitor broken' },
    });
  });

  it('is one at a time, ends by itself and by hand', () => {
    expect(codeOf(() => pauseReader(paused, asked, at(1)))).toBe('conflict reader/paused');
    expect(pauseReader(paused, asked, at(60)).result.pause?.since).toBe(at(60).toISOString());
    expect(resumeReader(paused, asked, at(1)).result.pause).toBeNull();
    expect(resumeReader(paused, asked, at(60)).next).toBeUndefined();
    expect(resumeReader(reader, asked, at(1)).next).toBeUndefined();
  });

  it('of a group may become a drain, and back', () => {
    const first = pauseGroup(group, { kind: 'paused', ...asked }, at(0)).result;
    const drained = pauseGroup(first, { kind: 'draining', ...asked, minutes: null }, at(1));
    expect(drained.events?.[0]).toMatchObject({ type: 'group.drained', readingGroupIds: [group.id] });
    expect(codeOf(() => pauseGroup(drained.result, { kind: 'draining', ...asked }, at(2)))).toBe(
      'conflict group/draining',
    );
    expect(resumeGroup(drained.result, asked, at(900)).result.pause).toBeNull();
  });
});

describe('under a stop', () => {
  it('a paused reader gets nothing, critical work neither', () => {
    const own = stopOf({ reader: paused, session }, new Map(), at(1));
    expect([stopsRead(own, elsewhere, routine), stopsRead(own, elsewhere, critical)]).toEqual([true, true]);
    expect(stopOf({ reader: paused, session }, new Map(), at(60))).toBeNull();
    expect(codeOf(() => own && refuseStop(own))).toBe('conflict reader/paused');
  });

  it.each(['paused', 'draining'] as const)('a group that is %s still reads critical work', (kind) => {
    expect(stopsRead(stop(kind), elsewhere, routine)).toBe(true);
    expect(stopsRead(stop(kind), elsewhere, critical)).toBe(false);
    expect(stopsRead(stop(kind), { ...elsewhere, purpose: 'secondary' }, critical)).toBe(true);
    expect(stopsRead(stop(kind, 60), elsewhere, routine)).toBe(false);
  });

  it('a draining group keeps what nobody else may read; a paused one waits', () => {
    const only = visibleRead({ ladder: [openStep] });
    expect([stopsRead(stop('draining'), only, routine), stopsRead(stop('paused'), only, routine)]).toEqual([
      false,
      true,
    ]);
  });

  it('a draining group’s reads go to the next step at once, unless it was closed by hand', () => {
    const next = { ...sampleStep('toronto', null, 1), opens: opening({ afterMinutes: 600 }) };
    const { study, reads } = rowsOf({ ladder: [openStep, next, { ...next, step: 2 }] });
    const situation = { study, siblings: [], signedOnEligible: [], draining: new Set([group.id]) };
    const change = openLadder(reads[0]!, situation, at(1));
    expect(change.next?.read?.ladderStep).toBe(1);
    expect(change.events?.[0]?.data['reason']).toBe('group-draining');
    const shut = { ...reads[0]!, ladder: [openStep, { ...next, closedUntil: at(9).toISOString() }] };
    expect(openLadder(shut, situation, at(1)).next).toBeUndefined();
  });
});
