import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import { sampleReader } from '../network/samples.fixture.js';
import { sampleStep } from '../studies/samples.fixture.js';
import type { ReaderFacts } from './facts.js';
import { thinCoverage } from './plan-coverage.js';
import { sampleQuestion, sampleReaderFacts, sampleShift } from './samples.fixture.js';

const { read, relations, now } = sampleQuestion();
const ladder = [sampleStep('home-rads', null)];

/** Rostered, not signed on. */
const rostered = (id: string, changes: Partial<ReaderFacts> = {}): ReaderFacts =>
  sampleReaderFacts({
    reader: sampleReader({ id: asId(id) }),
    session: null,
    shifts: [sampleShift({ readerId: asId(id) })],
    ...changes,
  });
const coverage = (readers: ReaderFacts[]) => thinCoverage({ ladder }, { read, readers, relations, now });

describe('thinCoverage', () => {
  it('is nothing when two rostered readers of the ladder pass every rule', () => {
    expect(coverage([rostered('a'), rostered('b')])).toBeNull();
  });

  it('says what alone keeps most readers out when nobody could read it', () => {
    const readers = [
      rostered('a', { licences: [] }),
      rostered('b', { licences: [] }),
      rostered('c', { privileges: [] }),
      rostered('d', { privileges: [], shifts: [] }),
    ];
    expect(coverage(readers)).toEqual({
      eligible: 0,
      failedByRule: { licence: 2, privilege: 2, session: 1 },
      soleBlockers: { licence: 2, privilege: 1 },
      missing: { code: 'licence', fact: 'no licence US-TX' },
    });
  });

  it('is thin when one alone could, and does not count readers whom the ladder never reaches', () => {
    const stranger = rostered('b', { reader: sampleReader({ id: asId('b'), readingGroupIds: [asId('elsewhere')] }) });
    expect(coverage([rostered('a'), stranger])).toEqual({
      eligible: 1,
      failedByRule: {},
      soleBlockers: {},
      missing: null,
    });
  });
});
