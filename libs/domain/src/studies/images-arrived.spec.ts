import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../core/ids.js';
import { plusMinutes } from '../core/instant.js';
import { isReadable, quietEndsAt } from './completeness.js';
import { completeImages, imagesArrived, settleImages, type Arrival } from './images-arrived.js';
import { sampleRead, sampleStudy } from './samples.fixture.js';
import { PRIORITIES, type Study } from './study.js';

const now = new Date('2026-11-22T07:00:00Z');
const announced = { series: 2, instances: 64, atSource: false, dicomWebRoot: null };
const arrival = (series: number, instances: number, changes: Partial<Arrival> = {}): Arrival => ({
  series,
  instances,
  modalities: ['CT'],
  ...changes,
});
const after = (study: Study, ...arrivals: Arrival[]): Study =>
  arrivals.reduce((each, next) => imagesArrived({ study: each, reads: [] }, next, now).next?.study ?? each, study);

describe('imagesArrived', () => {
  it('is receiving until the announced count is here, then ready', () => {
    const some = after(sampleStudy({ announced }), arrival(1, 32));
    expect(some).toMatchObject({
      state: 'receiving',
      instancesArrived: 32,
      lastImageAt: now,
      readyAt: null,
      version: 2,
    });
    const { next, events, result } = imagesArrived({ study: some, reads: [] }, arrival(2, 64), now);
    expect(next?.study).toMatchObject({ state: 'ready', readyAt: now, imagesCompleteAt: now });
    expect(events?.map((event) => event.type)).toEqual(['study.images-arrived', 'study.ready']);
    expect(result).toEqual({ becameReady: true });
  });

  it('tells the first image of a series and the first after a silence, and counts the others quietly', () => {
    const first = after(sampleStudy({ announced }), arrival(1, 1));
    const second = imagesArrived({ study: first, reads: [] }, arrival(1, 2), plusMinutes(now, 0.01));
    expect(second.next?.study).toMatchObject({ instancesArrived: 2, lastImageAt: plusMinutes(now, 0.01) });
    expect(second.events).toEqual([]);
    expect(imagesArrived({ study: first, reads: [] }, arrival(1, 2), plusMinutes(now, 1)).events).toHaveLength(1);
    expect(imagesArrived({ study: first, reads: [] }, arrival(2, 2), plusMinutes(now, 0.01)).events).toHaveLength(1);
  });

  it('changes nothing when told the same totals again', () => {
    const some = after(sampleStudy({ announced }), arrival(1, 32));
    expect(imagesArrived({ study: some, reads: [] }, arrival(1, 32), now)).toEqual({ result: { becameReady: false } });
  });

  it('says that images came after ready, and asks for an addendum after the final', () => {
    const final = sampleStudy({
      state: 'final',
      readyAt: now,
      imagesCompleteAt: now,
      instancesArrived: 64,
      seriesArrived: 2,
    });
    const { next, events } = imagesArrived({ study: final, reads: [] }, arrival(3, 70), plusMinutes(now, 5));
    expect(next?.study).toMatchObject({ state: 'final', readyAt: now });
    expect(events?.map((event) => event.data)).toEqual([
      { seriesArrived: 3, instancesArrived: 70, afterReady: true, asksForAddendum: true },
    ]);
  });

  it('fills what nobody said from the headers and leaves what was said', () => {
    const header = { bodyPart: 'CHEST', description: 'CT CHEST', studyInstanceUid: '1.2', laterality: 'L' };
    const study = after(sampleStudy({ studyInstanceUid: null, bodyPart: null }), arrival(1, 1, { header }));
    expect(study).toMatchObject({
      studyInstanceUid: '1.2',
      bodyPart: 'CHEST',
      description: 'CT HEAD WO CONTRAST',
      laterality: 'L',
    });
  });

  it('learns the modalities of the images and keeps announced ones', () => {
    const study = after(sampleStudy({ modalities: ['CT'] }), arrival(2, 2, { modalities: ['PT', 'SR'] }));
    expect(study).toMatchObject({ modalities: ['CT', 'PT'], modalityFamily: 'PET' });
  });

  it('never takes nuclear medicine back to planar once it saw a tomographic image', () => {
    const nm = { modalities: ['NM'] };
    const start = sampleStudy({ modalities: ['NM'], modalityFamily: 'SPECT', planar: true });
    const tomographic = after(start, arrival(1, 1, { ...nm, imageTypes: ['ORIGINAL\\PRIMARY\\TOMO'] }));
    expect(tomographic.planar).toBe(false);
    expect(after(tomographic, arrival(2, 2, nm)).planar).toBe(false);
  });

  it('keeps a critical study that is being read in reading when its last images come', () => {
    const study = sampleStudy({
      announced,
      priority: 'critical',
      state: 'reading',
      seriesArrived: 1,
      instancesArrived: 3,
    });
    const reads = [sampleRead({ state: 'in-progress', readerId: asId('r1') })];
    const { next, events } = imagesArrived({ study, reads }, arrival(2, 64), now);
    expect(next?.study).toMatchObject({ state: 'reading', readyAt: now });
    expect(events?.every((event) => event.readerIds.includes(asId('r1')))).toBe(true);
  });
});

describe('completeImages and settleImages', () => {
  it('take the word of someone, once', () => {
    const { next, events } = completeImages({ study: sampleStudy(), reads: [] }, 'user-1', now);
    expect(next?.study).toMatchObject({ state: 'ready', readyAt: now });
    expect(events?.[0]).toMatchObject({ type: 'study.ready', data: { by: 'user-1' } });
    expect(completeImages({ study: next!.study!, reads: [] }, 'user-1', now)).toEqual({
      result: { becameReady: false },
    });
  });

  it('refuse a cancelled study', () => {
    const study = sampleStudy({ state: 'cancelled' });
    expect(() => completeImages({ study, reads: [] }, 'user-1', now)).toThrow(
      expect.objectContaining({ code: 'study/cancelled' }),
    );
    expect(settleImages({ study: { ...study, lastImageAt: now }, reads: [] }, plusMinutes(now, 60))).toEqual({
      result: { becameReady: false },
    });
  });

  it('settle exactly when the quiet time ends, later when images are missing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PRIORITIES), fc.boolean(), (priority, short) => {
        const counts = short ? { ...announced, instances: 99 } : { ...announced, series: null, instances: null };
        const study = after(sampleStudy({ priority, announced: counts }), arrival(1, 5));
        const quiet = quietEndsAt(study)!;
        expect(settleImages({ study, reads: [] }, plusMinutes(quiet, -0.01)).result.becameReady).toBe(false);
        expect(settleImages({ study, reads: [] }, quiet).next?.study).toMatchObject({ state: 'ready', readyAt: quiet });
      }),
    );
  });
});

describe('isReadable', () => {
  it.each([
    ['critical from its first image', { priority: 'critical' as const, instancesArrived: 1 }, true],
    ['critical without any', { priority: 'critical' as const }, false],
    ['stat from its first image', { priority: 'stat' as const, instancesArrived: 1, lastImageAt: now }, false],
    [
      'routine with all announced',
      { priority: 'routine' as const, announced, seriesArrived: 2, instancesArrived: 64 },
      true,
    ],
    [
      'routine with a series missing',
      { priority: 'routine' as const, announced, seriesArrived: 1, instancesArrived: 64 },
      false,
    ],
    ['routine said to be complete', { priority: 'routine' as const, imagesCompleteAt: now }, true],
    ['images kept at their source', { announced: { ...announced, atSource: true } }, true],
    ['cancelled', { state: 'cancelled' as const, imagesCompleteAt: now }, false],
  ])('for %s', (_, changes, readable) => {
    expect(isReadable(sampleStudy(changes), now)).toBe(readable);
  });
});
