import { describe, expect, it } from '@jest/globals';
import type { Study } from '@overread/wire';
import { Chance } from '@overread/domain';
import { conclusionOf, readingMinutes, reportOf, truthOf } from './reading-habits.js';

const headCt = {
  id: 'study-1',
  accessionNumber: 'RUN-7',
  modalities: ['CT'],
  modalityFamily: 'CT',
  bodyPart: 'HEAD',
  description: 'CT HEAD WO CONTRAST',
  procedureCode: null,
  state: 'ready',
} as unknown as Study;

describe('a simulated reader', () => {
  const median = (study: Study, issues: 'final' | 'preliminary') => {
    const chance = new Chance('times');
    const times = Array.from({ length: 2001 }, () => readingMinutes(chance, study, { issues }));
    return times.sort((a, b) => a - b)[1000]!;
  };

  it('reads for the published median of the exam, shorter after a preliminary', () => {
    expect(median(headCt, 'final')).toBeGreaterThan(5.1);
    expect(median(headCt, 'final')).toBeLessThan(5.9);
    expect(median({ ...headCt, state: 'preliminary' }, 'final')).toBeLessThan(4.8);
  });

  it('sees the same in a study as any other reader, at any run of the seed', () => {
    const truths = Array.from({ length: 50 }, (_, n) => truthOf('seed', { id: '', accessionNumber: `A-${n}` }));
    expect(truths).toEqual(truths.map((_, n) => truthOf('seed', { id: '', accessionNumber: `B-${n}` })));
    expect(new Set(truths).size).toBeGreaterThan(2);
    expect(truths).not.toEqual(truths.map((_, n) => truthOf('other', { id: '', accessionNumber: `A-${n}` })));
  });

  it('differs in a preliminary as often as published, in a final never', () => {
    const chance = new Chance('conclusions');
    const concluded = (issues: string) =>
      Array.from({ length: 8000 }, () => conclusionOf(chance, 'normal', { family: 'CT', issues }));
    const share = (list: string[], conclusion: string) =>
      list.filter((each) => each === conclusion).length / list.length;
    const preliminary = concluded('preliminary');
    expect(share(preliminary, 'actionable')).toBeGreaterThan(0.014);
    expect(share(preliminary, 'actionable')).toBeLessThan(0.024);
    expect(share(preliminary, 'normal')).toBeGreaterThan(0.813);
    expect(share(preliminary, 'normal')).toBeLessThan(0.841);
    expect(share(concluded('final'), 'normal')).toBe(1);
  });

  it('writes a report that says what it concludes', () => {
    expect(reportOf(headCt, 'critical')).toMatchObject({
      conclusion: 'critical',
      impression: 'Critical finding, as described.',
      sections: { technique: 'CT HEAD WO CONTRAST' },
    });
  });
});
