import { describe, expect, it } from '@jest/globals';
import { plusMinutes } from '../../core/instant.js';
import { NIGHT, networkDocument } from '../samples.fixture.js';
import { asksForCalendar, asksForLoad } from '../asks-for.js';
import { queueLoads, type WaitingWork } from './queue-load.js';

const work = (dueIn: number | null, changes: Partial<WaitingWork> = {}): WaitingWork => ({
  modalityFamily: 'CT',
  queuedAt: plusMinutes(NIGHT, -30),
  dueAt: dueIn === null ? null : plusMinutes(NIGHT, dueIn),
  expectedMinutes: 10,
  ...changes,
});

describe('the load of the queue', () => {
  it('is the number that wait, the longest wait, and the share that will be late at this rate', () => {
    const waiting = [work(15), work(15), work(60, { queuedAt: plusMinutes(NIGHT, -90) }), work(null)];
    expect(queueLoads(waiting, 1, NIGHT)('CT')).toEqual({ queueLength: 4, waitingMinutes: 90, shareAtRisk: 0.25 });
    expect(queueLoads(waiting, 2, NIGHT)('CT').shareAtRisk).toBe(0);
    expect(queueLoads(waiting, 0, NIGHT)('CT').shareAtRisk).toBe(0.75);
  });

  it('counts the work of other families as ahead, and not as its own', () => {
    const waiting = [work(5, { modalityFamily: 'MR', expectedMinutes: 30 }), work(35)];
    const loads = queueLoads(waiting, 1, NIGHT);
    expect(loads('CT')).toMatchObject({ queueLength: 1, shareAtRisk: 1 });
    expect(loads('US')).toEqual({ queueLength: 0, waitingMinutes: 0, shareAtRisk: 0 });
  });

  it('is asked for by policies that name it, and by no other', () => {
    const asking = (attribute: string) => ({
      ...networkDocument,
      rules: [{ id: 'r', name: 'r', conditions: [{ attribute, operator: 'at-least' as const, value: 1 }] }],
    });
    expect([asksForLoad(networkDocument), asksForLoad(asking('queueLength'))]).toEqual([false, true]);
    expect([asksForCalendar(networkDocument), asksForCalendar(asking('holiday'))]).toEqual([false, true]);
  });
});
