import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PolicyDocument } from '../policy.js';
import { networkDocument } from '../samples.fixture.js';
import { finalAnywhere } from '../standard-plans.js';
import { diffDocuments } from './diff-documents.js';
import type { PriorityRule } from '../priority/priority-rule.js';

const told = (after: Partial<PolicyDocument>) =>
  diffDocuments(networkDocument, { ...networkDocument, ...after }).map(
    ({ what, key, kind, fields }) => `${what} ${key} ${kind}${fields.length > 0 ? `: ${fields.join(', ')}` : ''}`,
  );
const [pediatric, pet, stroke, medicare] = networkDocument.rules as [never, never, never, never];

describe('the difference of two documents', () => {
  it('is nothing of a document and its copy', () => {
    expect(told(structuredClone(networkDocument))).toEqual([]);
  });

  it('names rules by id, plans by name, and settings, with the fields that changed', () => {
    const renamed = { ...networkDocument.rules[0]!, name: 'Under 18' };
    expect(told({ rules: [renamed, pet, stroke] })).toEqual([
      'rule pediatric changed: name',
      'rule medicare-night removed',
    ]);
    expect(told({ plans: [...networkDocument.plans, finalAnywhere()], pediatricBelowYears: 14 })).toEqual([
      'plan final-anywhere added',
      'setting pediatricBelowYears added',
    ]);
    expect(told({ coverage: { widenAtBreach: true } })).toEqual(['setting coverage added']);
  });

  it('tells rules on priorities by their id', () => {
    const rule = (id: string): PriorityRule => ({
      id,
      name: id,
      conditions: [],
      from: 'stat',
      to: 'urgent',
      reason: 'too often',
    });
    expect(told({ priority: [rule('a')] })).toEqual(['priority a added']);
    const before = { ...networkDocument, priority: [rule('a'), rule('b')] };
    const after = { ...networkDocument, priority: [rule('b'), { ...rule('a'), reason: 'far too often' }] };
    expect(diffDocuments(before, after).map(({ what, key, kind, fields }) => [what, key, kind, fields])).toEqual([
      ['priority', 'a', 'changed', ['reason']],
      ['priority', 'b', 'moved', []],
    ]);
  });

  it('says that a rule moved, and not that all it passed did', () => {
    expect(told({ rules: [medicare, pediatric, pet, stroke] })).toEqual(['rule medicare-night moved']);
  });

  it('of any two orders names just enough moves that the others stand as they did', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const documentOf = (order: readonly string[]): PolicyDocument => ({
      plans: [],
      rules: order.map((id) => ({ id, name: id, conditions: [], plan: 'x' })),
    });
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: 6 }), (order) => {
        const moved = diffDocuments(documentOf(ids), documentOf(order)).map(({ key }) => key);
        expect(order.filter((id) => !moved.includes(id))).toEqual(ids.filter((id) => !moved.includes(id)));
        expect(moved.length === 0).toBe(order.every((id, index) => id === ids[index]));
      }),
    );
  });
});
