import type { Instant } from '../../core/instant.js';
import { minutesBetween } from '../../core/instant.js';
import type { RuleCode } from '../../eligibility/facts.js';
import type { PoolMember } from '../../routing/ladder/open-pool.js';
import { inPool } from '../../routing/ladder/open-pool.js';
import type { Read } from '../../studies/read.js';

/** Where the minutes of a read went, in the order they come. Together they are all of it. */
export const STAGES = ['not-open', 'waiting', 'offers', 'pick-up', 'reading'] as const;
export type Stage = (typeof STAGES)[number];

export const HELP_CODES = ['step-earlier', 'one-more-reader', 'offer-accepted', 'pick-up', 'reading-time'] as const;
export type HelpCode = (typeof HELP_CODES)[number];

/** One thing that, alone and everything else unchanged, would have brought the read forward. */
export interface Help {
  code: HelpCode;
  /** The hard rule that the one more reader would have to pass. */
  rule: RuleCode | null;
  text: string;
  savesMinutes: number;
  /** Whether it would have been on time by this alone. */
  enough: boolean;
}

export interface OnTime {
  state: 'on-time' | 'late' | 'will-miss' | 'due' | 'no-deadline';
  /** Past the deadline when it was done, or would be at its expected time; negative before. */
  lateMinutes: number | null;
  stages: Record<Stage, number>;
  /** The most first. Empty when it is on time, or nothing anybody could have done would have helped. */
  helps: Help[];
  /** Whether all of them together would have been enough. */
  togetherEnough: boolean;
}

export interface OnTimeFacts {
  read: Pick<
    Read,
    'queuedAt' | 'dueAt' | 'ladder' | 'startedAt' | 'openedAt' | 'completedAt' | 'expectedMinutes' | 'state'
  >;
  /** When offers were made that came to nothing, and when they ended. */
  lostOffers: readonly { from: Instant; to: Instant }[];
  /** From where its holder reads, and since when they had been free for it; null while nobody holds it. */
  holder: { place: PoolMember; freeSince: Instant } | null;
  /** How many readers failed one hard rule alone, when it was first decided on (now, before). */
  soleBlockers: Partial<Record<RuleCode, number>>;
  facility: string;
}

/**
 * What would have made the read on time: each constraint relaxed in turn, the rest as it was. Stages do not overlap, so
 * what they would save can be added. It claims nothing that was not measured: one more reader is counted as free when the
 * step opened, a step earlier only as far as its holder was free, reading faster only down to the expected time.
 */
export function onTime(facts: OnTimeFacts, now: Instant): OnTime {
  const { read } = facts;
  const end = endOf(read, now);
  const stages = stagesOf(facts, end);
  if (read.dueAt === null) return { state: 'no-deadline', lateMinutes: null, stages, helps: [], togetherEnough: false };
  const lateMinutes = minutesBetween(read.dueAt, end);
  if (lateMinutes <= 0) {
    const state = read.completedAt === null ? 'due' : 'on-time';
    return { state, lateMinutes, stages, helps: [], togetherEnough: false };
  }
  const helps = helpsOf(facts, stages, lateMinutes)
    .filter(({ savesMinutes }) => savesMinutes >= LEAST_MINUTES)
    .sort((a, b) => b.savesMinutes - a.savesMinutes);
  const late = read.completedAt !== null || now > read.dueAt;
  return {
    state: late ? 'late' : 'will-miss',
    lateMinutes,
    stages,
    helps,
    togetherEnough: together(helps) >= lateMinutes,
  };
}

/** Less is not worth telling. */
const LEAST_MINUTES = 0.1;

/** When it was completed; of one still open, when it would be at its expected time from now. */
function endOf(read: OnTimeFacts['read'], now: Instant): Instant {
  if (read.completedAt) return read.completedAt;
  const begun = read.openedAt ?? now;
  return new Date(Math.max(now.getTime(), begun.getTime() + read.expectedMinutes * 60_000));
}

function stagesOf({ read, lostOffers }: OnTimeFacts, end: Instant): OnTime['stages'] {
  const reading = read.openedAt ?? new Date(end.getTime() - read.expectedMinutes * 60_000);
  const begun = read.openedAt ?? later(read.queuedAt, earlierOf(reading, end));
  const taken = read.startedAt ?? begun;
  const open = earlierOf(firstOpening(read) ?? taken, taken);
  const waited = Math.max(0, minutesBetween(later(open, read.queuedAt), taken));
  const offers = Math.min(
    waited,
    lostOffers.reduce((sum, { from, to }) => sum + Math.max(0, minutesBetween(from, earlierOf(to, taken))), 0),
  );
  return {
    'not-open': Math.max(0, minutesBetween(read.queuedAt, open)),
    waiting: waited - offers,
    offers,
    'pick-up': Math.max(0, minutesBetween(taken, begun)),
    reading: Math.max(0, minutesBetween(begun, end)),
  };
}

function helpsOf(facts: OnTimeFacts, stages: OnTime['stages'], needed: number): Help[] {
  const { read, lostOffers } = facts;
  const help = (code: HelpCode, savesMinutes: number, text: string, rule: RuleCode | null = null): Help => ({
    code,
    rule,
    text,
    savesMinutes,
    enough: savesMinutes >= needed,
  });
  const slow = stages.reading - read.expectedMinutes;
  const offers =
    lostOffers.length === 1
      ? 'The offer that came to nothing'
      : `The first of ${lostOffers.length} offers that came to nothing`;
  return [
    ...stepEarlier(facts, needed).map(({ saves, text }) => help('step-earlier', saves, text)),
    ...oneMoreReader(facts).map(({ rule, text }) =>
      help('one-more-reader', stages.waiting + stages.offers, text, rule),
    ),
    help('offer-accepted', stages.offers, `${offers}, accepted at once`),
    help('pick-up', stages['pick-up'], `Opened as soon as it was taken`),
    help('reading-time', slow, `Read in the ${minutes(read.expectedMinutes)} that such a read is expected to take`),
  ];
}

/** The step that let its holder in, opened sooner: as far as they were free, and not before it was queued. */
function stepEarlier({ read, holder }: OnTimeFacts, needed: number): { saves: number; text: string }[] {
  const step = holder && read.ladder.find(({ pool, openedAt }) => openedAt !== null && inPool(pool, holder.place));
  if (!step?.openedAt || !holder) return [];
  const openedAt = new Date(step.openedAt);
  const saves = minutesBetween(later(read.queuedAt, holder.freeSince), openedAt);
  const by = Math.min(saves, Math.ceil(needed));
  return [{ saves, text: `Step ${step.step + 1} opened ${minutes(by)} earlier: who took it was free by then` }];
}

/** Rules that keep readers out one by one; not those that no roster or credential mends. */
const MENDABLE: Partial<Record<RuleCode, (facility: string) => string>> = {
  session: () => 'signed on',
  privilege: (facility) => `with a privilege at ${facility}`,
  licence: (facility) => `with a licence for ${facility}`,
  subspecialty: () => 'with the subspecialty',
  modality: () => 'competent in the modality',
  agreement: (facility) => `of a group with an agreement for ${facility}`,
  contract: (facility) => `of a group with a contract for ${facility}`,
  language: () => 'who writes the language',
  residency: () => 'signed on where the data may go',
  payer: () => 'signed on where the payer allows it',
  capacity: () => 'with room below their cap',
  fatigue: () => 'below their limit of hours',
};

const HELPFUL_RULES = 3;

function oneMoreReader({ soleBlockers, facility }: OnTimeFacts): { rule: RuleCode | null; text: string }[] {
  const mendable = (Object.entries(soleBlockers) as [RuleCode, number][])
    .flatMap(([rule, count]) => {
      const words = MENDABLE[rule]?.(facility);
      return words && count > 0 ? [{ rule, count, words }] : [];
    })
    .sort((a, b) => b.count - a.count)
    .slice(0, HELPFUL_RULES);
  if (mendable.length === 0) return [{ rule: null, text: 'One more eligible reader, free when its step opened' }];
  return mendable.map(({ rule, count, words }) => {
    const whom = count === 1 ? 'one failed that alone' : `${count} failed that alone`;
    return { rule, text: `One more reader ${words}, free when its step opened; ${whom}` };
  });
}

/** What all of them save: of those that would save the same minutes, the best. */
function together(helps: readonly Help[]): number {
  const best = (...codes: HelpCode[]) =>
    Math.max(0, ...helps.filter(({ code }) => codes.includes(code)).map(({ savesMinutes }) => savesMinutes));
  return best('one-more-reader', 'offer-accepted', 'step-earlier') + best('pick-up') + best('reading-time');
}

const firstOpening = ({ ladder }: Pick<Read, 'ladder'>): Instant | null =>
  ladder
    .flatMap(({ openedAt }) => (openedAt === null ? [] : [new Date(openedAt)]))
    .reduce<Instant | null>((first, each) => (first === null || each < first ? each : first), null);
const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
const earlierOf = (a: Instant, b: Instant): Instant => (a < b ? a : b);
const minutes = (count: number): string => `${Math.max(1, Math.round(count))} min`;
