import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { sampleFacility } from '../../network/samples.fixture.js';
import { matches } from '../conditions/matches.js';
import { studyAttributes } from '../conditions/study-attributes.js';
import { facts } from '../samples.fixture.js';
import { calendarDay } from './calendar-day.js';
import type { Closure } from './closure.js';

const holidays = new Map([['2026-11-26', 'Thanksgiving Day']]);
const closure = (changes: Partial<Closure> = {}): Closure => ({
  id: asId('closure-1'),
  healthSystemId: asId('mercy'),
  facilityId: null,
  name: 'Move to the new wing',
  firstDay: '2026-12-01',
  lastDay: '2026-12-03',
  retiredAt: null,
  version: 1,
  ...changes,
});
const dayAt = (at: string, closures: Closure[] = []) =>
  calendarDay(sampleFacility(), { holidays, closures }, new Date(at));

describe('the calendar of a facility', () => {
  it('knows a public holiday from its local midnight to the next', () => {
    // Chicago is at -06:00.
    expect(dayAt('2026-11-26T05:59:59Z').holidayName).toBeNull();
    expect(dayAt('2026-11-26T06:00:00Z').holidayName).toBe('Thanksgiving Day');
    expect(dayAt('2026-11-27T05:59:59Z').holidayName).toBe('Thanksgiving Day');
    expect(dayAt('2026-11-27T06:00:00Z').holidayName).toBeNull();
  });

  it('knows own closures, both days included, of the facility or of all its health system', () => {
    const at = (day: string, changes: Partial<Closure> = {}) =>
      dayAt(`${day}T18:00:00Z`, [closure(changes)]).closureName;
    expect(['2026-11-30', '2026-12-01', '2026-12-03', '2026-12-04'].map((day) => at(day) !== null)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(at('2026-12-02', { facilityId: asId('mercy-east') })).not.toBeNull();
    expect(at('2026-12-02', { facilityId: asId('mercy-west') })).toBeNull();
    expect(at('2026-12-02', { healthSystemId: asId('harbour') })).toBeNull();
    expect(at('2026-12-02', { retiredAt: new Date('2026-11-01T00:00:00Z') })).toBeNull();
  });

  it('is asked by conditions, and a day nobody knows of matches neither holiday nor working day', () => {
    const at = new Date('2026-11-26T18:00:00Z');
    const holds = (day: ReturnType<typeof dayAt> | undefined, value: boolean) =>
      matches({ attribute: 'holiday', operator: 'equals', value }, studyAttributes({ ...facts(), day }, at), at);
    const holiday = dayAt('2026-11-26T18:00:00Z');
    expect([holds(holiday, true), holds(holiday, false)]).toEqual([true, false]);
    expect([holds(undefined, true), holds(undefined, false)]).toEqual([false, false]);
    expect(studyAttributes({ ...facts(), day: holiday }, at)).toMatchObject({ localDate: '2026-11-26', month: 11 });
  });
});
