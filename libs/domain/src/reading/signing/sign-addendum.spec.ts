import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { ADA, at, BEA, openRead, rowsOf, sampleReport, signing } from '../samples.fixture.js';
import { signAddendum } from './sign-addendum.js';

const done = openRead({ state: 'completed', completedAt: at(10) });
const final = sampleReport({ kind: 'final', readId: done.id, authorId: ADA.readerId, authorName: ADA.name });
const rows = () => rowsOf([done], [final], { state: 'final', lastImageAt: at(20) });

describe('an addendum', () => {
  it('of the final’s author is added and leaves the rest as it was', () => {
    const change = signAddendum(rows(), signing(), at(60));
    expect(change.next?.reports).toEqual([
      final,
      expect.objectContaining({ kind: 'addendum', authorId: 'ada', flags: [] }),
    ]);
    expect(change.next?.study?.state).toBe('final');
    expect(change.next?.reads?.[0]).toMatchObject({ state: 'completed', completedAt: at(10), version: 4 });
    expect(change.events?.map((event) => event.type)).toEqual(['report.addended']);
    expect(change.result.completedSessionId).toBeNull();
  });

  it('of somebody else is refused unless they cover for the author', () => {
    expect(() => signAddendum(rows(), signing({ author: BEA }), at(60))).toThrow(
      expect.objectContaining({ kind: 'forbidden', code: 'addendum/not-author' }),
    );
    const change = signAddendum(rows(), { ...signing({ author: BEA }), coversForAuthor: true }, at(60));
    expect(change.result.report.authorName).toBe(BEA.name);
  });

  it.each([
    ['there is no final', []],
    ['the final was retracted', [{ ...final, flags: ['retracted'] }]],
    ['the final is of another read', [{ ...final, readId: asId<typeof final.readId>('other') }]],
  ])('is refused while %s', (_, reports) => {
    expect(() => signAddendum(rowsOf([done], reports), signing(), at(60))).toThrow(
      expect.objectContaining({ kind: 'conflict', code: 'report/no-final' }),
    );
  });

  it('on a read made for it is its holder’s, and completes it', () => {
    const read = openRead({ id: asId('extra'), purpose: 'addendum', readerId: BEA.readerId });
    const both = rowsOf([done, read], [final], { state: 'final' });
    const change = signAddendum(both, signing({ readId: read.id, author: BEA }), at(60));
    expect(change.next?.reads?.[1]?.state).toBe('completed');
    expect(change.events?.map((event) => event.type)).toEqual(['report.addended', 'read.completed']);
    expect(() => signAddendum(both, signing({ readId: read.id }), at(60))).toThrow(
      expect.objectContaining({ code: 'read/not-yours' }),
    );
  });
});
