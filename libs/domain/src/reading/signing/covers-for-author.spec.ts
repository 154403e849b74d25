import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import type { ReaderFacts } from '../../eligibility/facts.js';
import { sampleReaderFacts, sampleShift } from '../../eligibility/samples.fixture.js';
import { sampleReader, sampleSession } from '../../network/samples.fixture.js';
import { ADA, at, BEA, openRead } from '../samples.fixture.js';
import { coversForAuthor } from './covers-for-author.js';

const session = sampleSession({ readingGroupId: asId('day'), until: null });
const facts = (readerId: string, changes: Partial<ReaderFacts> = {}): ReaderFacts =>
  sampleReaderFacts({ reader: sampleReader({ id: asId(readerId) }), session: null, shifts: [], ...changes });
const shift = { ...sampleShift(), startsAt: at(-60), endsAt: at(60) };

describe('a reader covers for the author of a final', () => {
  const read = openRead({ readingGroupId: asId('day') });
  const covers = (author: Partial<ReaderFacts> | undefined, signer: Partial<ReaderFacts> = { session }) =>
    coversForAuthor(
      { read, author: author && facts(ADA.readerId, author), signer: facts(BEA.readerId, signer) },
      at(0),
    );

  it('who is off or gone, while at work for the same group', () => {
    expect(covers({})).toBe(true);
    expect(covers(undefined)).toBe(true);
    expect(covers({ shifts: [{ ...shift, startsAt: at(1) }] })).toBe(true);
    expect(covers({ shifts: [{ ...shift, endsAt: at(0) }] })).toBe(true);
    expect(covers({ session: { ...session, endedAt: at(-1) } })).toBe(true);
    expect(covers({ session: { ...session, until: at(0) } })).toBe(true);
  });

  it('not while the author is signed on or on a shift', () => {
    expect(covers({ session })).toBe(false);
    expect(covers({ shifts: [shift] })).toBe(false);
  });

  it('not for another group, nor when off themselves, nor for themselves', () => {
    expect(covers({}, { session: { ...session, readingGroupId: asId('night') } })).toBe(false);
    expect(covers({}, {})).toBe(false);
    expect(covers({}, { session: { ...session, endedAt: at(-1) } })).toBe(false);
    const ada = facts(ADA.readerId, { session });
    expect(coversForAuthor({ read, author: facts(ADA.readerId), signer: ada }, at(0))).toBe(false);
    expect(coversForAuthor({ read: { readingGroupId: null }, author: undefined, signer: ada }, at(0))).toBe(false);
  });
});
