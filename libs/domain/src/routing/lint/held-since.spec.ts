import { describe, expect, it } from '@jest/globals';
import { plusMinutes } from '../../core/instant.js';
import type { PolicyDocument, PolicyVersion } from '../policy.js';
import { active, NIGHT } from '../samples.fixture.js';
import { heldSince } from './held-since.js';

const DAY = 1440;
const since = NIGHT;
const days = (count: number) => plusMinutes(since, count * DAY);
const saying = (...rules: [id: string, modality: string][]): PolicyDocument => ({
  plans: [],
  rules: rules.map(([id, value]) => ({
    id,
    name: id,
    conditions: [{ attribute: 'modality', operator: 'equals', value }],
    plan: 'p',
  })),
});
const version = (document: PolicyDocument, from: number, until: number | null): PolicyVersion => ({
  ...active('network', document).version,
  state: until === null ? 'active' : 'retired',
  activatedAt: days(from),
  retiredAt: until === null ? null : days(until),
});
const held = (document: PolicyDocument, ...versions: PolicyVersion[]) => [...heldSince(document, versions, since)];

describe('rules that had their time to match', () => {
  const both = saying(['a', 'CT'], ['b', 'MR']);

  it('stand in every version that was in force', () => {
    expect(held(both, version(both, -10, null))).toEqual(['a', 'b']);
    expect(held(both, version(saying(['a', 'CT']), -10, 5), version(both, 5, null))).toEqual(['a']);
    expect(held(saying(['a', 'CT'], ['new', 'US']), version(both, -10, null))).toEqual(['a']);
  });

  it('are not those whose conditions were changed since, or are in the draft', () => {
    expect(held(both, version(saying(['a', 'US'], ['b', 'MR']), -10, 5), version(both, 5, null))).toEqual(['b']);
    expect(held(saying(['a', 'US'], ['b', 'MR']), version(both, -10, null))).toEqual(['b']);
  });

  it('are not those of a version that was over before, or of a policy that was not in force all the time', () => {
    expect(held(both, version(both, -20, -10), version(saying(['a', 'CT']), -10, null))).toEqual(['a']);
    expect(held(both, version(both, 1, null))).toEqual([]);
    expect(held(both, version(both, -10, 5))).toEqual([]);
  });
});
