import { plusMinutes, type FutureRead, type Instant, type ReadId, type ReadingGroupId } from '@overread/domain';
import type { CapacityForecast } from '@overread/wire';
import type { ForecastPool } from '../forecast/forecast-pool.js';
import type { PlayedHours } from './capacity-forecaster.js';
import type { ComingRead } from './future-pool.js';
import type { Remedy } from './weigh-remedies.js';
import { willMiss } from './will-miss.js';

/** What the answer needs beside what was played. */
export interface Answering {
  /** Null is the whole network. */
  readingGroupId: ReadingGroupId | null;
  facilityCode: (id: string) => string;
  chanceOf: (readId: ReadId, dueAt: Instant | null, now: Instant) => number | null;
}

interface Outcome {
  coming: ComingRead;
  outcome: FutureRead;
}

const MOST_READS = 200;

/** The forecast of a group, or of all, from what was played. */
export function forecastAnswer(
  played: PlayedHours,
  { readingGroupId, facilityCode, chanceOf }: Answering,
): CapacityForecast {
  const { madeAt, hours, remedies, truncated } = played;
  const own = outcomesOf(played, readingGroupId);
  const missing = own.filter(({ coming, outcome }) => willMiss(coming, outcome));
  const waiting = missing.filter(({ coming }) => !coming.arrival).sort((a, b) => dueOf(a) - dueOf(b));
  const mine = new Set(waiting.map(({ coming }) => coming.work.read.id));
  return {
    madeAt: madeAt.toISOString(),
    readingGroupId,
    hours,
    byHour: hoursOf(played, own, readingGroupId),
    misses: missesByFamily(waiting, madeAt),
    waitingMisses: waiting.length,
    arrivalMisses: missing.length - waiting.length,
    atRisk: waiting.slice(0, MOST_READS).flatMap(({ coming: { work }, outcome }) => {
      const { id: readId, studyId, facilityId, dueAt } = work.read;
      if (dueAt === null) return [];
      const ends = outcome.endsInMinutes === null ? null : plusMinutes(madeAt, outcome.endsInMinutes).toISOString();
      const { modalityFamily, priority } = work.study;
      const told = { readId, studyId, modalityFamily, priority, facility: facilityCode(facilityId) };
      return [
        { ...told, dueAt: dueAt.toISOString(), expectedEndAt: ends, breachChance: chanceOf(readId, dueAt, madeAt) },
      ];
    }),
    remedies: remedies.flatMap((remedy) => remedyOf(remedy, mine, readingGroupId)),
    truncated,
  };
}

/** What a group is shown: reads of its own that another may be opened to, and its own readers on call. */
function remedyOf(
  remedy: Remedy,
  mine: ReadonlySet<ReadId>,
  readingGroupId: ReadingGroupId | null,
): CapacityForecast['remedies'] {
  const { id, kind, name, readIds, saves, harms } = remedy;
  const reads = readIds.filter((read) => mine.has(read)).length;
  if (kind === 'open-group') return reads === 0 ? [] : [{ id, kind, name, reads, saves, harms, callIn: null }];
  if (readingGroupId !== null && remedy.readingGroupId !== readingGroupId) return [];
  const { shift } = remedy;
  const callIn = {
    readerId: shift.readerId,
    readingGroupId: shift.readingGroupId,
    shift: shift.name,
    until: shift.endsAt.toISOString(),
  };
  return [{ id, kind, name, reads, saves, harms, callIn }];
}

/** Reads that the group may be offered now, or all. */
export function outcomesOf({ coming, outcomes }: PlayedHours, readingGroupId: ReadingGroupId | null): Outcome[] {
  return coming.flatMap((each, index) => {
    const outcome = outcomes[index];
    return outcome && (readingGroupId === null || openTo(each, readingGroupId)) ? [{ coming: each, outcome }] : [];
  });
}

/** Whether the read's open steps name the group; one that is to come has the steps open that open at once. */
function openTo({ work, arrival }: ComingRead, readingGroupId: ReadingGroupId): boolean {
  return work.read.ladder.some(
    ({ openedAt, opens, pool }) =>
      (arrival ? opens.atOnce : openedAt !== null) && pool.readingGroupIds.includes(readingGroupId),
  );
}

function missesByFamily(waiting: readonly Outcome[], now: Instant): CapacityForecast['misses'] {
  const families = Map.groupBy(waiting, ({ coming }) => coming.work.study.modalityFamily);
  const misses = [...families].map(([modalityFamily, own]) => {
    const inMinutes = Math.round(Math.min(...own.map(dueOf)));
    return { modalityFamily, reads: own.length, firstMissAt: plusMinutes(now, inMinutes).toISOString(), inMinutes };
  });
  return misses.sort((a, b) => b.reads - a.reads || a.inMinutes - b.inMinutes);
}

const dueOf = ({ coming }: Outcome): number => coming.future.dueInMinutes ?? Infinity;

function hoursOf(played: PlayedHours, own: readonly Outcome[], readingGroupId: ReadingGroupId | null) {
  const { madeAt, hours, pool } = played;
  return Array.from({ length: hours }, (_, index) => {
    const [from, to] = [index * 60, index * 60 + 60];
    const within = (minutes: number | null) => minutes !== null && minutes >= from && minutes < to;
    const arrivals = own.filter(({ coming }) => coming.arrival && within(coming.future.arrivesInMinutes));
    const waiting = own.filter(
      ({ coming, outcome }) =>
        coming.future.arrivesInMinutes <= from && (outcome.startsInMinutes === null || outcome.startsInMinutes >= from),
    );
    const capacityMinutes = presentMinutes(pool, { from, to, readingGroupId });
    return {
      startsAt: plusMinutes(madeAt, from).toISOString(),
      arrivals: arrivals.length,
      arrivalMinutes: tenth(minutesOf(arrivals)),
      waitingMinutes: tenth(minutesOf(waiting)),
      readers: tenth(capacityMinutes / 60),
      capacityMinutes: tenth(capacityMinutes),
      misses: own.filter(({ coming, outcome }) => willMiss(coming, outcome) && within(coming.future.dueInMinutes))
        .length,
    };
  });
}

const minutesOf = (reads: readonly Outcome[]): number =>
  reads.reduce((sum, { coming }) => sum + coming.future.expectedMinutes, 0);

/** Minutes that readers of the group are there between two instants, in minutes from now. */
function presentMinutes(
  { people }: ForecastPool,
  { from, to, readingGroupId }: { from: number; to: number; readingGroupId: ReadingGroupId | null },
): number {
  return people
    .filter((person) => readingGroupId === null || person.readingGroupId === readingGroupId)
    .reduce((sum, { fromMinutes, untilMinutes }) => {
      return sum + Math.max(0, Math.min(to, untilMinutes) - Math.max(from, fromMinutes));
    }, 0);
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
