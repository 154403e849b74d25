import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import { ADA, at, BEA, openRead, rowsOf, sampleReport, signing } from '../samples.fixture.js';
import { signPreliminary } from './sign-preliminary.js';

const preliminary = (changes: Partial<Read> = {}) => openRead({ issues: 'preliminary', ...changes });

describe('a preliminary report', () => {
  it('completes a read that is to issue one, and leaves the study preliminary', () => {
    const change = signPreliminary(rowsOf([preliminary()]), signing(), at(4));
    expect(change.next?.reads?.[0]).toMatchObject({ state: 'completed', completedAt: at(4), version: 4 });
    expect(change.next?.study).toMatchObject({ state: 'preliminary', version: 2 });
    expect(change.events?.map((event) => event.type)).toEqual(['report.issued', 'read.completed']);
    expect(change.result).toMatchObject({ completedSessionId: 'session-1', cancelled: [] });
    expect(change.next?.reports).toEqual([
      expect.objectContaining({
        kind: 'preliminary',
        authorId: 'ada',
        authorName: ADA.name,
        signedAt: at(4),
        flags: [],
      }),
    ]);
  });

  it('of a read that is to issue a final leaves it in progress', () => {
    const change = signPreliminary(rowsOf([openRead()]), signing(), at(4));
    expect(change.next?.reads?.[0]).toMatchObject({ state: 'in-progress', completedAt: null, version: 4 });
    expect(change.next?.study?.state).toBe('preliminary');
    expect(change.events?.map((event) => event.type)).toEqual(['report.issued']);
    expect(change.result.completedSessionId).toBeNull();
  });

  it('needs no conclusion', () => {
    const body = { impression: 'Looks clear.' };
    expect(signPreliminary(rowsOf([preliminary()]), signing({ body }), at(1)).result.report.conclusion).toBeNull();
  });

  it('says no word of its text in its event', () => {
    const change = signPreliminary(rowsOf([preliminary()]), signing(), at(4));
    expect(change.events?.[0]?.data).toEqual({ reportId: 'report-1', kind: 'preliminary', flags: [] });
  });

  it('is not told to a second reader who has not handed in an opinion', () => {
    const second = openRead({ id: asId('second'), purpose: 'secondary', issues: 'opinion', readerId: BEA.readerId });
    const change = signPreliminary(rowsOf([preliminary(), second]), signing(), at(4));
    expect(change.events?.[0]?.readerIds).toEqual(['ada']);
    const after = signPreliminary(rowsOf([preliminary(), { ...second, state: 'completed' }]), signing(), at(4));
    expect(after.events?.[0]?.readerIds).toEqual(['ada', 'bea']);
  });

  it.each([
    ['unbillable', { billable: false }, {}, {}],
    ['late-images', {}, { lastImageAt: at(2) }, {}],
    ['priors-missing', {}, {}, { priorsMissing: true }],
    ['identity-unconfirmed', {}, { identityUnconfirmed: true }, {}],
    ['after-final', {}, { state: 'final' }, {}],
  ] as const)('is flagged %s', (flag, read, study, more) => {
    const change = signPreliminary(rowsOf([preliminary(read)], [], study), signing(more), at(4));
    expect(change.result.report.flags).toEqual([flag]);
  });

  it('after a final leaves the study final', () => {
    const final = sampleReport({ kind: 'final', readId: asId('final') });
    const reads = [preliminary(), openRead({ id: asId('final'), state: 'completed', readerId: BEA.readerId })];
    const change = signPreliminary(rowsOf(reads, [final], { state: 'final' }), signing(), at(4));
    expect(change.next?.study?.state).toBe('final');
  });

  const refused: [string, Partial<Read>, Partial<Study>, { kind: string; code: string }][] = [
    ['by another than its holder', { readerId: BEA.readerId }, {}, { kind: 'forbidden', code: 'read/not-yours' }],
    ['before it was opened', { openedAt: null }, {}, { kind: 'conflict', code: 'read/not-open' }],
    ['of an offer', { state: 'assigned', openedAt: null }, {}, { kind: 'conflict', code: 'read/not-open' }],
    ['twice', { state: 'completed', completedAt: at(1) }, {}, { kind: 'conflict', code: 'read/completed' }],
    ['of a cancelled read', { state: 'cancelled' }, {}, { kind: 'conflict', code: 'read/cancelled' }],
    ['of an opinion', { issues: 'opinion' }, {}, { kind: 'conflict', code: 'read/issues-other' }],
    ['of a draft', { issues: 'draft' }, {}, { kind: 'conflict', code: 'read/issues-other' }],
    ['of a cancelled study', {}, { state: 'cancelled' }, { kind: 'conflict', code: 'study/cancelled' }],
    ['of another study', { id: asId('other') }, {}, { kind: 'not-found', code: 'read/not-found' }],
  ];
  it.each(refused)('is refused %s', (_, read, study, error) => {
    expect(() => signPreliminary(rowsOf([preliminary(read)], [], study), signing(), at(4))).toThrow(
      expect.objectContaining(error),
    );
  });

  it('leaves once only, also when the read goes on to a final', () => {
    const reports = [sampleReport({ readId: asId('read-1') })];
    expect(() => signPreliminary(rowsOf([openRead()], reports), signing(), at(4))).toThrow(
      expect.objectContaining({ kind: 'conflict', code: 'report/already-issued' }),
    );
  });

  it('is refused without an impression', () => {
    const body = { impression: ' ' };
    expect(() => signPreliminary(rowsOf([preliminary()]), signing({ body }), at(4))).toThrow(
      expect.objectContaining({ kind: 'invalid', code: 'report/invalid' }),
    );
  });
});
