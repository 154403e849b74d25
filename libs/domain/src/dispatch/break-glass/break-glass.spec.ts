import { describe, expect, it } from '@jest/globals';
import { samplePrincipal } from '../../access/samples.fixture.js';
import { asId } from '../../core/ids.js';
import type { FailedRule, RuleCode } from '../../eligibility/facts.js';
import { sampleFacility } from '../../network/samples.fixture.js';
import { signFinal } from '../../reading/signing/sign-final.js';
import { signPreliminary } from '../../reading/signing/sign-preliminary.js';
import { at, START } from '../../sla/samples.fixture.js';
import { sampleRead, sampleStep, sampleStudy } from '../../studies/samples.fixture.js';
import { releaseRead } from '../offers/release-read.js';
import { openHandBack } from '../hand-back/open-hand-back.js';
import { recordCall } from '../hand-back/act-on-hand-back.js';
import { declareMassCasualty } from '../emergency/mass-casualty.js';
import { endActs } from '../emergency/run-mass-casualty.js';
import { type BreakGlass, breakGlassState, type Confirmer } from './break-glass.js';
import type { BreakGlassRows } from './break-glass-event.js';
import { confirmBreakGlass, refuseBreakGlass } from './confirm-break-glass.js';
import { requestBreakGlass, type BreakGlassRequest } from './request-break-glass.js';
import { passBreakGlass, reviewBreakGlass } from './review-break-glass.js';
import { standsAs } from './stands-as.js';
import { takeBreakGlass, type Taking } from './take-break-glass.js';

const person = (id: string) => ({ id, name: `Dr ${id}` });
const failing = (...codes: RuleCode[]): FailedRule[] => codes.map((code) => ({ code, fact: `fails ${code}` }));
const study = sampleStudy({ state: 'ready', readyAt: START });
const owed = sampleRead({ dueAt: at(30), ladder: [sampleStep('home-rads', START.toISOString())], ladderStep: 0 });
const rows = { study, reads: [owed] };
const facility = sampleFacility({ phone: '+1-555-0100' });

const offered = () => {
  const asked = {
    id: asId<never>('back-1'),
    reason: 'nobody-eligible',
    note: null,
    by: person('mo'),
    facility,
  } as const;
  const handBack = openHandBack(rows, asked, START).result;
  const call = {
    channel: 'phone',
    person: 'desk',
    outcome: 'not-reached',
    note: null,
    at: null,
    by: person('mo'),
  } as const;
  return recordCall({ ...rows, clocks: [], handBack }, call, START).result;
};
const request = (changes: Partial<BreakGlassRequest> = {}): BreakGlassRequest => ({
  id: asId('act-1'),
  readId: owed.id,
  readerId: asId('rae'),
  readingGroupId: asId('home-rads'),
  reason: 'Stroke, nobody else awake',
  by: person('mo'),
  failed: failing('privilege'),
  instruments: {},
  eligibleInTime: 0,
  handBacks: [offered()],
  event: null,
  earlier: [],
  ...changes,
});
const requested = (changes: Partial<BreakGlassRequest> = {}): BreakGlassRows => ({
  ...rows,
  act: requestBreakGlass(rows, request(changes), START).result,
});
const confirm = (from: BreakGlassRows, as: Confirmer, id: string, readerId: string | null = null): BreakGlassRows => {
  const who = { as, by: person(id), readerId: readerId === null ? null : asId<never>(readerId) };
  return { ...from, act: confirmBreakGlass(from, who, at(1)).result };
};
const granted = (changes: Partial<BreakGlassRequest> = {}): BreakGlassRows =>
  confirm(confirm(requested(changes), 'facility-physician', 'phil'), 'medical-director', 'meg');
const taking = (changes: Partial<Taking> = {}): Taking => ({
  newReadId: asId('read-2'),
  by: { readerId: asId('rae'), readingGroupId: asId('home-rads'), sessionId: asId('s'), tier: 'offshore' },
  failed: failing('privilege'),
  eligibleInTime: 0,
  facility: { zone: facility.zone, isDayOff: () => false },
  event: null,
  ...changes,
});
const taken = (changes: Partial<BreakGlassRequest> = {}, by: Partial<Taking> = {}): BreakGlassRows => {
  const from = granted(changes);
  return { ...from, ...takeBreakGlass(from, taking(by), at(2)).next };
};
const codeOf = (act: () => unknown) => {
  try {
    act();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const requesting = (changes: Partial<BreakGlassRequest>, from = rows) =>
  codeOf(() => requestBreakGlass(from, request(changes), START));

describe('a request to set rules aside', () => {
  it('is for critical and STAT studies only', () => {
    for (const priority of ['urgent', 'routine'] as const)
      expect(requesting({}, { ...rows, study: { ...study, priority } })).toBe('break-glass/not-pressing');
    expect(requesting({}, { ...rows, study: { ...study, priority: 'critical' } })).toBeNull();
  });

  it('is refused while an eligible reader is there or will be in time', () => {
    expect(requesting({ eligibleInTime: 1 })).toBe('break-glass/somebody-eligible');
  });

  it('comes after the site was asked: a call that is noted, or its refusal', () => {
    expect(requesting({ handBacks: [] })).toBe('break-glass/hand-back-first');
    expect(requesting({ handBacks: [{ ...offered(), attempts: [] }] })).toBe('break-glass/hand-back-first');
    const answer = { name: 'Dr Kay', role: 'on call', at: '', note: 'Nobody here', by: person('kay') };
    expect(requesting({ handBacks: [{ ...offered(), attempts: [], refusal: answer }] })).toBeNull();
    expect(requesting({ handBacks: [{ ...offered(), acknowledgement: answer }] })).toBe('break-glass/hand-back-first');
  });

  it('is for a primary read that waits: not an opinion, not what somebody holds, not what the site took', () => {
    for (const change of [
      { state: 'assigned' },
      { state: 'in-progress' },
      { purpose: 'secondary' },
      { issues: 'opinion' },
    ] as const)
      expect(requesting({}, { ...rows, reads: [{ ...owed, ...change }] })).toBe('break-glass/not-waiting');
    const handedBack = { handBackId: asId<never>('b'), name: 'Dr Kay', role: 'on call', at: '' };
    expect(requesting({}, { ...rows, study: { ...study, handedBack } })).toBe('break-glass/not-waiting');
  });

  it('is refused for a rule that is never set aside, and for a reader who fails none', () => {
    expect(requesting({ failed: failing('privilege', 'agreement') })).toBe('break-glass/never');
    expect(requesting({ failed: [] })).toBe('break-glass/eligible');
  });

  it('opens nothing by itself', () => {
    expect(codeOf(() => takeBreakGlass(requested(), taking(), at(1)))).toBe('break-glass/not-granted');
  });
});

describe('the confirmations', () => {
  it('are the physician’s and the medical director’s, both, in any order', () => {
    const one = confirm(requested(), 'medical-director', 'meg');
    expect([breakGlassState(one.act, at(1)), codeOf(() => takeBreakGlass(one, taking(), at(2)))]).toEqual([
      'requested',
      'break-glass/not-granted',
    ]);
    expect(breakGlassState(confirm(one, 'facility-physician', 'phil').act, at(1))).toBe('granted');
  });

  it('never come from one person twice, whatever they stand as', () => {
    const one = confirm(requested(), 'medical-director', 'meg');
    expect(codeOf(() => confirm(one, 'facility-physician', 'meg'))).toBe('break-glass/same-person');
    expect(codeOf(() => confirm(one, 'medical-director', 'max'))).toBe('break-glass/confirmed');
  });

  it('do not come from who asked for it, nor from who is to read', () => {
    expect(codeOf(() => confirm(requested(), 'medical-director', 'mo'))).toBe('break-glass/own-request');
    expect(codeOf(() => confirm(requested(), 'facility-physician', 'r', 'rae'))).toBe('break-glass/own-request');
  });

  it.each(['capacity', 'fatigue'] as const)(
    'of a reader past their %s are the supervisor’s and the reader’s too',
    (code) => {
      const failed = failing(code);
      const two = granted({ failed });
      expect(breakGlassState(two.act, at(1))).toBe('requested');
      const four = confirm(confirm(two, 'supervisor', 'sue'), 'reader', 'r', 'rae');
      expect(breakGlassState(four.act, at(1))).toBe('granted');
      expect(codeOf(() => confirm(requested(), 'supervisor', 'sue'))).toBe('break-glass/not-needed');
    },
  );

  it('end with a refusal, also after it was granted', () => {
    const refused = (from: BreakGlassRows) => ({
      ...from,
      act: refuseBreakGlass(from, { by: person('meg'), reason: 'A reader signed on' }, at(2)).result,
    });
    expect(codeOf(() => confirm(refused(requested()), 'medical-director', 'max'))).toBe('break-glass/not-open');
    expect(codeOf(() => takeBreakGlass(refused(granted()), taking(), at(3)))).toBe('break-glass/not-granted');
  });

  it('are for the office that somebody holds there, and no key’s', () => {
    const about = {
      healthSystemId: asId<never>('mercy'),
      readerId: asId<never>('rae'),
      readingGroupId: asId<never>('day'),
    };
    const office = (name: 'physician' | 'medical-director', organizationId: string | null) => [
      { office: name, organizationId },
    ];
    const physician = samplePrincipal('hospital', ['mercy'], { offices: office('physician', 'mercy') });
    const director = samplePrincipal('auditor', [], { offices: office('medical-director', null) });
    expect(standsAs(physician, 'facility-physician', about)).toBe(true);
    expect(standsAs(director, 'medical-director', about)).toBe(true);
    expect(standsAs(samplePrincipal('group-manager', ['day']), 'supervisor', about)).toBe(true);
    const others: [Confirmer, typeof physician][] = [
      ['facility-physician', samplePrincipal('hospital', ['mercy'])],
      [
        'facility-physician',
        samplePrincipal('hospital', ['grace', 'mercy'], { offices: office('physician', 'grace') }),
      ],
      ['facility-physician', { ...physician, kind: 'api-key' }],
      ['facility-physician', director],
      ['medical-director', samplePrincipal('administrator')],
      ['medical-director', physician],
      ['supervisor', samplePrincipal('group-manager', ['night'])],
      ['reader', samplePrincipal('reader', ['day'], { readerId: asId('zoe') })],
    ];
    expect(others.map(([as, who]) => standsAs(who, as, about))).toEqual(others.map(() => false));
  });
});

describe('taking it', () => {
  it('makes a read that issues a preliminary, flagged, while the owed read waits for an independent eligible reader', () => {
    const after = taken();
    const [again, emergency] = after.reads;
    expect(emergency).toMatchObject({
      issues: 'preliminary',
      state: 'in-progress',
      readerId: 'rae',
      breakGlassId: 'act-1',
      openedAt: at(2),
    });
    expect(again).toMatchObject({ id: owed.id, state: 'queued', issues: 'final', independent: true, readerId: null });
    expect(after.study.state).toBe('reading');
    const signing = {
      readId: asId<never>('read-2'),
      reportId: asId<never>('report-1'),
      author: { readerId: asId<never>('rae'), name: 'Dr Rae' },
      body: { sections: {}, impression: 'Clot.', conclusion: 'critical' as const },
    };
    const { study: read, reads } = after;
    const signed = signPreliminary({ study: read, reads, reports: [] }, signing, at(5));
    expect(signed.result.report).toMatchObject({ kind: 'preliminary', flags: ['break-glass'] });
    expect(signed.next?.study?.state).toBe('preliminary');
    const final = { ...signing, newDutyId: () => asId<never>('duty') };
    expect(codeOf(() => signFinal({ study: read, reads, reports: [] }, final, at(5)))).toBe('read/issues-other');
  });

  it('asks again which rules fail: exactly the confirmed ones, or nothing is opened', () => {
    const trying = (...codes: RuleCode[]) =>
      codeOf(() => takeBreakGlass(granted(), taking({ failed: failing(...codes) }), at(2)));
    expect(trying('privilege')).toBeNull();
    for (const codes of [['privilege', 'licence'], ['licence'], [], ['privilege', 'session']] as RuleCode[][])
      expect(trying(...codes)).toBe('break-glass/rules-changed');
  });

  it('is refused once somebody eligible is there, the read is taken or finished, or it presses no more', () => {
    const trying = (changes: Partial<BreakGlassRows>, by: Partial<Taking> = {}) =>
      codeOf(() => takeBreakGlass({ ...granted(), ...changes }, taking(by), at(2)));
    expect(trying({}, { eligibleInTime: 1 })).toBe('break-glass/somebody-eligible');
    for (const state of ['assigned', 'in-progress', 'completed', 'cancelled'] as const)
      expect(trying({ reads: [{ ...owed, state }] })).toBe('break-glass/not-waiting');
    expect(trying({ study: { ...study, priority: 'routine' } })).toBe('break-glass/not-pressing');
  });

  it('is not asked for, nor taken, while somebody reads the study by break-glass', () => {
    const during = taken();
    expect(requesting({}, during)).toBe('break-glass/being-read');
    expect(codeOf(() => takeBreakGlass({ ...during, act: granted().act }, taking(), at(3)))).toBe(
      'break-glass/being-read',
    );
  });

  it('is the named reader’s, once, and before it expires', () => {
    const by = { ...taking().by, readerId: asId<never>('zoe') };
    expect(codeOf(() => takeBreakGlass(granted(), taking({ by }), at(2)))).toBe('break-glass/not-yours');
    expect(codeOf(() => takeBreakGlass(taken(), taking(), at(3)))).toBe('break-glass/not-granted');
    expect(codeOf(() => takeBreakGlass(granted(), taking(), at(60)))).toBe('break-glass/not-granted');
  });

  it('is not done under a legal instrument that has ended meanwhile', () => {
    const instrument = {
      kind: 'waiver',
      reference: 'EO-7',
      issuedBy: 'Texas',
      validUntil: at(2).toISOString(),
    } as const;
    const from = granted({ failed: failing('licence'), instruments: { licence: instrument } });
    const trying = (minutes: number) =>
      codeOf(() => takeBreakGlass(from, taking({ failed: failing('licence') }), at(minutes)));
    expect([trying(1), trying(2)]).toEqual([null, 'break-glass/rules-changed']);
  });

  it('marks what no payer lets be billed', () => {
    const after = taken({ failed: failing('payer') }, { failed: failing('payer') });
    expect(after.reads.map(({ billable }) => billable)).toEqual([true, false]);
  });

  it('ends, when given back, for everybody: it was for that reader alone', () => {
    const after = taken();
    const by = { readerId: asId<never>('rae') };
    const released = releaseRead(after, { readId: asId('read-2'), by, reason: 'Ill' });
    expect(released.result.state).toBe('cancelled');
    expect(released.next?.reads?.map(({ state }) => state)).toEqual(['queued', 'cancelled']);
  });
});

describe('under a declared event', () => {
  const event = (facilityIds = [study.facilityId]) =>
    declareMassCasualty(
      {
        id: asId('event-1'),
        healthSystemId: study.healthSystemId,
        facilityIds,
        title: 'Train',
        note: null,
        by: person('x'),
        hours: 12,
        extends: null,
      },
      START,
    );

  it('is good until the event ends, at most 24 h', () => {
    expect(requested({ event: event() }).act.expiresAt).toEqual(event().endsAt);
    expect(requesting({ event: event([asId('elsewhere')]) })).toBe('break-glass/other-event');
    expect(requesting({ event: { ...event(), endedAt: START } })).toBe('break-glass/other-event');
  });

  it('is good for nothing once the event was ended before its time', () => {
    const over = { ...event(), endedAt: at(1) };
    const from = granted({ event: event() });
    expect(codeOf(() => takeBreakGlass(from, taking({ event: event() }), at(2)))).toBeNull();
    expect(codeOf(() => takeBreakGlass(from, taking({ event: over }), at(2)))).toBe('break-glass/other-event');
    const [ended] = endActs([from.act], at(1));
    expect(breakGlassState(ended!, at(2))).toBe('expired');
    const kept = [taken({ event: event() }, { event: event() }).act, ended!];
    expect(endActs(kept, at(3))).toEqual(kept);
  });

  it('is confirmed once for the same reader and exactly the same rules', () => {
    const first: BreakGlass = { ...granted({ event: event() }).act, id: asId('first') };
    const next = (failed: FailedRule[], earlier = [first]) => requested({ event: event(), earlier, failed }).act;
    expect(breakGlassState(next(failing('privilege')), at(1))).toBe('granted');
    expect(next(failing('privilege')).confirmations.map(({ givenOn }) => givenOn)).toEqual(['first', 'first']);
    expect(breakGlassState(next(failing('privilege', 'contract')), at(1))).toBe('requested');
    const other = [{ ...first, refusal: { by: person('meg'), at: '', reason: 'No more' } }];
    expect(breakGlassState(next(failing('privilege'), other), at(1))).toBe('requested');
  });
});

describe('the review', () => {
  const reviewing = (from: BreakGlassRows, id: string) =>
    reviewBreakGlass(
      from,
      { outcome: 'justified', comment: 'Right to do so', by: person(id), readerId: id === 'rae' ? asId('rae') : null },
      at(600),
    );

  it('is due by the end of the next working day at the facility', () => {
    // Sunday 02:00 in Houston: Monday 17:00 there.
    expect(taken().act.reviewDueAt).toEqual(new Date('2026-11-23T23:00:00Z'));
  });

  it('is somebody’s who had no part in it, once, and of what was taken', () => {
    for (const id of ['mo', 'meg', 'phil', 'rae'])
      expect(codeOf(() => reviewing(taken(), id))).toBe('break-glass/own-act');
    expect(codeOf(() => reviewing(granted(), 'ann'))).toBe('break-glass/not-taken');
    const reviewed = { ...taken(), act: reviewing(taken(), 'ann').result };
    expect(breakGlassState(reviewed.act, at(700))).toBe('reviewed');
    expect(codeOf(() => reviewing(reviewed, 'ann'))).toBe('break-glass/reviewed');
  });

  it('is told once when it is overdue, and an act once when nobody took it', () => {
    const told = (from: BreakGlassRows, minutes: number) => {
      const passed = passBreakGlass(from, at(minutes));
      const again = passBreakGlass({ ...from, ...passed.next }, at(minutes + 1));
      return [...(passed.events ?? []), ...(again.events ?? [])].map(({ type }) => type);
    };
    expect(told(taken(), 600)).toEqual([]);
    expect(told(taken(), 5000)).toEqual(['break-glass.escalated']);
    expect(told(granted(), 58)).toEqual([]);
    expect(told(granted(), 61)).toEqual(['break-glass.expired']);
  });
});
