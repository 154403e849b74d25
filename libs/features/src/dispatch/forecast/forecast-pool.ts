import {
  examOf,
  expectedTime,
  inOfferOrder,
  meanMinutes,
  minutesBetween,
  poolLeft,
  residualMinutes,
  workPriority,
  type DispatchParams,
  type Instant,
  type Lognormal,
  type ReaderAhead,
  type ReadingTimeModel,
} from '@overread/domain';
import type { DirectorySnapshot } from '../../network/index.js';
import { EligiblePeople, type AskRules } from './eligible-people.js';
import { FORECAST_SETTINGS } from './forecast-settings.js';
import type { OpenWork } from './open-work.queries.js';
import { peopleAhead, type Horizon, type OnCallPerson, type PersonAhead } from './people-ahead.js';

/** What a forecast is made from. */
export interface PoolState {
  work: readonly OpenWork[];
  directory: DirectorySnapshot;
  model: ReadingTimeModel;
  ask: AskRules;
  params: DispatchParams;
  now: Instant;
}

/** A read with how long it is expected to take: its holder, or whoever it will be. */
export interface TimedWork extends OpenWork {
  time: Lognormal;
}

/** What waits, in the order it is taken; what runs; and who is there for it. */
export interface ForecastPool {
  waiting: TimedWork[];
  running: TimedWork[];
  people: PersonAhead[];
  /** Who is not there and could be called in; after `people` in the places that `eligible` speaks of. */
  onCall: readonly OnCallPerson[];
  /** The same people, with what they have in hand. */
  ahead: ReaderAhead[];
  eligible: EligiblePeople;
  params: DispatchParams;
}

/** The pool as it stands, looking so far ahead for rostered readers; with those who could be called in, where asked. */
export function forecastPool(state: PoolState, horizon: Horizon, onCall: readonly OnCallPerson[] = []): ForecastPool {
  const { directory, model, ask, now } = state;
  const timed = state.work.map((each) => ({ ...each, time: timeOf(each, model) }));
  const people = peopleAhead(directory.readers.values(), now, horizon);
  const signedOn = Math.max(1, people.filter(({ stage }) => stage === 'offer').length);
  const waiting = timed
    .filter(({ read }) => read.state === 'queued')
    .map((each) => ({ ...each, eligibleOnShift: signedOn, expectedMinutes: meanMinutes(each.time) }));
  const running = timed.filter(({ read }) => read.state !== 'queued');
  return {
    waiting: inOfferOrder(waiting, now, state.params),
    running,
    people,
    onCall,
    ahead: aheadOf(people, running, now),
    params: state.params,
    eligible: new EligiblePeople([...people, ...onCall], directory, ask, now),
  };
}

/** The read's exam, and how long its holder takes for it, or whoever it will be. */
export function timeOf({ read, study, others }: OpenWork, model: ReadingTimeModel): Lognormal {
  return expectedTime(model, read.readerId, examOf(study, read, others));
}

/** Minutes that a read in somebody's hands has still to go. */
export const minutesLeft = ({ read, time }: TimedWork, now: Instant): number =>
  residualMinutes(time, read.openedAt === null ? 0 : Math.max(0, minutesBetween(read.openedAt, now)));

function aheadOf(people: readonly PersonAhead[], running: readonly TimedWork[], now: Instant): ReaderAhead[] {
  const inHand = new Map<string, number>();
  for (const each of running) {
    const { readerId } = each.read;
    if (readerId !== null) inHand.set(readerId, (inHand.get(readerId) ?? 0) + minutesLeft(each, now));
  }
  return people.map(({ facts, fromMinutes, untilMinutes }) => ({
    freeInMinutes: Math.max(fromMinutes, fromMinutes === 0 ? (inHand.get(facts.reader.id) ?? 0) : 0),
    untilMinutes,
  }));
}

/** The pools that are open to a read. */
export const openPools = ({ read }: OpenWork) =>
  read.ladder.flatMap((step) => (step.openedAt === null ? [] : (poolLeft(step) ?? [])));

/** Of which kind of work a chance is: each is corrected by what came of its own. */
export const forecastedWork = ({ read, study }: OpenWork): 'pressing' | 'routine' =>
  workPriority(read, study) === 'routine' ? 'routine' : 'pressing';

/** Calls `each` for every item, and lets others have the event loop in between. */
export async function inSlices<Item>(items: readonly Item[], each: (item: Item) => void): Promise<void> {
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % FORECAST_SETTINGS.slice === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    each(item);
  }
}
