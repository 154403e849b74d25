import { describe, expect, it } from '@jest/globals';
import { plusMinutes } from '../core/instant.js';
import { asId } from '../core/ids.js';
import type { ServiceLevel } from '../network/network.js';
import type { Read } from '../studies/read.js';
import type { Study } from '../studies/study.js';
import { contractedGroups } from './contracted-groups.js';
import { planReads } from './plan-reads.js';
import type { PlanningCase } from './samples.fixture.js';
import {
  agreementWith,
  contractWith,
  DAY,
  facts,
  HOME,
  NIGHT,
  planningOf,
  readIds,
  SYDNEY,
  termsOf,
  TORONTO,
} from './samples.fixture.js';

const medicareNight: Partial<Study> = { priority: 'stat', payer: 'medicare' };
const plan = (given: PlanningCase = {}, now = NIGHT) => planReads(planningOf(given, now), now, readIds());
const pools = (read: Read | undefined) => read?.ladder.map((step) => step.pool.readingGroupIds.join(' '));
const types = (events: readonly { type: string }[]) => events.map((event) => event.type);

const level = (changes: Partial<ServiceLevel>): ServiceLevel => ({
  id: asId('level'),
  contractId: asId('contract-home-rads'),
  name: 'level',
  modalityFamilies: [],
  priorities: [],
  patientClasses: [],
  issues: [],
  targetMinutes: 45,
  warnShare: 0.75,
  retiredAt: null,
  ...changes,
});

describe('planning the reads of a Medicare night', () => {
  const { reads, events } = plan({ study: medicareNight });
  const [preliminary, final] = reads;

  it('queues an unbilled preliminary and an independent final, in that order', () => {
    expect(reads).toHaveLength(2);
    expect(preliminary).toMatchObject({
      id: 'read-0',
      ordinal: 0,
      issues: 'preliminary',
      billable: false,
      state: 'queued',
    });
    expect(final).toMatchObject({ id: 'read-1', ordinal: 1, issues: 'final', billable: true, independent: true });
    expect(types(events)).toEqual(['read.queued', 'read.queued']);
  });

  it('opens the preliminary to the offshore group at once, and the final to nobody yet', () => {
    expect(pools(preliminary)).toEqual(['sydney', 'home-rads toronto']);
    expect(preliminary).toMatchObject({ ladderStep: 0, tier: 'offshore', readingGroupId: 'sydney', version: 1 });
    expect(pools(final)).toEqual(['home-rads']);
    expect(final).toMatchObject({ ladderStep: -1, tier: null, readingGroupId: null });
    expect(events[0]?.readingGroupIds).toEqual(['sydney']);
    expect(events[1]?.readingGroupIds).toEqual([]);
  });

  it('wants the preliminary within the hour and the final by seven in the morning at the facility', () => {
    expect(preliminary?.dueAt).toEqual(new Date('2026-11-22T08:00:00Z'));
    expect(final?.dueAt).toEqual(new Date('2026-11-22T13:00:00Z'));
  });
});

describe('a deadline', () => {
  it('is the contract’s where a service level holds, from when the study was ready', () => {
    const now = plusMinutes(NIGHT, 3);
    const { reads } = plan(
      { serviceLevels: [level({ priorities: ['stat'] }), level({ id: asId('slow'), targetMinutes: 900 })] },
      now,
    );
    expect(reads[0]?.dueAt).toEqual(plusMinutes(NIGHT, 45));
    expect(reads[0]?.queuedAt).toEqual(now);
  });

  it('is not taken from the contract of another health system’s group', () => {
    expect(plan({ serviceLevels: [level({ contractId: asId('elsewhere') })] }).reads[0]?.dueAt).toEqual(
      plusMinutes(NIGHT, 240),
    );
  });

  it('waits, like every step, until the study can be read', () => {
    const { reads, events } = plan({ study: { state: 'expected', readyAt: null } });
    expect(reads[0]).toMatchObject({ dueAt: null, ladderStep: -1, state: 'queued' });
    expect(types(events)).toEqual(['read.queued']);
  });

  it('runs for a critical study while its images still arrive', () => {
    const { reads, study } = plan({ study: { state: 'receiving', readyAt: null, protocol: 'stroke' } });
    expect(study).toMatchObject({ priority: 'critical', version: 2 });
    expect(reads[0]).toMatchObject({ dueAt: plusMinutes(NIGHT, 20), ladderStep: 0 });
  });
});

describe('routing a study changes it', () => {
  it('by the priority policy raised, and says so', () => {
    const { study, events } = plan({ study: { protocol: 'stroke', priority: 'urgent' } });
    expect(study).toMatchObject({ priority: 'critical', requestedPriority: 'stat', protocol: 'stroke' });
    expect(events[0]).toMatchObject({
      type: 'study.prioritized',
      data: { from: 'urgent', to: 'critical', source: 'policy', by: 'network-version-3', reason: 'rules stroke' },
    });
  });

  it('not at all when policy sets nothing', () => {
    const planning = planningOf({}, NIGHT);
    expect(planReads(planning, NIGHT, readIds()).study).toBe(planning.study);
  });
});

describe('missing groups', () => {
  it('skip their step, pass its opening on, and are told', () => {
    const { reads, lines, events } = plan({ study: medicareNight, terms: termsOf(HOME, TORONTO) });
    expect(pools(reads[0])).toEqual(['home-rads toronto']);
    expect(reads[0]?.ladderStep).toBe(0);
    expect(lines).toEqual(['Read 0 (preliminary): step 0 (offshore) skipped: no contracted group']);
    expect(types(events)).not.toContain('read.uncovered');
  });

  it('leave the read to all contracted groups when no step has one', () => {
    const { reads, lines } = plan({ terms: termsOf(SYDNEY) });
    expect(pools(reads[0])).toEqual(['sydney']);
    expect(reads[0]?.ladder[0]?.pool.tiers).toEqual([]);
    expect(reads[0]?.ladderStep).toBe(0);
    expect(lines.at(-1)).toContain('all contracted groups');
  });

  it('keep the read in plain sight when there is none at all', () => {
    const { reads, events } = plan({ terms: termsOf() });
    expect(reads[0]).toMatchObject({ state: 'queued', ladder: [], ladderStep: -1, dueAt: plusMinutes(NIGHT, 240) });
    expect(types(events)).toEqual(['read.queued', 'read.uncovered', 'study.unroutable']);
    expect(events[1]?.data).toEqual({ cause: 'no-contracted-group', issues: 'final' });
  });

  it('are asked for each thing a read issues', () => {
    const terms = { ...termsOf(HOME, SYDNEY) };
    terms.contracts = [contractWith(HOME, { issues: ['final'] }), contractWith(SYDNEY, { issues: ['preliminary'] })];
    const { reads } = plan({ study: medicareNight, terms });
    expect(reads.map(pools)).toEqual([['sydney'], ['home-rads']]);
  });
});

describe('contracted groups', () => {
  const { study, facility } = facts();
  const names = (terms: Parameters<typeof contractedGroups>[2], now = NIGHT) =>
    contractedGroups(study, facility, terms, now).map((group) => `${group.readingGroupId} ${group.homeTier}`);
  const only = (agreement: object, contract: object) => ({
    groups: [HOME],
    agreements: [agreementWith(HOME, agreement)],
    contracts: [contractWith(HOME, contract)],
  });

  it('have their home tier towards the facility', () => {
    expect(names(termsOf(SYDNEY, TORONTO, HOME))).toEqual([
      'home-rads onshore',
      'sydney offshore',
      'toronto nearshore',
    ]);
  });

  it.each<[string, object, object]>([
    ['an agreement that ended', { validUntil: NIGHT }, {}],
    ['an agreement with another health system', { healthSystemId: 'other' }, {}],
    ['a contract to come', {}, { validFrom: DAY }],
    ['a contract retired', {}, { retiredAt: NIGHT }],
    ['a contract for another facility', {}, { facilityIds: ['elsewhere'] }],
    ['a contract for MR', {}, { modalityFamilies: ['MR'] }],
    ['a contract for routine work', {}, { priorities: ['routine'] }],
  ])('are not those with %s', (_, agreement, contract) => {
    expect(names(only(agreement, contract))).toEqual([]);
    expect(names(only({}, {}))).toEqual(['home-rads onshore']);
  });

  it('may read at other hours: hours are asked at each offer', () => {
    const hours = { zone: 'America/Chicago', windows: [{ days: [1], from: '08:00', to: '09:00' }] };
    expect(names(only({}, { hours }))).toEqual(['home-rads onshore']);
  });
});
