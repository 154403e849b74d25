import type { EventType, ReadState } from '@overread/domain';
import type { StoredEvent, StoredRead, StoredWhole } from './stored-study.js';
import { violation, type Violation } from './violation.js';

interface Step {
  from: readonly ReadState[];
  to: ReadState;
}

/** What the log may say of a read, after what, and where that leaves it. Types that are absent move nothing. */
const STEPS: Partial<Record<EventType, Step>> = {
  'read.assigned': { from: ['queued', 'assigned'], to: 'assigned' },
  'read.declined': { from: ['queued', 'assigned'], to: 'queued' },
  'read.expired': { from: ['assigned'], to: 'queued' },
  'read.started': { from: ['queued', 'assigned'], to: 'in-progress' },
  'read.opened': { from: ['assigned', 'in-progress'], to: 'in-progress' },
  'read.released': { from: ['assigned', 'in-progress'], to: 'queued' },
  'read.completed': { from: ['in-progress'], to: 'completed' },
  'read.cancelled': { from: ['queued', 'assigned', 'in-progress'], to: 'cancelled' },
};

/** These carry the read's own version; a duty, a clock and a pair have versions of their own. */
const OF_THE_READ = /^(read\.|report\.(issued|finalized|addended)$)/;

/** A study's events tell its whole life, in an order that can have been. */
export function checkEvents(whole: StoredWhole): Violation[] {
  const { study, reads, events } = whole;
  const found = [...checkOrder(whole), ...checkResults(whole)];
  for (const read of reads)
    found.push(
      ...checkRead(
        read,
        events.filter(({ readId }) => readId === read.id),
      ),
    );
  for (const each of events.filter(({ topics }) => Number(topics) === 0))
    found.push(violation('event/topicless', study.id, `nobody could be told of ${each.type} at ${each.position}`));
  return found;
}

function checkOrder({ study, reads, events }: StoredWhole): Violation[] {
  const found: Violation[] = [];
  const [first] = events;
  if (first?.type.startsWith('study.') !== true)
    found.push(violation('event/beginning', study.id, `begins with ${first?.type ?? 'nothing'}`));
  if (events.filter(({ type }) => type === 'study.received').length > 1)
    found.push(violation('event/received-twice', study.id, 'study.received is there more than once'));
  const back = events.find((event, index) => index > 0 && event.at < (events[index - 1]?.at ?? event.at));
  if (back)
    found.push(violation('event/time', study.id, `${back.type} at ${back.position} is earlier than the one before`));
  const unknown = events.find(({ readId }) => readId !== null && !reads.some(({ id }) => id === readId));
  if (unknown)
    found.push(
      violation('event/readless', study.id, `${unknown.type} is of read ${unknown.readId}, which is not there`),
    );
  return found;
}

/** Follows the read through the log to where its row stands: an event that is missing or double does not fit. */
function checkRead(read: StoredRead, events: readonly StoredEvent[]): Violation[] {
  let state: ReadState | null = null;
  let version = 0;
  for (const { type, position, version: told } of events) {
    const isOfRead = OF_THE_READ.test(type);
    if (isOfRead && told < version)
      return [
        violation('event/version', read.studyId, `${type} at ${position} tells version ${told} after ${version}`),
      ];
    if (isOfRead) version = told;
    if (type === 'read.queued') state ??= 'queued';
    const step = STEPS[type];
    if (!step) continue;
    if (state === null || !step.from.includes(state))
      return [
        violation('event/illegal', read.studyId, `${type} of read ${read.id} at ${position} while it was ${state}`),
      ];
    state = step.to;
  }
  if (version > read.version)
    return [
      violation('event/version', read.studyId, `read ${read.id} has version ${read.version}, the log ${version}`),
    ];
  if (state === read.state) return [];
  return [violation('event/state', read.studyId, `read ${read.id} is ${read.state}, the log leaves it ${state}`)];
}

const RESULTS = { preliminary: 'report.issued', final: 'report.finalized', addendum: 'report.addended' } as const;

/** Each result was told once: no report without its event, no event without its report. */
function checkResults({ study, reads, reports, events }: StoredWhole): Violation[] {
  const primary = new Set(reads.filter(({ purpose }) => purpose === 'primary').map(({ id }) => id));
  return Object.entries(RESULTS).flatMap(([kind, type]) => {
    const issued = reports.filter((report) => report.kind === kind && primary.has(report.readId)).length;
    const told = events.filter((event) => event.type === type && event.readId && primary.has(event.readId)).length;
    return issued === told ? [] : [violation('event/results', study.id, `${issued} ${kind} reports, ${told} ${type}`)];
  });
}
