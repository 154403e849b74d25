import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import type { Read } from '../../studies/read.js';
import { sampleRead, sampleStudy } from '../../studies/samples.fixture.js';
import { at, sampleClock, sampleLevel, START } from '../samples.fixture.js';
import { startClocks } from './start-clocks.js';

const preliminary = sampleRead({ id: asId('prelim'), issues: 'preliminary' });
const final = sampleRead({ id: asId('final'), issues: 'final', dueAt: at(600) });
const levels = [sampleLevel({ name: 'Prelim 30', issues: ['preliminary'], targetMinutes: 30, warnShare: 0.5 })];

function start(reads: Read[], clocks = [] as ReturnType<typeof sampleClock>[]) {
  let number = 0;
  const newId = () => asId<ReturnType<typeof sampleClock>['id']>(`clock-${(number += 1)}`);
  return startClocks({ study: sampleStudy(), reads, clocks }, { at: START, levels, newId });
}

describe('starting the clocks of a complete case', () => {
  it('fixes the target of the service level and gives the read its deadline', () => {
    const change = start([preliminary]);
    expect(change.result).toEqual([
      expect.objectContaining({ readId: 'prelim', targetMinutes: 30, dueAt: at(30), warnAt: at(15), startedAt: START }),
    ]);
    expect(change.next?.reads?.[0]).toMatchObject({ dueAt: at(30), version: preliminary.version + 1 });
    expect(change.events?.map((event) => [event.type, event.readId])).toEqual([['sla.started', 'prelim']]);
  });

  it('keeps the deadline of the plan where no service level matches', () => {
    const change = start([final]);
    expect(change.result[0]).toMatchObject({
      serviceLevelId: null,
      targetMinutes: 600,
      dueAt: at(600),
      warnAt: at(450),
    });
    expect(change.next?.reads?.[0]).toBe(final);
  });

  it('starts none without a target', () => {
    expect(start([sampleRead()])).toEqual({ result: [] });
  });

  it('starts nothing twice, and nothing for a closed read', () => {
    expect(start([preliminary], [sampleClock({ readId: preliminary.id })])).toEqual({ result: [] });
    expect(
      start([
        { ...preliminary, state: 'cancelled' },
        { ...final, state: 'completed' },
      ]),
    ).toEqual({ result: [] });
  });
});
