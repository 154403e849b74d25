import { describe, expect, it } from '@jest/globals';
import { sampleFacility } from '../../network/samples.fixture.js';
import type { PolicyDocument } from '../policy.js';
import { routeStudy } from '../route-study.js';
import { active, DAY, facts, policies } from '../samples.fixture.js';
import { offshorePreliminaryOnshoreFinal } from '../standard-plans.js';
import { forbiddenRouting } from './forbidden-routing.js';
import { law } from './law.fixture.js';
import { settleForbidden, type ForbiddenPolicy } from './settle-forbidden.js';

const split = offshorePreliminaryOnshoreFinal();
const document: PolicyDocument = { plans: [split], rules: [], fallback: split.name };
const network = active('network', document);

describe('a plan that a law forbids, of one study', () => {
  const { study } = facts({});
  const facility = sampleFacility({ country: 'GB', zone: 'Europe/London' });
  const inForce = policies({ network });
  const decision = routeStudy({ ...facts({}), facility }, inForce, DAY);
  const broken = (changes: Parameters<typeof law>[0], seen = study) =>
    forbiddenRouting({ study: seen, facility, decision, inForce }, DAY, [law(changes)]);

  it('is named with the version of the record, and stands', () => {
    expect(broken({ number: 2 })).toEqual([{ id: 'law-1', number: 2, message: expect.stringContaining('GB forbids') }]);
    expect(decision.reads).toHaveLength(2);
    expect(broken({ country: 'DE' })).toEqual([]);
  });

  it('is about such studies only', () => {
    const mandatory = {
      rule: 'secondReadMandatory' as const,
      parameters: { modality: 'MG', descriptionContains: 'Screen' },
    };
    const screening = { ...study, modalities: ['MG'], description: 'MAMMO SCREENING' };
    expect(broken(mandatory, screening)).toHaveLength(1);
    expect(broken(mandatory, { ...screening, description: 'MAMMO LEFT' })).toEqual([]);
    expect(broken(mandatory, { ...screening, modalities: ['CT'] })).toEqual([]);
  });
});

describe('a policy in force that a law comes to forbid', () => {
  const finding = {
    severity: 'error' as const,
    code: 'plan/forbidden',
    path: 'fallback',
    message: 'forbidden',
    jurisdictionRule: { id: law().id, number: 1 },
  };
  const settle = (open: ForbiddenPolicy[], findings: (typeof finding)[]) => {
    const { next, events } = settleForbidden(open, [{ active: network, findings }], DAY);
    return { rows: next?.rows ?? [], told: (events ?? []).map(({ type }) => type) };
  };

  it('is told once when it is found, and once when it is so no more', () => {
    const first = settle([], [finding]);
    expect(first.told).toEqual(['policy.forbidden']);
    expect(first.rows).toEqual([expect.objectContaining({ path: 'fallback', foundAt: DAY, clearedAt: null })]);
    expect(settle(first.rows, [finding])).toEqual({ rows: first.rows, told: [] });
    const mended = settle(first.rows, []);
    expect(mended.told).toEqual(['policy.permitted']);
    expect(mended.rows.map(({ clearedAt }) => clearedAt)).toEqual([DAY]);
  });

  it('is told again of a second law, and of one that was changed', () => {
    const first = settle([], [finding]);
    const other = { ...finding, jurisdictionRule: { ...finding.jurisdictionRule, number: 2 } };
    expect(settle(first.rows, [finding, { ...finding, path: 'rules.0.plan' }]).told).toEqual(['policy.forbidden']);
    expect(settle(first.rows, [other]).told).toEqual(['policy.forbidden']);
  });

  it('lets go of a version that is in force no more', () => {
    const { next } = settleForbidden(settle([], [finding]).rows, [], DAY);
    expect(next?.rows?.map(({ clearedAt }) => clearedAt)).toEqual([DAY]);
  });
});
