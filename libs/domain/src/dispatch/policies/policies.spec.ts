import { describe, expect, it } from '@jest/globals';
import { compileInstance } from '../../simulation/instance/compile-instance.js';
import type { InstanceReader, InstanceStudy } from '../../simulation/instance/dispatch-instance.js';
import { runPolicy } from '../../simulation/run-policy.js';
import { sampleDay, sampleReader, sampleWork } from '../../simulation/samples.fixture.js';
import type { PolicyName } from './policies.js';

const busy = sampleWork('busy', 0);
/** In which order one reader, busy at first, reads what comes. */
function orderOf(policy: PolicyName, studies: InstanceStudy[], seed = '1'): string[] {
  const instance = sampleDay([sampleReader('r')], [busy, ...studies]);
  const { record } = runPolicy({ day: compileInstance(instance), policy, seed });
  return instance.studies
    .map(({ id }, read) => ({ id, at: record.startedAt[read]! }))
    .sort((a, b) => a.at - b.at)
    .map(({ id }) => id)
    .slice(1);
}
const readerOf = (policy: PolicyName, readers: InstanceReader[], studies: InstanceStudy[]) => {
  const { record } = runPolicy({ day: compileInstance(sampleDay(readers, studies)), policy, seed: '1' });
  return [...record.readBy].map((reader) => readers[reader]?.id);
};

describe('the orders of work', () => {
  const late = sampleWork('late', 1, { dueAtMinute: 900 });
  const soon = sampleWork('soon', 2, { dueAtMinute: 40 });
  const stat = sampleWork('stat', 3, { dueAtMinute: 500, priority: 'stat' });

  it('are the oldest, the deadline, the priority', () => {
    expect(orderOf('fifo', [late, soon, stat])).toEqual(['late', 'soon', 'stat']);
    expect(orderOf('edf', [late, soon, stat])).toEqual(['soon', 'stat', 'late']);
    expect(orderOf('priority-pull', [late, soon, stat])).toEqual(['stat', 'soon', 'late']);
  });

  it('leave what is lost for what can be saved, where the index decides', () => {
    const lost = sampleWork('lost', 1, { dueAtMinute: 5, priority: 'urgent' });
    const savable = sampleWork('savable', 2, { dueAtMinute: 25, priority: 'urgent' });
    for (const policy of ['atc', 'default'] as const)
      expect(orderOf(policy, [lost, savable])).toEqual(['savable', 'lost']);
    for (const policy of ['edf', 'least-slack'] as const)
      expect(orderOf(policy, [lost, savable])).toEqual(['lost', 'savable']);
  });

  it('pick what pays for some picks, where readers choose', () => {
    const poor = sampleWork('poor', 1, { workUnits: 0.1, priority: 'stat' });
    const rich = sampleWork('rich', 2, { workUnits: 9 });
    const firsts = Array.from({ length: 40 }, (_, seed) => orderOf('cherry-pick', [poor, rich], String(seed))[0]);
    const share = firsts.filter((id) => id === 'rich').length / firsts.length;
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.85);
  });

  it('put critical work, then work past its maximum wait, before what is planned', () => {
    const old = sampleWork('old', 1, { priority: 'stat', dueAtMinute: 30, readingMinutes: 10 });
    // An endless line of short urgent reads, due just in time: each is worth more for a minute than what is lost.
    const line = Array.from({ length: 60 }, (_, index) =>
      sampleWork(`u${index}`, 2 + 4 * index, {
        priority: 'urgent',
        dueAtMinute: 10 + 4 * index,
        expectedMinutes: 4,
        readingMinutes: 5,
      }),
    );
    for (const policy of ['atc', 'default'] as const) {
      const instance = sampleDay([sampleReader('r')], [{ ...busy, readingMinutes: 40 }, old, ...line]);
      const { outcome } = runPolicy({ day: compileInstance(instance), policy, seed: '1' });
      expect(outcome.byClass['stat']!.maximumWaitMinutes).toBeLessThanOrEqual(125);
      expect(outcome.passedOver).toBe(0);
    }
  });
});

describe('the choice of reader', () => {
  it('is who has been idle longest, or who costs least', () => {
    const slow = sampleReader('slow', { pace: 2 });
    const quick = sampleReader('quick', { shifts: [{ fromMinute: 5, toMinute: 1440 }] });
    const work = [sampleWork('a', 10)];
    expect(readerOf('priority-pull', [slow, quick], work)).toEqual(['slow']);
    expect(readerOf('default', [slow, quick], work)).toEqual(['quick']);
  });

  it('is bound on arrival by static push, and anew when the shift ends', () => {
    const short = sampleReader('short', { shifts: [{ fromMinute: 0, toMinute: 8 }] });
    const long = sampleReader('long', { shifts: [{ fromMinute: 3, toMinute: 1440 }] });
    const studies = [sampleWork('a', 0), sampleWork('b', 1), sampleWork('c', 4)];
    // b is bound to the only one there, who is gone before it could be read.
    expect(readerOf('static-push', [short, long], studies)).toEqual(['short', 'long', 'long']);
  });
});
