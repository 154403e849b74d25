import type { ReadingGroupId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { same } from '../../core/same.js';
import {
  ended,
  type CoverageWarningId,
  type HoursWarning,
  type Judged,
  type ThinHours,
  type WarnedKind,
} from './coverage-warning.js';
import { byHour, HOUR_MS, ofHours, type ThinRun } from './thin-runs.js';

/** One kind of study as a look at the coming hours found it. */
export interface KindSeen {
  kind: WarnedKind;
  readingGroupIds: ReadingGroupId[];
  runs: readonly ThinRun[];
  /** Readers by hour, of the hours looked at; none where the kind is expected no more. */
  readers: readonly number[];
}

export interface HoursLook {
  now: Instant;
  /** The beginning of the first hour looked at, and the end of the last. */
  from: Instant;
  until: Instant;
  newId: () => CoverageWarningId;
}

/** So many at least wait before their doubling is worth another word. */
const FEW_QUEUED = 5;

/**
 * What a look makes of a kind's warnings. A run of thin hours is told once. It is told again only when it is worse than what
 * was told: an hour has fewer readers than was said of it, or twice as many wait (and five at least). An hour that nobody had
 * looked at yet is worse only when it has fewer readers than the hour before it: a gap that simply goes on is no news. What was
 * said of an hour stays said while the warning is open, so that a reader who comes and goes does not ring twice.
 */
export function judgeHours(open: readonly HoursWarning[], seen: KindSeen, look: HoursLook): Judged<HoursWarning>[] {
  const told = toldOf(open, look);
  const free = [...open].sort((a, b) => (a.state.from < b.state.from ? -1 : 1));
  const judged: Judged<HoursWarning>[] = [];
  for (const run of seen.runs) {
    const at = free.findIndex((warning) => touches(warning.told, run, look));
    const [before = null] = at < 0 ? [] : free.splice(at, 1);
    const news = newsOf(run, told);
    const kin = before ?? open.find((warning) => touches(warning.told, run, look)) ?? null;
    if (before === null && (kin === null || news.size > 0)) judged.push(raised(run, seen, look));
    else if (before === null && kin !== null) judged.push(apart(run, { kin, told, seen, look }));
    else if (before !== null) judged.push(goesOn(before, { run, news, told, seen, look }));
  }
  return [...judged, ...free.map((warning) => ended(warning, howEnded(warning, seen, look), look.now))];
}

interface Told {
  hours: ReadonlyMap<number, number>;
  knownUntil: number;
}

/** What has been said of each hour that is still to come, the worst of it. */
function toldOf(open: readonly HoursWarning[], { from }: HoursLook): Told {
  const hours = new Map<number, number>();
  let knownUntil = 0;
  for (const { told } of open) {
    knownUntil = Math.max(knownUntil, Date.parse(told.knownUntil));
    for (const [hour, readers] of byHour(told)) {
      if (hour >= from.getTime()) hours.set(hour, Math.min(readers, hours.get(hour) ?? 2));
    }
  }
  return { hours, knownUntil };
}

/** Hours of the run with fewer readers than was said; nothing said of an hour means enough. */
function newsOf(run: ThinRun, { hours, knownUntil }: Told): Set<number> {
  const now = byHour(run);
  const news = new Set<number>();
  for (const [hour, readers] of now) {
    const said = hour < knownUntil ? hours.get(hour) : now.get(hour - HOUR_MS);
    if (readers < (said ?? 2)) news.add(hour);
  }
  return news;
}

/** Whether hours told of, those still to come, meet the run or end where it begins. */
function touches(told: ThinHours, run: ThinRun, { from }: HoursLook): boolean {
  const [first, last] = [Date.parse(run.from), Date.parse(run.until)];
  return [...byHour(told)].some(
    ([hour, readers]) => readers < 2 && hour + HOUR_MS > from.getTime() && hour < last && hour + HOUR_MS >= first,
  );
}

const stateOf = (run: ThinRun, { until }: HoursLook): ThinHours => ({ ...run, knownUntil: until.toISOString() });

function raised(run: ThinRun, { kind, readingGroupIds }: KindSeen, look: HoursLook): Judged<HoursWarning> {
  const state = stateOf(run, look);
  const { newId, now } = look;
  return {
    tell: 'warned',
    warning: {
      id: newId(),
      subject: 'hours',
      kind,
      readingGroupIds,
      state,
      told: state,
      mending: null,
      raisedAt: now,
      warnedAt: now,
      warnings: 1,
      acknowledgement: null,
      endedAt: null,
      ended: null,
      version: 1,
    },
  };
}

interface Apart {
  kin: HoursWarning;
  told: Told;
  seen: KindSeen;
  look: HoursLook;
}

/** A warning that was mended in its middle goes on as two; nothing new is told. */
function apart(run: ThinRun, { kin, told, seen, look }: Apart): Judged<HoursWarning> {
  const state = stateOf(run, look);
  const said = { ...kin.told, ...saidOf(run, told), knownUntil: state.knownUntil };
  const { readingGroupIds } = seen;
  return { tell: null, warning: { ...kin, id: look.newId(), readingGroupIds, state, told: said, version: 1 } };
}

function goesOn(
  before: HoursWarning,
  { run, news, told, seen, look }: { run: ThinRun; news: ReadonlySet<number> } & Omit<Apart, 'kin'>,
): Judged<HoursWarning> {
  const state = stateOf(run, look);
  const { readingGroupIds } = seen;
  const worse = news.size > 0 || run.queued >= Math.max(FEW_QUEUED, 2 * before.told.queued);
  const own = [...byHour(before.told)].filter(([hour]) => hour >= look.from.getTime());
  const said = saidOf(run, { ...told, hours: new Map([...told.hours, ...own]) }, own);
  const figures = worse ? state : before.told;
  const next: HoursWarning = {
    ...before,
    readingGroupIds,
    state,
    told: { ...figures, ...said, knownUntil: state.knownUntil },
    ...(worse ? { warnedAt: look.now, warnings: before.warnings + 1, acknowledgement: null } : {}),
    version: before.version + 1,
  };
  const unchanged = same({ ...next, version: before.version }, before);
  return { warning: unchanged ? before : next, tell: worse ? 'worse' : null };
}

/** What has now been said of the hours of the run, and of others that were told with it. */
function saidOf(run: ThinRun, { hours }: Told, others: readonly (readonly [number, number])[] = []) {
  const said = new Map(others);
  for (const [hour, readers] of byHour(run)) said.set(hour, Math.min(readers, hours.get(hour) ?? 2));
  return ofHours(said);
}

function howEnded({ told }: HoursWarning, { runs, readers }: KindSeen, look: HoursLook) {
  const from = look.from.getTime();
  const ahead = [...byHour(told)].filter(([hour, said]) => said < 2 && hour >= from);
  if (ahead.length === 0) return 'passed';
  if (runs.some((run) => touches(told, run, look))) return 'joined';
  return ahead.every(([hour]) => (readers[(hour - from) / HOUR_MS] ?? 0) > 1) ? 'mended' : 'nothing-expected';
}
