import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import { asId } from '../../core/ids.js';
import type { Read } from '../../studies/read.js';
import { sampleStep } from '../../studies/samples.fixture.js';
import { DEFAULT_DISPATCH_PARAMS as PARAMS } from '../dispatch-params.js';
import { acceptOffer } from '../offers/accept-offer.js';
import { declineOffer } from '../offers/decline-offer.js';
import type { StudyReads } from '../offers/live-read.js';
import { assignRead, offerRead } from '../offers/offer-read.js';
import { rankForReader, type WaitingRead } from '../rank-for-reader.js';
import { at, place, rowsOf, waiting } from '../samples.fixture.js';
import { pinRead, unpinRead, type Pinning } from './pin-read.js';

const readId = asId<Read['id']>('read-1');
const me = place();
const other = place('reader-2');
const toMe = { readerId: me.readerId, readingGroupId: null };
const after = (rows: StudyReads, change: Change<StudyReads, unknown>): StudyReads => ({ ...rows, ...change.next });
const routine = rowsOf({ dueAt: at(120) }, { priority: 'routine' });
const pin = (rows: StudyReads, more: Partial<Pinning> = {}) =>
  pinRead(rows, { readId, to: toMe, place: me, minutes: 30, by: 'ann', reason: 'knows him', ...more }, at(1), PARAMS);
const pinned = after(routine, pin(routine));
const offer = (rows: StudyReads, to = other, minute = 2) =>
  offerRead(rows, { readId, to, offerSeconds: 60 }, at(minute));
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind} ${error.code}`;
    throw error;
  }
  return 'no error';
};
const bandsFor = (reads: WaitingRead[], reader: typeof me, minute: number) =>
  rankForReader(reads, { ...reader, tierFor: () => reader.tier }, at(minute), PARAMS).map((each) => each.readId);

describe('a pinned read', () => {
  it('goes to nobody else, by offer or by taking, until its instant', () => {
    expect(codeOf(() => offer(pinned))).toBe('conflict read/pinned');
    expect(codeOf(() => acceptOffer(pinned, { readId, by: other }, at(2)))).toBe('conflict read/pinned');
    expect(offer(pinned, me).result.readerId).toBe('reader-1');
    expect(offer(pinned, other, 31).result.readerId).toBe('reader-2');
  });

  it('may be pinned to a group, whose every reader it goes to', () => {
    const to = { readerId: null, readingGroupId: me.readingGroupId };
    const group = after(routine, pin(routine, { to, place: null }));
    expect(offer(group, other).result.readerId).toBe('reader-2');
    const stranger = place('reader-9', { readingGroupId: asId('toronto') });
    const open = rowsOf({
      ...group.reads[0],
      ladder: [...(group.reads[0]?.ladder ?? []), sampleStep('toronto', 'x', 1)],
    });
    expect(codeOf(() => offer(open, stranger))).toBe('conflict read/pinned');
  });

  it('comes before the reader’s other work, but after what is past its maximum wait', () => {
    const kept = { ...waiting('kept', 'routine', { dueAt: 900 }), eligibleOnShift: 8 };
    const own = {
      ...kept,
      read: { ...kept.read, pin: { ...toMe, until: at(59).toISOString(), by: 'ann', reason: 'x' } },
    };
    const urgent = waiting('urgent', 'urgent', { dueAt: 30 });
    const old = waiting('old', 'routine', { queuedAt: -60 * 24 * 3, dueAt: 900 });
    const reads = [urgent, own, old];
    expect(bandsFor(reads, me, 5)).toEqual(['old', 'kept', 'urgent']);
    expect(bandsFor(reads, other, 5)).toEqual(['old', 'urgent']);
    expect(bandsFor(reads, other, 59)).toHaveLength(3);
  });

  it('ends half-way to the deadline and at the class’s maximum wait', () => {
    expect(pin(rowsOf({ dueAt: at(21) }, { priority: 'routine' })).result.pin?.until).toBe(at(11).toISOString());
    const cap = PARAMS.maximumWaitMinutes.routine;
    const aged = rowsOf({ queuedAt: at(11 - cap), dueAt: null }, { priority: 'routine' });
    expect(pin(aged).result.pin?.until).toBe(at(11).toISOString());
    expect(codeOf(() => pin(rowsOf({ dueAt: at(0) }, { priority: 'routine' })))).toBe('conflict pin/late');
  });

  it('is free again when its reader gives it back, when it turns critical, and when a manager assigns it', () => {
    const declined = after(
      pinned,
      declineOffer(pinned, { readId, readerId: me.readerId, reason: 'other', soleEligible: false }),
    );
    expect(offer(declined).result.readerId).toBe('reader-2');
    expect(offer({ ...pinned, study: { ...pinned.study, priority: 'critical' } }).result.readerId).toBe('reader-2');
    const assigned = assignRead(pinned, { readId, to: other, offerSeconds: 60, reason: 'x' }, at(2));
    expect(assigned.result).toMatchObject({ readerId: 'reader-2', pin: null });
  });

  it('is unpinned by hand, once', () => {
    const free = unpinRead(pinned, { readId, reason: 'they left' });
    expect(free.events?.[0]).toMatchObject({
      type: 'read.unpinned',
      data: { readerId: 'reader-1', reason: 'they left' },
    });
    expect(unpinRead(after(pinned, free), { readId, reason: 'x' }).next).toBeUndefined();
  });

  it('is never critical, taken, given back by its reader, or closed to them', () => {
    expect(codeOf(() => pin(rowsOf({}, { priority: 'critical' })))).toBe('conflict pin/critical');
    expect(codeOf(() => pin(rowsOf({ state: 'in-progress', startedAt: at(0) })))).toBe('conflict read/taken');
    expect(codeOf(() => pin(rowsOf({ declinedBy: [me.readerId] })))).toBe('conflict read/declined');
    expect(codeOf(() => pin(routine, { place: place('reader-1', { readingGroupId: asId('sydney') }) }))).toBe(
      'conflict read/not-open',
    );
    const to = { readerId: null, readingGroupId: asId<Read['readingGroupId'] & string>('sydney') };
    expect(codeOf(() => pin(routine, { to, place: null }))).toBe('conflict read/not-open');
  });
});
