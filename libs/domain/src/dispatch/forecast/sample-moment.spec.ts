import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { at } from '../samples.fixture.js';
import { outcomeOf, sampleMoment } from './sample-moment.js';

describe('the moment at which a chance is written down', () => {
  it.each([
    ['01900000-0000-7000-8000-000000000000', 0],
    ['01900000-0000-7000-8000-000080000000', 30],
    ['01900000-0000-7000-8000-0000c0000000', 45],
    ['not-an-id', 0],
  ])('of %s lies %p minutes into its hour', (id, minutes) => {
    expect(sampleMoment(asId(id), at(0), at(60))).toEqual(at(minutes));
  });
});

describe('what came of a forecast', () => {
  const read = { state: 'completed', dueAt: at(60), completedAt: at(59) };

  it.each([
    ['in time', read, { settled: true, breached: false }],
    ['at the very deadline', { ...read, completedAt: at(60) }, { settled: true, breached: false }],
    ['late', { ...read, completedAt: at(61) }, { settled: true, breached: true }],
    ['open past its deadline', { ...read, state: 'queued', completedAt: null }, { settled: true, breached: true }],
    ['cancelled', { ...read, state: 'cancelled' }, { settled: true, breached: null }],
    ['given another deadline', { ...read, dueAt: at(90) }, { settled: true, breached: null }],
  ])('of a read that was %s', (_, of, expected) => {
    expect(outcomeOf(at(60), of, at(70))).toEqual(expected);
  });

  it('is open while the read is, before its deadline', () => {
    expect(outcomeOf(at(60), { ...read, state: 'queued', completedAt: null }, at(59))).toEqual({
      settled: false,
      breached: null,
    });
  });
});
