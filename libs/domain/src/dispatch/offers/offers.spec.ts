import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import { asId } from '../../core/ids.js';
import type { Read } from '../../studies/read.js';
import { chooseReader, type OfferCandidate } from '../choose-reader.js';
import { DEFAULT_DISPATCH_PARAMS } from '../dispatch-params.js';
import { at, visibleRead as sample, place, rowsOf } from '../samples.fixture.js';
import { acceptOffer } from './accept-offer.js';
import { DECLINE_REASONS, declineOffer, expireOffer } from './decline-offer.js';
import type { StudyReads } from './live-read.js';
import { keepRead } from './keep-read.js';
import { assignRead, offerRead } from './offer-read.js';
import { openRead } from './open-read.js';
import { preempt, preemptible, releaseRead } from './release-read.js';

const readId = asId<Read['id']>('read-1');
const me = place();
const other = place('reader-2');
const by = me;

const offer = (rows: StudyReads, to = me, minute = 1) => offerRead(rows, { readId, to, offerSeconds: 120 }, at(minute));
const after = (rows: StudyReads, change: Change<StudyReads, unknown>): StudyReads => ({ ...rows, ...change.next });
const types = (change: Change<StudyReads, unknown>) => (change.events ?? []).map((event) => event.type);
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind} ${error.code}`;
    throw error;
  }
  return 'no error';
};
const queued = rowsOf();
const offered = after(queued, offer(queued));
const started = after(offered, acceptOffer(offered, { readId, by }, at(2)));
const opened = after(started, openRead(started, { readId, readerId: me.readerId }, at(3)));

describe('keeping a read for a busy reader', () => {
  const general = { ...place('general'), readerVersion: 1, scarcityShare: 0, surplusMinutes: 0, readPrior: false };
  const candidates: OfferCandidate[] = [
    { ...general, expectedMinutes: 13, idleSince: at(0) },
    { ...general, ...place('busy'), expectedMinutes: 6, freeInMinutes: 2.04, idleSince: at(0) },
  ];
  const urgency = { priority: 'stat', slackMinutes: 20, waitedMinutes: 0 } as const;

  it('is said with what it gains, and binds nothing', () => {
    const rows = rowsOf();
    const choice = chooseReader({ ...sample(), urgency }, candidates, DEFAULT_DISPATCH_PARAMS);
    const { next, events } = keepRead(rows, rows.reads[0]!.id, choice, DEFAULT_DISPATCH_PARAMS);
    expect(next).toBeUndefined();
    expect(events).toMatchObject([{ type: 'read.kept', data: { readerId: 'busy', freeInMinutes: 2 } }]);
    const { costMinutes, idleCostMinutes } = events![0]!.data as Record<string, number>;
    expect(costMinutes).toBeLessThan(idleCostMinutes!);
    const { latePercent, idleLatePercent } = events![0]!.data as Record<string, number>;
    expect([latePercent, idleLatePercent]).toEqual([1, 13]);
  });

  it('says nothing of a read that somebody has by now', () => {
    const rows = rowsOf({ state: 'assigned', readerId: asId('other') });
    const choice = chooseReader({ ...sample(), urgency }, candidates, DEFAULT_DISPATCH_PARAMS);
    expect(choice.keptFor).not.toBeNull();
    expect(keepRead(rows, rows.reads[0]!.id, choice, DEFAULT_DISPATCH_PARAMS).events).toBeUndefined();
  });

  it('says nothing of a read that somebody is chosen for', () => {
    const rows = rowsOf();
    const choice = chooseReader({ ...sample(), urgency }, candidates.slice(0, 1), DEFAULT_DISPATCH_PARAMS);
    expect(keepRead(rows, rows.reads[0]!.id, choice, DEFAULT_DISPATCH_PARAMS).events).toBeUndefined();
  });
});

describe('an offer', () => {
  it('is made to one reader until an instant', () => {
    const change = offer(queued);
    expect(change.result).toMatchObject({ state: 'assigned', readerId: 'reader-1', tier: 'onshore', version: 4 });
    expect(change.result.offerExpiresAt).toEqual(at(3));
    expect(types(change)).toEqual(['read.assigned']);
    expect(change.events?.[0]).toMatchObject({ readerIds: ['reader-1'], readingGroupIds: ['home-rads'], version: 4 });
  });

  it.each<[string, Partial<Read>, string]>([
    ['offered', { state: 'assigned', readerId: other.readerId }, 'conflict read/taken'],
    ['taken', { state: 'in-progress', readerId: other.readerId, startedAt: at(0) }, 'conflict read/taken'],
    ['completed', { state: 'completed', completedAt: at(0) }, 'conflict read/completed'],
    ['cancelled', { state: 'cancelled' }, 'conflict read/cancelled'],
    ['closed to the group', { ladder: [] }, 'conflict read/not-open'],
    ['given back before', { declinedBy: [me.readerId] }, 'conflict read/declined'],
  ])('is not made of a read that is %s', (_, read, code) => {
    expect(codeOf(() => offer(rowsOf(read)))).toBe(code);
  });

  it.each(['expected', 'cancelled'] as const)('is not made while the study is %s', (state) => {
    expect(codeOf(() => offer(rowsOf({}, { state })))).toBe('conflict study/not-readable');
  });

  it('is taken once, by the reader it was made to, before it expires', () => {
    const accept = (rows: StudyReads, reader = me, minute = 2) => acceptOffer(rows, { readId, by: reader }, at(minute));
    expect(accept(offered).result).toMatchObject({ state: 'in-progress', startedAt: at(2), offerExpiresAt: null });
    expect(started.study).toMatchObject({ state: 'reading', version: 2 });
    expect(codeOf(() => accept(offered, other))).toBe('forbidden offer/not-yours');
    expect(codeOf(() => accept(offered, me, 3))).toBe('conflict offer/expired');
    expect(codeOf(() => accept(started))).toBe('conflict read/taken');
  });

  it('says since when a read is taken', () => {
    expect(() => acceptOffer(started, { readId, by: other }, at(9))).toThrow('taken at 2026-11-22T07:02:00.000Z');
  });

  it('is assigned and accepted in one when a reader takes the next', () => {
    const change = acceptOffer(queued, { readId, by }, at(1));
    expect(types(change)).toEqual(['read.assigned', 'read.started']);
    expect(change.result).toMatchObject({ state: 'in-progress', readerId: 'reader-1', startedAt: at(1) });
    expect(codeOf(() => acceptOffer(rowsOf({ ladder: [] }), { readId, by }, at(1)))).toBe('conflict read/not-open');
  });
});

describe('a decline', () => {
  it.each(DECLINE_REASONS)('for %s leaves the read as old as it was, and is not offered to them again', (reason) => {
    const change = declineOffer(offered, { readId, readerId: me.readerId, reason, soleEligible: false });
    expect(change.result).toMatchObject({ state: 'queued', readerId: null, queuedAt: at(0), declinedBy: ['reader-1'] });
    expect(change.events?.[0]).toMatchObject({
      type: 'read.declined',
      readerIds: ['reader-1'],
      data: { reason, counts: reason === 'other' },
    });
    expect(codeOf(() => offer(after(offered, change)))).toBe('conflict read/declined');
    expect(offer(after(offered, change), other).result.state).toBe('assigned');
  });

  it('by the only eligible reader alarms at once', () => {
    const change = declineOffer(offered, { readId, readerId: me.readerId, reason: 'conflict', soleEligible: true });
    expect(types(change)).toEqual(['read.declined', 'read.uncovered']);
  });

  it('skips a queued read of the next up, once', () => {
    const skip = (rows: StudyReads) =>
      declineOffer(rows, { readId, readerId: me.readerId, reason: 'other', soleEligible: false });
    const first = skip(queued);
    expect(first.result.declinedBy).toEqual(['reader-1']);
    expect(skip(after(queued, first))).toMatchObject({ result: { version: 4 } });
    expect(skip(after(queued, first)).next).toBeUndefined();
  });

  it("is not another reader's to make, and not made of a read already taken", () => {
    const decline = { readId, readerId: other.readerId, reason: 'other', soleEligible: false } as const;
    expect(codeOf(() => declineOffer(offered, decline))).toBe('forbidden offer/not-yours');
    expect(codeOf(() => declineOffer(started, { ...decline, readerId: me.readerId }))).toBe('conflict read/taken');
  });
});

describe('an expiry', () => {
  it('takes the offer back at its instant, and changes nothing before or twice', () => {
    const expire = (rows: StudyReads, minute: number) => expireOffer(rows, { readId, soleEligible: false }, at(minute));
    expect(expire(offered, 2)).toEqual({ result: null });
    const change = expire(offered, 3);
    expect(types(change)).toEqual(['read.expired']);
    expect(change.result).toMatchObject({ state: 'queued', declinedBy: ['reader-1'], queuedAt: at(0) });
    expect(expire(after(offered, change), 4)).toEqual({ result: null });
    expect(expire(started, 9)).toEqual({ result: null });
  });
});

describe('a release', () => {
  it('gives a read back as old as it was, and takes the study back to ready', () => {
    const change = releaseRead(opened, { readId, by: { readerId: me.readerId }, reason: 'called away' });
    expect(after(opened, change).study.state).toBe('ready');
    expect(change.result).toMatchObject({ state: 'queued', startedAt: null, openedAt: null, queuedAt: at(0) });
    expect(change.result.declinedBy).toEqual(['reader-1']);
    expect(change.events?.[0]).toMatchObject({ type: 'read.released', data: { by: 'holder', wasOpened: true } });
  });

  it("is the holder's or a manager's", () => {
    const release = (releaser: Parameters<typeof releaseRead>[1]['by']) =>
      releaseRead(started, { readId, by: releaser, reason: 'x' });
    expect(codeOf(() => release({ readerId: other.readerId }))).toBe('forbidden read/not-yours');
    expect(release('manager').result.state).toBe('queued');
    expect(codeOf(() => releaseRead(queued, { readId, by: 'manager', reason: 'x' }))).toBe('conflict read/not-held');
  });

  it('by the end of a session lets the reader have the read again in their next', () => {
    const change = releaseRead(started, { readId, by: 'session-ended', reason: 'signed off' });
    expect(change.result).toMatchObject({ state: 'queued', declinedBy: [], queuedAt: at(0) });
    expect(change.events?.[0]?.data).toMatchObject({ by: 'session-ended', readerId: 'reader-1' });
  });

  it('never takes a study back from preliminary', () => {
    const preliminary = sample({ id: asId('read-0'), issues: 'preliminary', state: 'completed', completedAt: at(0) });
    const rows = { study: { ...started.study, state: 'preliminary' as const }, reads: [preliminary, ...started.reads] };
    const change = releaseRead(rows, { readId, by: { readerId: me.readerId }, reason: 'x' });
    expect(after(rows, change).study.state).toBe('preliminary');
  });
});

describe('an assignment by a manager', () => {
  const assign = (rows: StudyReads, to = other) =>
    assignRead(rows, { readId, to, offerSeconds: 600, reason: 'knows the patient' }, at(2));

  it('offers the read to the reader they name, taking it from who has not opened it', () => {
    expect(types(assign(queued))).toEqual(['read.assigned']);
    const change = assign(started);
    expect(types(change)).toEqual(['read.released', 'read.assigned']);
    expect(change.events?.[0]?.readerIds).toEqual(expect.arrayContaining(['reader-1', 'reader-2']));
    expect(change.result).toMatchObject({ state: 'assigned', readerId: 'reader-2', startedAt: null });
    expect(after(started, change).study.state).toBe('ready');
  });

  it('may name one who declined, or whom the ladder does not admit yet', () => {
    expect(assign(rowsOf({ declinedBy: [other.readerId], ladder: [] })).result.readerId).toBe('reader-2');
  });

  it('leaves a read as it is with who has taken it already', () => {
    for (const rows of [started, opened]) expect(assign(rows, me)).toEqual({ result: rows.reads[0] });
  });

  it('does not take a read from who is reading it', () => {
    expect(codeOf(() => assign(opened))).toBe('conflict read/opened');
  });
});

describe('opening', () => {
  it('is the holder’s, once, after accepting', () => {
    const open = (rows: StudyReads, readerId = me.readerId) => openRead(rows, { readId, readerId }, at(4));
    expect(open(started).result.openedAt).toEqual(at(4));
    expect(open(opened)).toEqual({ result: opened.reads[0] });
    expect(codeOf(() => open(offered))).toBe('conflict read/not-held');
    expect(codeOf(() => open(started, other.readerId))).toBe('forbidden read/not-yours');
  });
});

describe('pre-emption', () => {
  it('frees work not yet opened for critical work, which they may be offered again', () => {
    const routine = rowsOf({ state: 'in-progress', readerId: me.readerId, startedAt: at(1) }, { priority: 'routine' });
    const change = preempt(routine, { readId, forReadId: asId('critical-read') });
    expect(change.result).toMatchObject({ state: 'queued', declinedBy: [], queuedAt: at(0) });
    expect(change.events?.[0]).toMatchObject({ data: { reason: 'preempted', forReadId: 'critical-read' } });
  });

  it('spares what is open, what presses, and what nobody holds', () => {
    expect(preemptible(opened.reads[0] as Read, { priority: 'routine' })).toBe(false);
    expect(preemptible(started.reads[0] as Read, { priority: 'stat' })).toBe(false);
    expect(preemptible(queued.reads[0] as Read, { priority: 'routine' })).toBe(false);
    expect(codeOf(() => preempt(opened, { readId, forReadId: readId }))).toBe('conflict read/not-preemptible');
  });
});

describe('whatever happens to a read', () => {
  it('its age and version only grow, it has one holder, and nobody is offered twice what they gave back', () => {
    const readers = [me, other, place('reader-3')];
    const step = fc.record({ kind: fc.integer({ min: 0, max: 6 }), reader: fc.integer({ min: 0, max: 2 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let rows = rowsOf();
        let minute = 0;
        for (const { kind, reader } of steps) {
          const who = readers[reader] ?? me;
          minute += 1;
          const before = rows.reads[0] as Read;
          rows = act(rows, kind, { who, minute });
          const read = rows.reads[0] as Read;
          expect(read.queuedAt).toEqual(at(0));
          expect(read.version).toBeGreaterThanOrEqual(before.version);
          expect(read.readerId === null).toBe(read.state === 'queued');
          expect(rows.study.state).toBe(read.state === 'in-progress' ? 'reading' : 'ready');
          if (before.state === 'queued' && read.readerId !== null) {
            expect(before.declinedBy).not.toContain(read.readerId);
          }
        }
      }),
    );
  });
});

/** One act of a reader, a clock or a dispatcher; a refused one changes nothing. */
function act(rows: StudyReads, kind: number, { who, minute }: { who: typeof me; minute: number }): StudyReads {
  const readerId = who.readerId;
  const acts = [
    () => offer(rows, who, minute),
    () => acceptOffer(rows, { readId, by: who }, at(minute)),
    () => declineOffer(rows, { readId, readerId, reason: 'other', soleEligible: false }),
    () => expireOffer(rows, { readId, soleEligible: false }, at(minute)),
    () => releaseRead(rows, { readId, by: { readerId }, reason: 'x' }),
    () => openRead(rows, { readId, readerId }, at(minute)),
    () => preempt(rows, { readId, forReadId: readId }),
  ];
  try {
    return after(rows, acts[kind]?.() ?? { result: null });
  } catch (error) {
    if (error instanceof DomainError) return rows;
    throw error;
  }
}
