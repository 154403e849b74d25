import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import type { SlaRows } from '../../sla/ledger/start-clocks.js';
import { at, sampleClock } from '../../sla/samples.fixture.js';
import { sampleHold, sampleRead, sampleStudy } from '../samples.fixture.js';
import type { Study } from '../study.js';
import { cancelStudy, reopenStudy } from './cancel-study.js';

const reading = sampleRead({ state: 'in-progress', readerId: asId('ada'), openedAt: at(5), dueAt: at(60) });
const rowsOf = (study: Partial<Study> = {}): SlaRows => ({
  study: sampleStudy({ state: 'reading', readyAt: at(0), imagesCompleteAt: at(0), ...study }),
  reads: [reading],
  clocks: [sampleClock()],
});

describe('cancelStudy', () => {
  it('ends the read, tells whoever is in the middle of it, and its clocks count nowhere', () => {
    const { next, events } = cancelStudy(rowsOf({ hold: sampleHold() }), { reason: 'duplicate-order' }, at(10));
    expect(next).toMatchObject({
      study: { state: 'cancelled', hold: null, version: 2 },
      reads: [{ state: 'cancelled', readerId: null, version: 4 }],
      clocks: [{ voidedAt: at(10), stoppedAt: null }],
    });
    expect(events).toMatchObject([
      { type: 'study.cancelled', readerIds: ['ada'], data: { reason: 'duplicate-order', from: 'reading' } },
      { type: 'read.cancelled', readerIds: ['ada'], data: { readerId: 'ada', wasOpened: true } },
    ]);
  });

  it('again changes nothing', () => {
    expect(cancelStudy(rowsOf({ state: 'cancelled' }), { reason: 'other' }, at(10))).toEqual({ result: false });
  });

  it('leaves reads that have given their result, and clocks that have stopped', () => {
    const rows = rowsOf({ state: 'retracted' });
    const done = sampleRead({ id: asId('done'), state: 'completed', completedAt: at(8) });
    const stopped = sampleClock({ id: asId('stopped'), readId: done.id, stoppedAt: at(8) });
    const { next } = cancelStudy({ ...rows, reads: [done], clocks: [stopped] }, { reason: 'other' }, at(10));
    expect(next?.reads?.[0]).toBe(done);
    expect(next?.clocks?.[0]).toBe(stopped);
  });

  it.each<[Partial<Study>, number, string]>([
    [{ state: 'preliminary' }, 0, 'study/has-results'],
    [{ state: 'final' }, 0, 'study/has-results'],
    [{}, 1, 'study/leads-others'],
    [{ linkedTo: asId('study-2') }, 0, 'study/linked'],
    [{ mergedInto: asId('study-2') }, 0, 'study/merged'],
  ])('is refused for %j, which leads %d', (study, leads, code) => {
    expect(() => cancelStudy(rowsOf(study), { reason: 'other', leads }, at(10))).toThrow(
      expect.objectContaining({ kind: 'conflict', code }),
    );
  });
});

describe('reopenStudy', () => {
  it('puts the study where its images are; its clock will run from now', () => {
    const open = (study: Partial<Study>) =>
      reopenStudy({ ...rowsOf({ ...study, state: 'cancelled' }), reads: [] }, { reason: 'ordered-again' }, at(30));
    expect(open({}).next?.study).toMatchObject({ state: 'ready', readyAt: at(30), imagesCompleteAt: at(0) });
    expect(open({ imagesCompleteAt: null, instancesArrived: 3 }).next?.study).toMatchObject({
      state: 'receiving',
      readyAt: null,
    });
    expect(open({ imagesCompleteAt: null }).next?.study).toMatchObject({ state: 'expected' });
    expect(open({}).events).toMatchObject([{ type: 'study.reopened', data: { reason: 'ordered-again' } }]);
  });

  it('leaves what is open, and what is another study now', () => {
    expect(reopenStudy(rowsOf(), { reason: 'other' }, at(30))).toEqual({ result: false });
    const merged = rowsOf({ state: 'cancelled', mergedInto: asId('study-2') });
    expect(() => reopenStudy(merged, { reason: 'other' }, at(30))).toThrow(
      expect.objectContaining({ code: 'study/merged' }),
    );
  });
});
