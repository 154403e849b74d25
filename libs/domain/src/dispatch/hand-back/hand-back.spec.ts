import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { sampleFacility } from '../../network/samples.fixture.js';
import { clockState } from '../../sla/clock-state.js';
import { passDue } from '../../sla/ledger/due-transitions.js';
import { at, sampleClock, START } from '../../sla/samples.fixture.js';
import type { Read } from '../../studies/read.js';
import { sampleRead, sampleStudy } from '../../studies/samples.fixture.js';
import { acknowledgeHandBack, recordCall, refuseHandBack, withdrawHandBack } from './act-on-hand-back.js';
import { callListOf } from './call-list.js';
import { escalateHandBack } from './escalate-hand-back.js';
import type { HandBackRows } from './hand-back-event.js';
import { openHandBack } from './open-hand-back.js';

const NIGHT = { zone: 'America/Chicago', windows: [{ days: [], from: '19:00', to: '07:00' }] };
const DAY = { zone: 'America/Chicago', windows: [{ days: [], from: '07:00', to: '19:00' }] };
/** 02:00 in Houston. */
const facility = sampleFacility({
  phone: '+1-555-0100',
  callTree: [
    { role: 'radiologist on site', name: null, phone: '1', hours: DAY },
    { role: 'radiologist on call', name: 'Dr Kay', phone: '2', hours: NIGHT },
    { role: 'physician in charge', name: null, phone: '3', hours: null },
  ],
});
const by = { id: 'manager', name: 'Mo Manager' };
const KAY = { name: 'Dr Kay', role: 'radiologist on call', note: null, at: null, by };
const CALL = { channel: 'phone', person: 'Dr Kay', outcome: 'reached', note: null, at: null, by } as const;

const study = sampleStudy({ state: 'ready', readyAt: START });
const opened = (reads: Read[] = [sampleRead({ dueAt: at(60) })]): HandBackRows => {
  const asked = { id: asId<never>('back-1'), reason: 'nobody-eligible', note: null, by, facility } as const;
  const handBack = openHandBack({ study, reads }, asked, START).result;
  return { study, reads, clocks: [sampleClock()], handBack };
};
const apply = (rows: HandBackRows, change: { next?: Partial<HandBackRows> }): HandBackRows => ({
  ...rows,
  ...change.next,
});
const codeOf = (act: () => unknown) => {
  try {
    act();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the call list', () => {
  it('has those on duty first, in the order of the tree, and the others behind them', () => {
    expect(callListOf(facility, START).map(({ role, onDuty }) => [role, onDuty])).toEqual([
      ['radiologist on call', true],
      ['physician in charge', true],
      ['radiologist on site', false],
    ]);
  });

  it('is the switchboard without a tree, and nobody without a phone', () => {
    expect(callListOf({ callTree: [], phone: '0' }, START).map(({ role }) => role)).toEqual(['switchboard']);
    expect(callListOf({ callTree: [], phone: null }, START)).toEqual([]);
  });
});

describe('a study offered back to its site', () => {
  it('stays the network’s, readable and with its clock, however often the site is called', () => {
    const rows = opened();
    const called = apply(rows, recordCall(rows, CALL, at(1)));
    expect(called.handBack).toMatchObject({ endedAt: null, acknowledgement: null, attempts: [{ person: 'Dr Kay' }] });
    expect([called.study, called.reads, called.clocks]).toEqual([rows.study, rows.reads, rows.clocks]);
  });

  it('is the site’s once somebody there takes it by name: its reads end and its clocks are late and at rest', () => {
    const rows = opened();
    const { events, ...taken } = acknowledgeHandBack(rows, { ...KAY, side: 'hospital' }, at(5));
    const after = apply(rows, taken);
    expect(after.study.handedBack).toMatchObject({
      name: 'Dr Kay',
      role: 'radiologist on call',
      at: at(5).toISOString(),
    });
    expect(after.reads.map(({ state }) => state)).toEqual(['cancelled']);
    const [clock] = after.clocks;
    expect(clock && clockState(clock, at(6))).toBe('late');
    expect(passDue(after, at(500)).result).toBe(0);
    expect(events?.map(({ type }) => type)).toEqual(['hand-back.acknowledged', 'read.cancelled', 'sla.breached']);
    expect(events?.at(-1)?.data).toMatchObject({ cause: 'returned-to-site' });
    expect(JSON.stringify(events)).not.toContain('Kay');
  });

  it('keeps the true time of what was said, which is not in the future', () => {
    const rows = opened();
    const said = acknowledgeHandBack(rows, { ...KAY, at: at(3), side: 'hospital' }, at(9));
    expect(said.result.acknowledgement?.at).toBe(at(3).toISOString());
    expect(codeOf(() => acknowledgeHandBack(rows, { ...KAY, at: at(30), side: 'hospital' }, at(9)))).toBe(
      'hand-back/in-future',
    );
  });

  it('is not taken on the word of whoever called, unless they spoke to somebody', () => {
    const rows = opened();
    const taking = (from: HandBackRows) => codeOf(() => acknowledgeHandBack(from, { ...KAY, side: 'readers' }, at(5)));
    expect(taking(rows)).toBe('hand-back/other-side');
    expect(taking(apply(rows, recordCall(rows, { ...CALL, outcome: 'message-left' }, at(2))))).toBe(
      'hand-back/other-side',
    );
    expect(taking(apply(rows, recordCall(rows, { ...CALL, channel: 'fax' }, at(2))))).toBe('hand-back/other-side');
    expect(taking(apply(rows, recordCall(rows, CALL, at(2))))).toBeNull();
  });

  it('stays the network’s when the site says that it cannot, by name and with its reason', () => {
    const rows = opened();
    const refused = apply(rows, refuseHandBack(rows, { ...KAY, note: 'No radiologist here', side: 'hospital' }, at(5)));
    expect(refused.handBack).toMatchObject({ refusal: { name: 'Dr Kay' }, endedAt: at(5) });
    expect([refused.study.handedBack, refused.reads]).toEqual([null, rows.reads]);
  });

  it('ends once', () => {
    const rows = opened();
    const ended = apply(rows, withdrawHandBack(rows, 'A reader signed on', at(5)));
    for (const act of [
      () => acknowledgeHandBack(ended, { ...KAY, side: 'hospital' }, at(6)),
      () => refuseHandBack(ended, { ...KAY, side: 'hospital' }, at(6)),
      () => recordCall(ended, CALL, at(6)),
      () => withdrawHandBack(ended, 'again', at(6)),
    ])
      expect(codeOf(act)).toBe('hand-back/ended');
  });

  it('is what waits for a reader: not what somebody reads, has read, or the site has', () => {
    const held = sampleRead({ state: 'in-progress', readerId: asId('reader-1'), startedAt: START });
    expect(codeOf(() => opened([held]))).toBe('hand-back/being-read');
    expect(codeOf(() => opened([sampleRead({ state: 'completed' })]))).toBe('hand-back/nothing-waiting');
    const rows = opened();
    const meanwhile = { ...rows, reads: [held] };
    expect(codeOf(() => acknowledgeHandBack(meanwhile, { ...KAY, side: 'hospital' }, at(5)))).toBe(
      'hand-back/being-read',
    );
  });
});

describe('the escalation of a hand-back', () => {
  const steps = (rows: HandBackRows, minutes: number) =>
    escalateHandBack(rows, at(minutes)).events?.map(({ data }) => data['to']) ?? [];

  it('goes up the call list and then to the network, each step once, also those nobody looked at', () => {
    const rows = opened();
    expect(steps(rows, 4)).toEqual([]);
    expect(steps(rows, 5)).toEqual(['physician in charge']);
    expect(steps(rows, 400)).toEqual(['physician in charge', 'radiologist on site', 'network']);
    const late = apply(rows, escalateHandBack(rows, at(400)));
    expect([steps(late, 900), late.handBack.nextEscalationAt]).toEqual([[], null]);
  });

  it('tells the network at once where there is nobody to call', () => {
    const asked = { id: asId<never>('back-2'), reason: 'nobody-eligible', note: null, by } as const;
    const rows = opened();
    const nobody = openHandBack(rows, { ...asked, facility: { callTree: [], phone: null } }, START).result;
    expect(steps({ ...rows, handBack: nobody }, 0)).toEqual(['network']);
  });

  it('ends by itself once nothing of the study waits any more', () => {
    const rows = opened();
    const read = { ...rows, reads: [sampleRead({ state: 'completed' })] };
    expect(apply(read, escalateHandBack(read, at(1))).handBack).toMatchObject({
      endedAt: at(1),
      acknowledgement: null,
    });
  });
});
