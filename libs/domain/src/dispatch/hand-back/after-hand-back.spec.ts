import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { sampleFacility } from '../../network/samples.fixture.js';
import { planningOf, readIds } from '../../routing/samples.fixture.js';
import { clockState } from '../../sla/clock-state.js';
import { at, sampleClock, sampleLevel, START } from '../../sla/samples.fixture.js';
import type { Read } from '../../studies/read.js';
import { sampleRead, sampleStudy } from '../../studies/samples.fixture.js';
import { acknowledgeHandBack, reclaimFromSite, recordCall, recordSiteReading } from './act-on-hand-back.js';
import type { HandBackRows } from './hand-back-event.js';
import { handBackState } from './hand-back.js';
import { openHandBack } from './open-hand-back.js';
import { returnToNetwork } from './return-to-network.js';

const by = { id: 'ann', name: 'Ann Admin' };
const KAY = { name: 'Dr Kay', role: 'radiologist on call', note: null, at: null, by };
const WHY = { ...KAY, note: 'Our own are ill', side: 'hospital' } as const;
const CALL = { channel: 'phone', person: 'Dr Kay', outcome: 'reached', note: null, at: null, by } as const;
const study = sampleStudy({ state: 'ready', readyAt: START, acquiredAt: START });
const waiting = sampleRead({ dueAt: at(60), queuedAt: at(-10) });
const second = sampleRead({ id: asId('read-2'), purpose: 'secondary', issues: 'opinion', ordinal: 1 });

/** What the site has taken, five minutes after it was asked. */
const taken = (reads: Read[] = [waiting]): HandBackRows => {
  const asked = { id: asId<never>('back-1'), reason: 'nobody-eligible', note: null, by } as const;
  const handBack = openHandBack({ study, reads }, { ...asked, facility: sampleFacility() }, START).result;
  const rows = { study, reads, clocks: [sampleClock()], handBack };
  return { ...rows, ...acknowledgeHandBack(rows, { ...KAY, side: 'hospital' }, at(5)).next };
};
const codeOf = (act: () => unknown) => {
  try {
    act();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const apply = (rows: HandBackRows, { next }: { next?: Partial<HandBackRows> }): HandBackRows => ({ ...rows, ...next });
const reclaimed = (from: HandBackRows): HandBackRows => apply(from, reclaimFromSite(from, WHY, at(20)));
const owedAgain = (from: HandBackRows) => {
  const rows = reclaimed(from);
  const serviceLevels = [sampleLevel({ contractId: asId('contract-home-rads'), targetMinutes: 30 })];
  const planning = planningOf({ study: rows.study, serviceLevels }, at(20));
  return returnToNetwork(rows, planning, { now: at(20), newIds: { read: readIds(), clock: () => asId('clock-2') } });
};

describe('what the site reads', () => {
  it('is noted by name, with when and where, and leaves the clocks late', () => {
    const rows = taken();
    const change = recordSiteReading(rows, { ...KAY, note: 'In the hospital’s own archive', at: at(15) }, at(30));
    const after = apply(rows, change);
    expect(handBackState(after.handBack)).toBe('read');
    expect(after.handBack.reading).toMatchObject({ name: 'Dr Kay', at: at(15).toISOString() });
    expect(after.study.handedBack).toMatchObject({ name: 'Dr Kay', readAt: at(15).toISOString() });
    expect(after.clocks.map((clock) => clockState(clock, at(31)))).toEqual(['late']);
    expect(change.events).toMatchObject([{ type: 'hand-back.read', data: { role: 'radiologist on call' } }]);
    expect(JSON.stringify(change.events)).not.toMatch(/Kay|archive/);
    expect(codeOf(() => recordSiteReading(after, KAY, at(31)))).toBe('hand-back/read');
    expect(codeOf(() => reclaimFromSite(after, WHY, at(31)))).toBe('hand-back/read');
  });

  it('lies after the images were made, not in the future, and is of a study that the site has', () => {
    const noting = (from: HandBackRows, minutes: number) =>
      codeOf(() => recordSiteReading(from, { ...KAY, at: at(minutes) }, at(30)));
    expect(noting(taken(), -1)).toBe('hand-back/before-images');
    expect(noting(taken(), 32)).toBe('hand-back/in-future');
    expect(noting(reclaimed(taken()), 20)).toBe('hand-back/not-theirs');
  });
});

describe('a study that its site gives back', () => {
  it('is the network’s again on the word of somebody there, once', () => {
    const after = reclaimed(taken());
    expect(handBackState(after.handBack)).toBe('reclaimed');
    expect(after.study.handedBack).toBeNull();
    expect(codeOf(() => reclaimFromSite(after, WHY, at(21)))).toBe('hand-back/not-theirs');
  });

  it('is not taken on the word of the network, unless they spoke to somebody since the site took it', () => {
    const rows = apply(taken(), { next: { handBack: { ...taken().handBack, attempts: [] } } });
    const said = (from: HandBackRows) => codeOf(() => reclaimFromSite(from, { ...WHY, side: 'network' }, at(20)));
    expect(said(rows)).toBe('hand-back/other-side');
    expect(said(apply(rows, recordCall(rows, { ...CALL, at: at(4) }, at(10))))).toBe('hand-back/other-side');
    expect(said(apply(rows, recordCall(rows, CALL, at(10))))).toBeNull();
  });

  it('is planned again: reads as old as before, due from now, and the promise before stays broken', () => {
    const { next, result, events } = owedAgain(taken());
    expect(next.reads.map(({ state, ordinal }) => [state, ordinal])).toEqual([
      ['cancelled', 0],
      ['queued', 0],
    ]);
    expect(result.reads).toMatchObject([{ queuedAt: at(-10), dueAt: at(50), issues: 'final' }]);
    expect(result.reads[0]!.ladder[0]?.openedAt).not.toBeNull();
    expect(next.clocks.map((clock) => [clockState(clock, at(21)), clock.dueAt])).toEqual([
      ['late', at(60)],
      ['running', at(50)],
    ]);
    expect(next.study).toMatchObject({ state: 'ready', readyAt: START, handedBack: null });
    expect(events?.map(({ type }) => type)).toEqual(['read.queued', 'sla.started']);
  });

  it('gets back what was not read, where a part of it was', () => {
    const preliminary = sampleRead({ id: asId('read-0'), issues: 'preliminary', state: 'completed' });
    const { next, result } = owedAgain(taken([preliminary, { ...waiting, ordinal: 1 }]));
    expect(result.reads).toMatchObject([{ issues: 'final', state: 'queued', queuedAt: at(-10), dueAt: at(50) }]);
    expect(next.reads.filter(({ issues }) => issues === 'preliminary')).toEqual([preliminary]);
  });

  it('leaves no second read behind that would wait for ever', () => {
    const rows = taken([waiting, second]);
    expect(rows.reads.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    const addendum = sampleRead({ id: asId('read-3'), purpose: 'addendum' });
    expect(taken([waiting, addendum]).reads.map(({ state }) => state)).toEqual(['cancelled', 'queued']);
  });
});
