import type { Instant } from '../../core/instant.js';
import { readerChangesAt, rulesChangeAt } from '../compiled/next-change.js';
import type { ReaderFacts } from '../facts.js';
import { DEFAULT_HARD_RULES } from '../hard-rules.js';
import type { CoverageNetwork } from './coverage-kind.js';
import { CoverageReaders, type Presence, type Stay } from './coverage-readers.js';
import { asIfThere, thereAt } from './there-at.js';

/** Who is there in which of these hours; who never is, is left out. Pauses after each reader, so that others get a turn. */
export function* presencesIn(
  { readers, groups }: Pick<CoverageNetwork, 'readers' | 'groups'>,
  hours: readonly Instant[],
): Generator<void, Presence[]> {
  const found: Presence[] = [];
  for (const facts of readers) {
    if (facts.session !== null || facts.shifts.length > 0) found.push(...presencesOf(facts, hours, groups));
    yield;
  }
  return found;
}

/** Everybody, as if on shift for all of their groups from one instant to another, whatever the roster says. */
const presentAnyway = (readers: readonly ReaderFacts[], { now, until }: { now: Instant; until: Instant }): Presence[] =>
  readers.map((each) => {
    const facts = asIfThere(each, now, until);
    return { facts, at: now, stays: [{ facts, at: now, from: 0, until: 1 }] };
  });

function presencesOf(facts: ReaderFacts, hours: readonly Instant[], groups: CoverageNetwork['groups']): Presence[] {
  const found: Presence[] = [];
  let next = -Infinity;
  let stay = null as (Stay & { sign: string }) | null;
  for (const [hour, at] of hours.entries()) {
    const there = thereAt(facts, at, groups);
    if (there === null) {
      stay = null;
      continue;
    }
    if (at.getTime() >= next) {
      found.push({ facts, at, stays: [] });
      next = ownChangesAt(facts, at);
      stay = null;
    }
    const sign = signOf(there);
    if (stay?.sign === sign) stay.until = hour + 1;
    else {
      stay = { facts: there, at, from: hour, until: hour + 1, sign };
      found.at(-1)?.stays.push(stay);
    }
  }
  return found;
}

/** When a record of the reader's own begins or ends, or a rule does. */
const ownChangesAt = (facts: ReaderFacts, at: Instant): number =>
  Math.min(readerChangesAt({ ...facts, session: null, shifts: [] }, at), rulesChangeAt(DEFAULT_HARD_RULES, at));

const signOf = ({ session, shifts }: ReaderFacts): string =>
  [session?.id ?? '', ...shifts.map(({ id }) => id)].join(' ');

/** Everybody compiled as if on shift: what then fails is no matter of rosters. */
export const compiledAnyway = (
  { readers }: Pick<CoverageNetwork, 'readers'>,
  span: { now: Instant; until: Instant },
): Generator<void, CoverageReaders> => CoverageReaders.of(presentAnyway(readers, span));
