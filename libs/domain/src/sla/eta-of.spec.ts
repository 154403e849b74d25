import { describe, expect, it } from '@jest/globals';
import { sampleRead } from '../studies/samples.fixture.js';
import { etaOf } from './eta-of.js';
import { at } from './samples.fixture.js';

describe('the time a report is expected', () => {
  it.each([
    [
      'is the deadline of the final while nobody reads',
      [{ dueAt: at(60) }, { issues: 'preliminary', dueAt: at(90) }],
      at(60),
    ],
    ['is the end of the reading under way', [{ state: 'in-progress', openedAt: at(8), expectedMinutes: 10 }], at(18)],
    ['is never in the past', [{ dueAt: at(-60) }], at(10)],
    [
      'is that of the preliminary when no final is open',
      [{ issues: 'preliminary', dueAt: at(30) }, { state: 'completed' }],
      at(30),
    ],
    ['ignores second reads', [{ purpose: 'secondary', dueAt: at(500) }, { dueAt: at(60) }], at(60)],
    ['is unknown when nothing open is dated', [{}, { state: 'cancelled', dueAt: at(60) }], null],
  ] as const)('%s', (_, reads, expected) => {
    expect(
      etaOf(
        reads.map((changes) => sampleRead(changes)),
        at(10),
      ),
    ).toEqual(expected);
  });

  it('is the forecast end of a read that has one, sooner or later than its deadline', () => {
    const reads = [sampleRead({ dueAt: at(60) })];
    expect(etaOf(reads, at(10), () => at(25))).toEqual(at(25));
    expect(etaOf(reads, at(10), () => at(75))).toEqual(at(75));
    expect(etaOf(reads, at(10), () => null)).toEqual(at(60));
  });
});
