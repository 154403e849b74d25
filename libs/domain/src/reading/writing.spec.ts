import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import { floorFailure } from './integrity.js';
import { recordImagesOpened, type ImagesShown } from './record-images-opened.js';
import { recordVerbal, type VerbalResult } from './record-verbal.js';
import type { Draft } from './report.js';
import { ADA, at, BEA, openRead, rowsOf } from './samples.fixture.js';
import { ownDraft, saveDraft } from './save-draft.js';

describe('images opened', () => {
  const act: ImagesShown = { readId: openRead().id, by: ADA.readerId, viewer: 'ohif', instances: 64, at: null };

  it('are noted the first time only', () => {
    const first = recordImagesOpened(rowsOf([openRead()]), act, at(1));
    expect(first.result).toMatchObject({ imagesOpenedAt: at(1), version: 4 });
    expect(first.events?.map((event) => event.type)).toEqual(['read.images-opened']);
    const again = recordImagesOpened(rowsOf([first.result]), act, at(2));
    expect(again).toEqual({ result: first.result });
  });

  it('count from the true time, which is told with the viewer and how much it showed', () => {
    const { result, events } = recordImagesOpened(rowsOf([openRead()]), { ...act, at: at(2) }, at(5));
    expect(result.imagesOpenedAt).toEqual(at(2));
    expect(events?.[0]?.data).toEqual({ at: at(2).toISOString(), viewer: 'ohif', instances: 64 });
    expect(() => recordImagesOpened(rowsOf([openRead()]), { ...act, at: at(7) }, at(5))).toThrow(
      expect.objectContaining({ code: 'images/in-future' }),
    );
  });

  it('are the proof that a floor asks for, unless none was shown', () => {
    const rows = rowsOf([openRead()]);
    const proof = { floors: { CT: 60 }, conclusion: null, imagesOpened: false };
    const failure = (instances: number) =>
      floorFailure(rows.study, recordImagesOpened(rows, { ...act, instances }, at(1)).result, proof, at(30));
    expect(failure(1)).toBeNull();
    expect(failure(0)).toMatchObject({ reason: 'images-not-opened' });
  });

  it('are taken for an offer, not for a closed read nor from anybody else', () => {
    expect(recordImagesOpened(rowsOf([openRead({ state: 'assigned' })]), act, at(1)).result.imagesOpenedAt).toEqual(
      at(1),
    );
    expect(() => recordImagesOpened(rowsOf([openRead({ state: 'completed' })]), act, at(1))).toThrow(
      expect.objectContaining({ code: 'read/closed' }),
    );
    expect(() => recordImagesOpened(rowsOf([openRead()]), { ...act, by: BEA.readerId }, at(1))).toThrow(
      expect.objectContaining({ code: 'read/not-yours' }),
    );
  });
});

describe('a draft', () => {
  const text = { sections: { findings: 'Mid' }, impression: '' };
  const draft: Draft = {
    readId: openRead().id,
    healthSystemId: asId('mercy'),
    readerId: ADA.readerId,
    sections: {},
    impression: 'old',
    conclusion: 'normal',
    savedAt: at(1),
    version: 3,
  };
  const save = (current: Draft | null, expectedVersion: number | null, by = ADA.readerId, read = openRead()) =>
    saveDraft({ read, draft: current }, { by, text, expectedVersion }, at(5));

  it('begins at version 1, is replaced as a whole and makes no event', () => {
    expect(save(null, null).result).toMatchObject({ version: 1, savedAt: at(5), sections: { findings: 'Mid' } });
    const change = save(draft, 3);
    expect(change.next?.draft).toMatchObject({ version: 4, impression: '', conclusion: null });
    expect(change.events).toBeUndefined();
  });

  it('is refused on another version than the one it was written on', () => {
    expect(() => save(draft, 2)).toThrow(expect.objectContaining({ kind: 'stale', code: 'draft/stale' }));
    expect(() => save(null, 1)).toThrow(expect.objectContaining({ kind: 'stale' }));
    expect(save(draft, null).result.version).toBe(4);
  });

  it('of a former holder is neither shown to nor continued by the next', () => {
    expect(ownDraft(draft, BEA.readerId)).toBeNull();
    const change = save(draft, 0, BEA.readerId, openRead({ readerId: BEA.readerId }));
    expect(change.result).toMatchObject({ readerId: 'bea', version: 4 });
  });

  it.each([
    ['nobody holds', openRead({ state: 'queued', readerId: null }), 'read/not-yours'],
    ['is only offered', openRead({ state: 'assigned' }), 'read/not-held'],
    ['is completed', openRead({ state: 'completed' }), 'read/completed'],
  ])('is refused for a read that %s', (_, read, code) => {
    expect(() => save(null, null, ADA.readerId, read)).toThrow(expect.objectContaining({ code }));
  });
});

describe('a verbal result', () => {
  const verbal = (changes: Partial<VerbalResult> = {}): VerbalResult => ({
    readId: openRead().id,
    reportId: asId('report-1'),
    author: ADA,
    toldName: 'Dr Cy Moss',
    toldAt: at(3),
    impression: 'Left MCA occlusion.',
    conclusion: 'critical',
    ...changes,
  });

  it('is kept with whom and when, and moves nothing', () => {
    const rows = rowsOf([openRead({ openedAt: null })]);
    const change = recordVerbal(rows, verbal(), at(5));
    expect(change.result).toMatchObject({ kind: 'verbal', toldName: 'Dr Cy Moss', toldAt: at(3), signedAt: at(5) });
    expect(Object.keys(change.next ?? {})).toEqual(['reports']);
    expect(change.events?.map((event) => [event.type, event.data])).toEqual([
      ['read.verbal', { reportId: 'report-1', toldAt: at(3).toISOString() }],
    ]);
  });

  it('is told now unless said otherwise, and may be entered after the read is completed', () => {
    const change = recordVerbal(rowsOf([openRead({ state: 'completed' })]), verbal({ toldAt: null }), at(5));
    expect(change.result.toldAt).toEqual(at(5));
  });

  it('forgives a caller’s clock that is a little fast, without keeping its time', () => {
    expect(recordVerbal(rowsOf([openRead()]), verbal({ toldAt: at(5.5) }), at(5)).result.toldAt).toEqual(at(5));
  });

  it.each([
    ['told in the future', { toldAt: at(7) }, {}, 'verbal/in-future'],
    ['told at no readable time', { toldAt: new Date('tomorrow') }, {}, 'verbal/in-future'],
    ['told to nobody', { toldName: ' ' }, {}, 'verbal/told-required'],
    ['without words', { impression: '' }, {}, 'report/invalid'],
    ['of an offer not accepted', {}, { state: 'assigned' }, 'read/not-held'],
    ['of somebody else’s read', { author: BEA }, {}, 'read/not-yours'],
  ] as const)('is refused when %s', (_, changes, read, code) => {
    expect(() => recordVerbal(rowsOf([openRead(read)]), verbal(changes), at(5))).toThrow(
      expect.objectContaining({ code }),
    );
  });
});
