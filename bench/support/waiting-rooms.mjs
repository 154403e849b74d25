// A waiting room to plan for, from a seed: readers who are busy or idle, sites with the readers who may read there, and
// reads of five classes part of whose time has passed. Nothing in it is measured anywhere; it is busy on purpose.
import { withMean } from '../../dist/libs/domain/src/index.js';

const EXAM_MINUTES = [4, 3, 6, 2, 8, 10, 12, 5, 7, 9, 3, 2.5, 6.5, 13, 4.5, 11];
const CLASSES = [
  { share: 0.04, weight: 20, minutes: 20 },
  { share: 0.21, weight: 10, minutes: 30 },
  { share: 0.3, weight: 4, minutes: 60 },
  { share: 0.25, weight: 1, minutes: 240 },
  { share: 0.2, weight: 1, minutes: 720 },
];
const SITES = 40;
const SIGMA = 0.5;

/** Numbers in [0, 1) that a seed decides (mulberry32). */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const normal = (next) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

function classOf(next) {
  let left = next();
  return CLASSES.find(({ share }) => (left -= share) < 0) ?? CLASSES.at(-1);
}

/** A `PlanQuestion`; each site and exam has about `candidates` readers. */
export function waitingRoom({ works: workCount, readers: readerCount, candidates, seed }) {
  const next = numbers(seed);
  const exams = EXAM_MINUTES.length;
  const times = [];
  const readers = Array.from({ length: readerCount }, () => {
    const speed = Math.exp(0.18 * normal(next));
    times.push(EXAM_MINUTES.map((minutes) => withMean(minutes * speed * (next() < 0.5 ? 0.92 : 1.12), SIGMA)));
    return { freeInMinutes: next() < 0.1 ? 0 : 12 * next(), scarcityShare: next() };
  });
  const who = Array.from({ length: SITES * exams }, () =>
    Int32Array.from(readers.keys().filter(() => next() < candidates / readerCount)),
  );
  const examOf = [];
  const places = [];
  const works = Array.from({ length: workCount }, () => {
    const { weight, minutes } = classOf(next);
    const exam = Math.floor(next() * exams);
    examOf.push(exam);
    places.push(Math.floor(next() * SITES) * exams + exam);
    const waitedMinutes = next() * minutes;
    const expectedMinutes = EXAM_MINUTES[exam];
    const slackMinutes = minutes - waitedMinutes;
    return { weight, slackMinutes, waitedMinutes, maximumWaitMinutes: Infinity, expectedMinutes };
  });
  return {
    works,
    readers,
    candidates: (work) => who[places[work]],
    time: (work, reader) => times[reader][examOf[work]],
  };
}
