import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GapRule } from './gap-rule.js';

describe('the gap rule', () => {
  it('passes what is contiguous and stops at a gap', () => {
    const rule = new GapRule(0);
    expect(rule.judge({ positions: [1, 2, 4], xmin: 9n, more: false })).toEqual({ upTo: 2, needsBound: true });
    rule.waitFor(10n);
    expect(rule.judge({ positions: [4, 5], xmin: 9n, more: false })).toEqual({ upTo: 2, needsBound: false });
    expect(rule.judge({ positions: [3, 4, 5], xmin: 9n, more: false })).toEqual({ upTo: 5, needsBound: false });
  });

  it('skips what never came up to what was seen, and no further', () => {
    const rule = new GapRule(0);
    rule.judge({ positions: [2], xmin: 5n, more: false });
    rule.waitFor(7n);
    expect(rule.judge({ positions: [2, 4], xmin: 7n, more: false })).toEqual({ upTo: 2, needsBound: true });
    rule.waitFor(9n);
    expect(rule.judge({ positions: [4], xmin: 8n, more: false })).toEqual({ upTo: 2, needsBound: false });
    expect(rule.judge({ positions: [4], xmin: 9n, more: false })).toEqual({ upTo: 4, needsBound: false });
  });

  /** Transactions take ids, then positions, and end in any order; readers look between any two steps. */
  it('loses no committed event, whatever the interleaving', () => {
    const step = fc.record({
      who: fc.nat(4),
      commits: fc.boolean(),
      limit: fc.integer({ min: 1, max: 4 }),
      look: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 200 }), (steps) => {
        const rule = new GapRule(0);
        const live = new Map<number, { id: bigint; position: number | null }>();
        const committed = new Set<number>();
        const told: number[] = [];
        let nextId = 1n;
        let nextPosition = 1;
        const look = (limit: number) => {
          const xmin = [...live.values()].reduce((least, { id }) => (id < least ? id : least), nextId);
          const positions = [...committed]
            .sort((a, b) => a - b)
            .filter((p) => p > rule.position)
            .slice(0, limit);
          const { upTo, needsBound } = rule.judge({ positions, xmin, more: positions.length === limit });
          told.push(...positions.filter((p) => p <= upTo));
          if (needsBound) rule.waitFor(nextId++);
        };
        for (const { who, commits, limit, look: looks } of steps) {
          const writer = live.get(who);
          if (!writer) live.set(who, { id: nextId++, position: null });
          else if (writer.position === null) writer.position = nextPosition++;
          else {
            live.delete(who);
            if (commits) committed.add(writer.position);
          }
          if (looks) look(limit);
        }
        live.clear();
        for (let n = 0; n < 500; n++) look(3);
        expect(told).toEqual([...committed].sort((a, b) => a - b));
      }),
    );
  });
});
