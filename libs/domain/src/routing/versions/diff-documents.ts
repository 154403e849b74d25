import { same } from '../../core/same.js';
import type { PolicyDocument } from '../policy.js';

/** One difference between two documents of a policy: of a rule (by its id), one on priorities, a plan (by its name) or a setting. */
export interface DocumentChange {
  what: 'rule' | 'priority' | 'plan' | 'setting';
  key: string;
  kind: 'added' | 'removed' | 'changed' | 'moved';
  /** Of what changed: which of its fields. */
  fields: string[];
  before: unknown;
  after: unknown;
}

type Setting = Exclude<keyof PolicyDocument, 'plans' | 'rules' | 'priority'>;
/** All of them, or it does not compile: what a diff leaves out nobody sees before it decides. */
const SETTINGS: Record<Setting, true> = {
  fallback: true,
  pediatricBelowYears: true,
  coverage: true,
  sampling: true,
  grading: true,
};

/**
 * What one document has and another has not, or has otherwise. Rules are tried in order, so a rule that now stands before
 * one it stood behind has moved; of those that swapped, as few as possible are named. Nothing differs: no changes.
 */
export function diffDocuments(before: PolicyDocument, after: PolicyDocument): DocumentChange[] {
  return [
    ...ruleChanges('priority', before.priority ?? [], after.priority ?? []),
    ...ruleChanges('rule', before.rules, after.rules),
    ...changes('plan', keyed(before.plans, 'name'), keyed(after.plans, 'name')),
    ...changes('setting', settingsOf(before), settingsOf(after)),
  ];
}

type Ruled = readonly { id: string }[];

function ruleChanges(what: 'rule' | 'priority', before: Ruled, after: Ruled): DocumentChange[] {
  const moved = movedRules(
    before.map(({ id }) => id),
    after.map(({ id }) => id),
  );
  return [
    ...changes(what, keyed(before, 'id'), keyed(after, 'id')),
    ...moved.map((key) => ({
      what,
      key,
      kind: 'moved' as const,
      fields: [],
      before: before.findIndex(({ id }) => id === key),
      after: after.findIndex(({ id }) => id === key),
    })),
  ];
}

const keyed = <Item extends object>(list: readonly Item[], key: keyof Item): Map<string, unknown> =>
  new Map(list.map((item) => [String(item[key]), item]));

const settingsOf = (document: PolicyDocument): Map<string, unknown> =>
  new Map(
    (Object.keys(SETTINGS) as Setting[]).flatMap((key) => (document[key] === undefined ? [] : [[key, document[key]]])),
  );

function changes(what: DocumentChange['what'], was: Map<string, unknown>, is: Map<string, unknown>): DocumentChange[] {
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  return keys.flatMap((key) => {
    const [before, after] = [was.get(key) ?? null, is.get(key) ?? null];
    if (same(before, after)) return [];
    const kind = before === null ? ('added' as const) : after === null ? ('removed' as const) : ('changed' as const);
    return [{ what, key, kind, fields: kind === 'changed' ? changedFields(before, after) : [], before, after }];
  });
}

function changedFields(before: unknown, after: unknown): string[] {
  if (!isRecord(before) || !isRecord(after)) return [];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.filter((field) => !same(before[field], after[field]));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Ids of both lists that are not in the longest run the two have in the same order (O(n log n), patience sorting). */
function movedRules(before: readonly string[], after: readonly string[]): string[] {
  const place = new Map(before.map((id, index) => [id, index]));
  const common = after.filter((id) => place.has(id));
  const kept = longestRise(common.map((id) => place.get(id) ?? 0));
  return common.filter((_, index) => !kept.has(index));
}

/** Places of a longest increasing subsequence. */
function longestRise(values: readonly number[]): Set<number> {
  const tails: number[] = [];
  const before = values.map((value, index) => {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    tails[low] = index;
    return low === 0 ? -1 : (tails[low - 1] ?? -1);
  });
  const kept = new Set<number>();
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) kept.add(index);
  return kept;
}
