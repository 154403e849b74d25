import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { shadowFigures, type ShadowCell } from './shadow-figures.js';

const cell = (studies: number, changes: Partial<ShadowCell> = {}): ShadowCell => ({
  facilityId: asId('east'),
  modalityFamily: 'CT',
  priority: 'stat',
  differences: [],
  failed: false,
  dueShiftMinutes: 0,
  thinBefore: false,
  thinAfter: false,
  studies,
  ...changes,
});

describe('the figures of a shadow', () => {
  it('are nothing of nothing', () => {
    expect(shadowFigures([])).toMatchObject({
      studies: 0,
      same: 0,
      byDifference: [],
      due: { medianLaterMinutes: null },
    });
  });

  it('count a study once as same, different or failed, and once for each way it differs', () => {
    const figures = shadowFigures([
      cell(5),
      cell(2, { differences: ['plan', 'due'] }),
      cell(3, { differences: ['due'], facilityId: asId('west'), priority: 'routine' }),
      cell(1, { failed: true, dueShiftMinutes: null, modalityFamily: 'MR' }),
    ]);
    expect(figures).toMatchObject({ studies: 11, same: 5, different: 5, errors: 1 });
    expect(figures.byDifference).toEqual([
      { difference: 'due', studies: 5 },
      { difference: 'plan', studies: 2 },
    ]);
    expect(figures.byFacility).toEqual([
      { facilityId: 'west', studies: 3, different: 3, errors: 0 },
      { facilityId: 'east', studies: 8, different: 2, errors: 1 },
    ]);
    expect(figures.byModalityFamily.map(({ modalityFamily, errors }) => [modalityFamily, errors])).toEqual([
      ['CT', 0],
      ['MR', 1],
    ]);
    expect(figures.byPriority.map(({ priority, different }) => [priority, different])).toEqual([
      ['routine', 3],
      ['stat', 2],
    ]);
  });

  it('say by how much half of the earlier and of the later ones move at most', () => {
    const due = (studies: number, dueShiftMinutes: number) => cell(studies, { differences: ['due'], dueShiftMinutes });
    const figures = shadowFigures([cell(50), due(2, -5), due(1, -60), due(1, -90), due(9, 30), due(1, 600)]);
    expect(figures.due).toEqual({ earlier: 4, later: 10, medianEarlierMinutes: 5, medianLaterMinutes: 30 });
  });

  it('count the studies where one or nobody could begin, on either side', () => {
    const figures = shadowFigures([cell(4, { thinBefore: true }), cell(3, { thinBefore: true, thinAfter: true })]);
    expect(figures.thinFirstStep).toEqual({ before: 7, after: 3 });
  });
});
