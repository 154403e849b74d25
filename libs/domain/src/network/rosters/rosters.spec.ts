import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../core/domain-error.js';
import { asId } from '../../core/ids.js';
import { sampleLicence, samplePrivilege } from '../../eligibility/samples.fixture.js';
import type { RosterShift } from '../network.js';
import { sampleFacility, sampleReader, sampleSession } from '../samples.fixture.js';
import { agreeToMove, endMove } from './answer-move.js';
import { callIn, onCallNow, type OnCallReader } from './call-in.js';
import { proposeMove, type MoveProposal } from './propose-move.js';
import { shiftWarnings } from './shift-warnings.js';

const hour = (hours: number): Date => new Date(Date.UTC(2026, 10, 22, hours));
const [ann, bob, cid] = ['ann', 'bob', 'cid'].map((id) => asId<RosterShift['readerId']>(id)) as [
  RosterShift['readerId'],
  RosterShift['readerId'],
  RosterShift['readerId'],
];
const shift = (id: string, readerId: RosterShift['readerId'], changes: Partial<RosterShift> = {}): RosterShift => ({
  id: asId(id),
  readingGroupId: asId('day'),
  readerId,
  name: `Shift ${id}`,
  startsAt: hour(8),
  endsAt: hour(16),
  modalityFamilies: ['CT'],
  subspecialties: [],
  facilityIds: [],
  ...changes,
});
const [early, late] = [shift('early', ann), shift('late', bob, { startsAt: hour(16), endsAt: hour(23) })];
const propose = (changes: Partial<MoveProposal> = {}) =>
  proposeMove(
    {
      id: asId('move-1'),
      kind: 'swap',
      shift: early,
      other: late,
      toReaderId: bob,
      byReaderId: ann,
      by: 'user-ann',
      reason: 'School play',
      warnings: [],
      ...changes,
    },
    hour(6),
  );
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind} ${error.code}`;
    throw error;
  }
  return 'no error';
};
const agree = (move: ReturnType<typeof propose>, by = bob, shifts = [early, late]) =>
  agreeToMove(move, { by, shifts }, hour(7));

describe('a swap', () => {
  it('changes both shifts with the yes of the other side, once', () => {
    const move = propose();
    expect(move.awaiting).toEqual([bob]);
    const done = agree(move);
    expect(done.shifts.map(({ id, readerId }) => [id, readerId])).toEqual([
      ['early', bob],
      ['late', ann],
    ]);
    expect(done.move).toMatchObject({ state: 'done', awaiting: [], decidedAt: hour(7) });
    expect(agree(done.move)).toEqual({ move: done.move, shifts: [] });
  });

  it('that the lead proposes waits for both', () => {
    const move = propose({ byReaderId: null });
    expect(move.awaiting).toEqual([ann, bob]);
    const half = agree(move, ann);
    expect(half).toMatchObject({ shifts: [], move: { state: 'proposed', awaiting: [bob] } });
    expect(agree(half.move).shifts).toHaveLength(2);
  });

  it('is nobody else’s to propose or to agree to', () => {
    expect(codeOf(() => propose({ byReaderId: cid }))).toBe('forbidden roster/not-concerned');
    expect(codeOf(() => agree(propose(), cid))).toBe('forbidden roster/not-asked');
    expect(codeOf(() => propose({ toReaderId: ann }))).toBe('invalid roster/same-reader');
  });

  it('falls through when the roster has changed, or the shift is over', () => {
    expect(codeOf(() => agree(propose(), bob, [{ ...early, readerId: cid }, late]))).toBe(
      'conflict roster/shift-changed',
    );
    expect(codeOf(() => agree(propose(), bob, [late]))).toBe('conflict roster/shift-changed');
    expect(codeOf(() => agreeToMove(propose(), { by: bob, shifts: [early, late] }, hour(16)))).toBe(
      'conflict roster/shift-over',
    );
    expect(codeOf(() => propose({ shift: { ...early, endsAt: hour(6) } }))).toBe('conflict roster/shift-over');
  });

  it('is declined or withdrawn while it is open', () => {
    const declined = endMove(propose(), 'declined', hour(7));
    expect(declined).toMatchObject({ state: 'declined', awaiting: [] });
    expect(codeOf(() => endMove(declined, 'withdrawn', hour(8)))).toBe('conflict roster/move-decided');
    expect(codeOf(() => agree(declined))).toBe('forbidden roster/not-asked');
  });
});

describe('cover', () => {
  const cover = { kind: 'cover', other: null, toReaderId: cid } as const;

  it('needs the yes of who takes the shift, whoever asks, and of who gives it unless the lead does', () => {
    expect(propose(cover).awaiting).toEqual([cid]);
    expect(propose({ ...cover, byReaderId: cid }).awaiting).toEqual([ann]);
    const sick = propose({ ...cover, byReaderId: null });
    expect(sick.awaiting).toEqual([cid]);
    expect(agree(sick, cid).shifts).toEqual([{ ...early, readerId: cid }]);
  });
});

describe('a call-in', () => {
  const onCall = shift('night', ann, { kind: 'on-call', startsAt: hour(0), endsAt: hour(8) });
  const call = (theirs: RosterShift[] = [onCall], from = onCall, at = hour(3)) =>
    callIn(
      { id: asId('move-2'), shift: from, workId: asId('work'), by: 'lead', reason: 'Two traumas', warnings: [] },
      theirs,
      at,
    );

  it('makes work of being on call, from now to its end', () => {
    expect(call().work).toMatchObject({ id: 'work', kind: 'work', readerId: ann, startsAt: hour(3), endsAt: hour(8) });
    expect(call().move).toMatchObject({ kind: 'call-in', state: 'done', toReaderId: ann });
  });

  it('is once, and only of who is on call now', () => {
    expect(codeOf(() => call([onCall, call().work]))).toBe('conflict roster/called-in');
    expect(codeOf(() => call([onCall], onCall, hour(8)))).toBe('conflict roster/not-on-call');
    expect(codeOf(() => call([early], early, hour(9)))).toBe('conflict roster/not-on-call');
  });
});

describe('who is on call now', () => {
  const standby = shift('night', ann, { kind: 'on-call', startsAt: hour(0), endsAt: hour(8) });
  const on = (at: Date, changes: Partial<OnCallReader> = {}) =>
    onCallNow({ reader: {}, session: null, shifts: [early, standby], ...changes }, at).map(({ id }) => id);

  it('is who has an on-call shift that runs, and is not signed on', () => {
    expect([hour(0), hour(7), hour(8)].map((at) => on(at))).toEqual([['night'], ['night'], []]);
    expect(on(hour(3), { session: sampleSession({ endedAt: null, until: null }) })).toEqual([]);
    expect(on(hour(3), { session: sampleSession({ endedAt: null, until: hour(2) }) })).toEqual(['night']);
  });

  it('is not who is paused, nor who has been called in', () => {
    const pause = { kind: 'paused' as const, since: '', until: hour(4).toISOString(), by: 'lead', reason: 'Ill' };
    expect([hour(3), hour(4)].map((at) => on(at, { reader: { pause } }))).toEqual([[], ['night']]);
    const work = { ...standby, id: asId<RosterShift['id']>('work'), kind: 'work' as const, name: 'Night (called in)' };
    expect(on(hour(3), { shifts: [standby, work] })).toEqual([]);
  });
});

describe('the warnings of a move', () => {
  const facility = sampleFacility();
  const here = shift('here', bob, { facilityIds: [facility.id], modalityFamilies: ['CT', 'MR'] });
  const reader = { ...sampleReader(), competences: ['CT'], excludedFacilityIds: [] };
  const always = { validFrom: null, validUntil: null, retiredAt: null };
  const facts = {
    reader,
    licences: [{ ...sampleLicence(facility.subdivision ?? facility.country), ...always }],
    privileges: [{ ...samplePrivilege(), facilityId: facility.id, ...always }],
    shifts: [],
  };

  it('say what the reader lacks for what the shift reads', () => {
    expect(shiftWarnings(here, facts, [facility])).toEqual([expect.stringContaining('no competence in MR')]);
    const ending = { ...facts, licences: facts.licences.map((each) => ({ ...each, validUntil: hour(12) })) };
    expect(shiftWarnings(here, ending, [facility])).toHaveLength(2);
    expect(shiftWarnings(here, { ...facts, privileges: [] }, [facility])).toContainEqual(
      expect.stringContaining('no privilege'),
    );
  });

  it('name a shift at the same time, not one before or after', () => {
    const plain = shift('plain', bob);
    expect(shiftWarnings(plain, { ...facts, shifts: [late, plain] }, [])).toEqual([]);
    expect(shiftWarnings(plain, { ...facts, shifts: [early] }, [])).toEqual(['at the same time as Shift early']);
  });
});
