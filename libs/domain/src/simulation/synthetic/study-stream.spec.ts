import { describe, expect, it } from '@jest/globals';
import { Chance } from '../../core/chance.js';
import { checkSubmission } from '../../intake/check-submission.js';
import { perHour, publishedStudiesADay, studyStream, type Site, type Stream } from './study-stream.js';

const hospital: Site = {
  code: 'mercy-east',
  kind: 'hospital',
  country: 'US',
  zone: 'America/Chicago',
  issuer: 'MERCY',
  payer: 'commercial',
};
const clinic: Site = { ...hospital, code: 'quay', kind: 'clinic', country: 'GB', zone: 'Europe/London', payer: 'nhs' };

/** A Wednesday's midnight in Chicago. */
const MIDNIGHT = new Date('2026-11-18T06:00:00Z');
const stream = (changes: Partial<Stream> = {}): Stream => ({
  chance: new Chance('seed'),
  sites: [hospital, clinic],
  startsAt: MIDNIGHT,
  minutes: 10,
  speed: 144,
  rate: null,
  run: 'RUN',
  ...changes,
});
const made = (changes: Partial<Stream> = {}) => [...studyStream(stream(changes))];

describe('a stream of studies', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(made()).toEqual(made());
    expect(made({ chance: new Chance('other') })).not.toEqual(made());
  });

  it('changes identities with the run and nothing else', () => {
    const bare = (run: string) =>
      made({ run }).map(({ atMs, submission: { accessionNumber: _a, patient, ...rest } }) => ({
        atMs,
        rest,
        patient: { ...patient, id: '' },
      }));
    expect(bare('A')).toEqual(bare('B'));
    const numbers = made({ run: 'A' }).map((each) => each.submission.accessionNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.every((number) => number?.startsWith('A-'))).toBe(true);
  });

  it('comes in order, within its minutes, as the API takes it', () => {
    const arrivals = made();
    expect(arrivals.every(({ atMs }, index) => atMs >= (arrivals[index - 1]?.atMs ?? 0) && atMs < 600_000)).toBe(true);
    for (const each of arrivals) expect(checkSubmission(each.submission, MIDNIGHT)).toEqual([]);
  });

  it('makes the published volume of a day, a hospital at all hours and a clinic in its own', () => {
    const days = [1, 2, 3, 4].flatMap((day) => made({ chance: new Chance(`day ${day}`) }));
    const of = (site: Site) => days.filter((each) => each.submission.facility === site.code);
    const emergencies = of(hospital).filter((each) => each.submission.patientClass === 'emergency').length / 4;
    expect(emergencies).toBeGreaterThan(255);
    expect(emergencies).toBeLessThan(310);
    expect(of(clinic).every((each) => each.submission.patientClass === 'outpatient')).toBe(true);
    const hours = of(clinic).map(({ atMs }) => new Date(MIDNIGHT.getTime() + atMs * 144).getUTCHours());
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(7);
    expect(Math.max(...hours)).toBeLessThanOrEqual(18);
  });

  it('makes as many times the published volume as it is asked for, by the same profile', () => {
    expect(publishedStudiesADay([hospital, clinic])).toBe(279 + 150 + 120 + 80);
    const inDays = (volume: number) =>
      [1, 2, 3].reduce((sum, day) => sum + made({ chance: new Chance(`volume ${day}`), volume }).length, 0);
    const ratio = inDays(3) / inDays(1);
    expect(ratio).toBeGreaterThan(2.7);
    expect(ratio).toBeLessThan(3.3);
    const night = made({ volume: 3 }).filter(({ atMs }) => atMs * 144 < 6 * 3_600_000);
    expect(night.length).toBeLessThan(made({ volume: 3 }).length / 4);
  });

  it('keeps a given rate at any hour', () => {
    for (const startsAt of [MIDNIGHT, new Date('2026-11-18T17:00:00Z')]) {
      const { length } = made({ startsAt, rate: 60, minutes: 20, speed: 1 });
      expect(length).toBeGreaterThan(1080);
      expect(length).toBeLessThan(1320);
    }
  });

  it('asks for a stroke read only of emergency head CT, and for payers of the place', () => {
    const studies = made({ minutes: 40 }).map((each) => each.submission);
    const strokes = studies.filter(({ protocol }) => protocol === 'stroke');
    expect(strokes.length).toBeGreaterThan(0);
    expect(strokes.every((each) => each.bodyPart === 'HEAD' && each.patientClass === 'emergency')).toBe(true);
    const payers = (code: string) =>
      new Set(studies.filter((each) => each.facility === code).map(({ payer }) => payer));
    expect(payers('mercy-east')).toEqual(new Set(['commercial', 'medicare', 'medicaid']));
    expect(payers('quay')).toEqual(new Set(['nhs', 'private']));
  });
});

describe('perHour', () => {
  it('follows the clock and the weekday of the place', () => {
    const outpatients = (site: Site, at: string) => perHour({ site, patientClass: 'outpatient' }, new Date(at));
    const noonInLondon = '2026-11-18T10:00:00Z';
    expect(outpatients(clinic, noonInLondon)).toBeCloseTo((80 * 125) / 1000);
    expect(outpatients({ ...hospital, kind: 'clinic' }, noonInLondon)).toBe(0);
    const sunday = outpatients(clinic, '2026-11-22T10:00:00Z');
    expect(sunday).toBeCloseTo(outpatients(clinic, noonInLondon) * 0.05);
  });
});
