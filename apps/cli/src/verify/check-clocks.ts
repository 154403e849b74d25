import type { StoredClock, StoredWhole } from './stored-study.js';
import { violation, type Violation } from './violation.js';

/** A timer looks every half second, and a new leader may need a few seconds to lead. */
const LATE_MS = 30_000;

/** What a clock's row says and what the log says of it agree: started once, and each of the rest once or never. */
export function checkClocks({ study, reads, clocks, events, now }: StoredWhole): Violation[] {
  const found: Violation[] = [];
  const told = new Map<string, number>();
  for (const { type, clockId } of events)
    if (clockId !== null) told.set(`${type} ${clockId}`, (told.get(`${type} ${clockId}`) ?? 0) + 1);
  for (const clock of clocks) {
    const about = (fact: string, code = 'clock/events') =>
      found.push(violation(code, study.id, `clock ${clock.id} ${fact}`));
    for (const [type, expected] of expectedOf(clock)) {
      const times = told.get(`${type} ${clock.id}`) ?? 0;
      if (times !== expected) about(`has ${times} ${type}, its row says ${expected}`);
    }
    if (clock.stoppedAt !== null && clock.voidedAt !== null) about('is both stopped and voided', 'clock/state');
    const read = reads.find(({ id }) => id === clock.readId);
    const runs = clock.stoppedAt === null && clock.voidedAt === null;
    if (runs && (read === undefined || read.state === 'completed' || read.state === 'cancelled'))
      about(`runs and its read is ${read?.state ?? 'not there'}`, 'clock/state');
    if (runs && !study.held && isMissed(clock, now))
      about(`was due at ${clock.dueAt.toISOString()} and nothing was told`, 'clock/missed');
  }
  const known = new Set(clocks.map(({ id }) => id));
  for (const { type, clockId } of events)
    if (clockId !== null && !known.has(clockId))
      found.push(violation('clock/gone', study.id, `${type} of clock ${clockId}`));
  return found;
}

const expectedOf = ({ stoppedAt, warnedAt, breachedAt }: StoredClock) =>
  [
    ['sla.started', 1],
    ['sla.stopped', Number(stoppedAt !== null)],
    ['sla.warned', Number(warnedAt !== null)],
    ['sla.breached', Number(breachedAt !== null)],
  ] as const;

const isMissed = ({ dueAt, breachedAt }: StoredClock, now: Date): boolean =>
  breachedAt === null && now.getTime() - dueAt.getTime() > LATE_MS;
