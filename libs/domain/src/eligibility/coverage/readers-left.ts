import type { Instant } from '../../core/instant.js';
import type { Period } from '../../core/period.js';
import { rulesChangeAt } from '../compiled/next-change.js';
import { failedRules } from '../failed-rules.js';
import type { ReaderFacts, Relations } from '../facts.js';
import { DEFAULT_HARD_RULES } from '../hard-rules.js';
import { asIfThere } from './there-at.js';
import type { AbleKind } from './coverage-kind.js';

/**
 * How many may read a kind at an instant of the span: 0, 1, or 2 for more. Who may not now may then only by something that
 * begins in between, so of the others only those are asked for whom something does. Everybody counts as if on shift.
 */
export function* readersLeft(
  readers: readonly ReaderFacts[],
  { now, until }: { now: Instant; until: Instant },
): Generator<void, (kind: AbleKind, at: Instant) => number> {
  const begins = ({ validFrom }: Period): boolean => validFrom !== null && validFrom > now && validFrom <= until;
  const gaining: ReaderFacts[] = [];
  const people: ReaderFacts[] = [];
  for (const facts of readers) {
    const there = asIfThere(facts, now, until);
    people.push(there);
    if (facts.licences.some(begins) || facts.privileges.some(begins)) gaining.push(there);
    yield;
  }
  const rulesChange = rulesChangeAt(DEFAULT_HARD_RULES, now) <= until.getTime();
  const anyMayGain = ({ agreements, contracts }: Relations): boolean =>
    rulesChange || agreements.some(begins) || contracts.some(begins);
  const known = new Map<AbleKind, Map<number, number>>();
  return (kind, at) => {
    const ofKind = known.get(kind) ?? new Map<number, number>();
    known.set(kind, ofKind);
    const before = ofKind.get(at.getTime());
    if (before !== undefined) return before;
    const left = countLeft(kind, { at, others: anyMayGain(kind.relations) ? people : gaining });
    ofKind.set(at.getTime(), left);
    return left;
  };
}

function countLeft(
  { read, relations, able }: AbleKind,
  { at, others }: { at: Instant; others: readonly ReaderFacts[] },
): number {
  const passes = (reader: ReaderFacts): boolean =>
    failedRules({ read, reader, relations, stage: 'plan', now: at }).length === 0;
  let left = 0;
  for (const reader of able) {
    if (passes(reader)) left += 1;
    if (left > 1) return left;
  }
  const asked = new Set(able.map(({ reader }) => reader.id));
  for (const reader of others) {
    if (!asked.has(reader.reader.id) && passes(reader)) left += 1;
    if (left > 1) return left;
  }
  return left;
}
