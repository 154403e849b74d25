import { DEFAULT_DISPATCH_PARAMS, type DispatchParams } from '../../dispatch/dispatch-params.js';
import type { DayRecord } from '../engine/run-day.js';
import type { Violation } from '../engine/witness.js';
import { compileWhatIf, type CompiledWhatIf } from './compile-what-if.js';
import { outcomeOf, type DayOutcome } from './simulate-day.js';
import { spanOf } from './stint-rules.js';
import type { WhatIfDay, WhatIfRead } from './what-if-day.js';

/** The day as it was, by the same measures as a simulated one. Who read it in none of the day's stints is told as `shift`. */
export function whatHappened(given: WhatIfDay, params: DispatchParams = DEFAULT_DISPATCH_PARAMS): DayOutcome {
  const { day, ...rest } = compileWhatIf(given, params);
  const knownUntil = ((given.knownUntil ?? given.endsAt).getTime() - given.from.getTime()) / 60_000;
  const compiled = { ...rest, day: { ...day, endsAt: Math.min(day.endsAt, knownUntil) } };
  return outcomeOf({ given, compiled, params, record: recordOf(given, compiled) });
}

function recordOf(given: WhatIfDay, { reads, rules }: CompiledWhatIf): DayRecord {
  const minuteOf = (at: Date): number => (at.getTime() - given.from.getTime()) / 60_000;
  const readBy = new Int32Array(reads.length).fill(-1);
  const violations: Violation[] = [];
  reads.forEach((row, read) => {
    if (row.happened === null) return;
    const reader = stintOf(given, row.happened);
    readBy[read] = reader;
    const stint = given.stints[reader];
    const at = minuteOf(row.happened.startedAt);
    if (!stint) violations.push({ read, reader, at, rule: 'shift' });
    else {
      for (const { code } of rules.failed(row.facts, stint, row.happened.startedAt)) {
        violations.push({ read, reader, at, rule: code });
      }
    }
  });
  const column = (pick: (read: WhatIfRead) => Date | null | undefined): Float64Array =>
    Float64Array.from(reads, (read) => {
      const at = pick(read);
      return at ? minuteOf(at) : NaN;
    });
  return {
    startedAt: column(({ happened }) => happened?.startedAt),
    doneAt: column(({ happened }) => (happened && happened.completedAt <= given.endsAt ? happened.completedAt : null)),
    queuedAt: column(({ queuedAt }) => queuedAt),
    dueAt: Float64Array.from(reads, ({ dueAt }) => (dueAt === null ? Infinity : minuteOf(dueAt))),
    readBy,
    violations,
    passedOver: [],
    forecasts: [],
    nextUpChanges: 0,
    decisionMs: [],
    planMs: [],
  };
}

/** The stint in which a read was begun; -1 when the day does not have it. */
function stintOf({ stints, endsAt }: WhatIfDay, { readerId, startedAt }: NonNullable<WhatIfRead['happened']>): number {
  return stints.findIndex((stint) => {
    const { from, to } = spanOf(stint, endsAt);
    const at = startedAt.getTime();
    return stint.reader.reader.id === readerId && from <= at && at < to;
  });
}
