import { describe, expect, it } from '@jest/globals';
import { samplePrincipal } from '../../access/samples.fixture.js';
import { asId } from '../../core/ids.js';
import { at, START } from '../../sla/samples.fixture.js';
import { sampleRead, sampleStep, sampleStudy } from '../../studies/samples.fixture.js';
import { type Declaring, declareMassCasualty, isLive, type MassCasualty } from './mass-casualty.js';
import { reviewDueAt } from './review-due-at.js';
import { endMassCasualty, mayDeclare, reviewMassCasualty, widenForEvent } from './run-mass-casualty.js';

const by = { id: 'phil', name: 'Dr Phil' };
const study = sampleStudy({ state: 'ready', readyAt: START });
const declare = (changes: Partial<Declaring> = {}, now = START): MassCasualty =>
  declareMassCasualty(
    {
      id: asId('event-1'),
      healthSystemId: study.healthSystemId,
      facilityIds: [study.facilityId],
      title: 'Train',
      note: null,
      by,
      hours: 12,
      extends: null,
      ...changes,
    },
    now,
  );
const codeOf = (act: () => unknown) => {
  try {
    act();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a review', () => {
  const due = (doneAt: string, daysOff: readonly string[] = []) =>
    reviewDueAt(new Date(doneAt), { zone: 'America/Chicago', isDayOff: (day) => daysOff.includes(day) }).toISOString();

  it('is due at the end of the next working day there: no weekend, public holiday or closure', () => {
    // The Wednesday before Thanksgiving, 22:00 in Houston: the Friday after it; over a bridge, the Monday.
    expect(due('2026-11-26T04:00:00Z', ['2026-11-26'])).toBe('2026-11-27T23:00:00.000Z');
    expect(due('2026-11-26T04:00:00Z', ['2026-11-26', '2026-11-27'])).toBe('2026-11-30T23:00:00.000Z');
  });

  it('keeps the hour of the place when its clocks change in between', () => {
    expect(due('2026-03-06T18:00:00Z')).toBe('2026-03-09T22:00:00.000Z');
  });

  it('is due after two weeks at the latest, however long a place is closed', () => {
    const closed = { zone: 'UTC', isDayOff: () => true };
    expect(reviewDueAt(new Date('2026-11-02T09:00:00Z'), closed)).toEqual(new Date('2026-11-16T17:00:00Z'));
  });
});

describe('a declared event', () => {
  it('lasts at most 24 h, from now on, and ends by itself', () => {
    expect(declare({ hours: 24 }).endsAt).toEqual(at(24 * 60));
    for (const hours of [0, -1, 24.1, Number.NaN])
      expect(codeOf(() => declare({ hours }))).toBe('mass-casualty/too-long');
    const event = declare({ hours: 1 });
    expect([0, 59, 60].map((minutes) => isLive(event, at(minutes)))).toEqual([true, true, false]);
  });

  it('is prolonged once, by a declaration of its own, while it is under way', () => {
    const first = declare();
    const second = declare({ id: asId('event-2'), extends: first }, at(60));
    expect(second).toMatchObject({ extendsId: 'event-1', startsAt: at(60) });
    expect(codeOf(() => declare({ extends: second }, at(120)))).toBe('mass-casualty/extended-once');
    expect(codeOf(() => declare({ extends: first, extendedAlready: true }, at(61)))).toBe(
      'mass-casualty/extended-once',
    );
    expect(codeOf(() => declare({ extends: first }, at(12 * 60)))).toBe('mass-casualty/ended');
  });

  it('is over at its end, or before by somebody’s word, once; then it is to be reviewed', () => {
    const event = declare({ hours: 1 });
    const place = { zone: 'America/Chicago', isDayOff: () => false };
    expect(endMassCasualty(event, { by: null, at: place }, at(59))).toBeNull();
    const ended = endMassCasualty(event, { by: null, at: place }, at(500));
    expect(ended).toMatchObject({ endedAt: at(60), endedBy: null, reviewDueAt: reviewDueAt(at(60), place) });
    expect(ended && endMassCasualty(ended, { by, at: place }, at(600))).toBeNull();
    expect(endMassCasualty(event, { by, at: place }, at(30))).toMatchObject({ endedAt: at(30), endedBy: by });
  });

  it('is reviewed after its end, by somebody else, once', () => {
    const ended = { ...declare(), endedAt: at(720) };
    const said = { outcome: 'justified', comment: 'Yes', by: { id: 'ann', name: 'Ann' } } as const;
    expect(codeOf(() => reviewMassCasualty(declare(), said, at(9)))).toBe('mass-casualty/not-ended');
    expect(codeOf(() => reviewMassCasualty(ended, { ...said, by }, at(800)))).toBe('mass-casualty/own-act');
    const reviewed = reviewMassCasualty(ended, said, at(800));
    expect(codeOf(() => reviewMassCasualty(reviewed, said, at(801)))).toBe('mass-casualty/reviewed');
  });

  it('is declared by an administrator, the medical director or a physician of that health system', () => {
    const physician = (organizationId: string) =>
      samplePrincipal('hospital', [organizationId], { offices: [{ office: 'physician', organizationId }] });
    const director = samplePrincipal('auditor', [], {
      offices: [{ office: 'medical-director', organizationId: null }],
    });
    const event = declare();
    const may = (who: Parameters<typeof mayDeclare>[0]) => mayDeclare(who, event);
    expect([samplePrincipal('administrator'), director, physician('mercy')].map(may)).toEqual([true, true, true]);
    const others = [
      samplePrincipal('hospital', ['mercy']),
      physician('grace'),
      { ...physician('mercy'), kind: 'api-key' as const },
      samplePrincipal('auditor'),
      samplePrincipal('group-manager', ['day']),
    ];
    expect(others.map(may)).toEqual(others.map(() => false));
  });
});

describe('the ladders of its facilities', () => {
  const steps = [sampleStep('day', START.toISOString()), sampleStep('night', null, 1), sampleStep('abroad', null, 2)];
  const read = sampleRead({ ladder: steps, ladderStep: 0 });
  const widened = (changes: Partial<typeof read> = {}, of = study) =>
    widenForEvent({ study: of, read: { ...read, ...changes }, event: declare() }, at(1));

  it('open at once, to the last step, and say why', () => {
    const { events, next } = widened();
    expect(next?.read?.ladder.every(({ openedAt }) => openedAt !== null)).toBe(true);
    expect(events).toMatchObject([{ type: 'read.broadened', data: { reason: 'mass-casualty', eventId: 'event-1' } }]);
  });

  it('stay as they are elsewhere, where nothing waits, and once all is open', () => {
    expect(widened({}, { ...study, facilityId: asId('elsewhere') }).next).toBeUndefined();
    expect(widened({ state: 'in-progress' }).next).toBeUndefined();
    expect(widened({ ladder: steps.map((step) => ({ ...step, openedAt: START.toISOString() })) }).next).toBeUndefined();
    expect(widened({ ladder: steps.map((step) => ({ ...step, openedAt: null })) }).next).toBeUndefined();
  });
});
