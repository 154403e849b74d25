import { Chance } from '../../core/chance.js';
import { asId } from '../../core/ids.js';
import { plusMinutes } from '../../core/instant.js';
import type { WhatIfDay, WhatIfRead } from './what-if-day.js';

/** How far a study that was drawn again may lie from the one it is like, minutes. */
const JITTER_MINUTES = 30;

/**
 * The day with `factor` times its studies: below 1 some are left out, above 1 some come once more, as new studies up to half
 * an hour apart from the one they are like. All reads of a study stay together. The same seed draws the same ones.
 */
export function scaleTraffic(day: WhatIfDay, factor: number, seed: string): WhatIfDay {
  const chance = new Chance(seed).fork('traffic');
  const reads: WhatIfRead[] = [];
  for (const own of Map.groupBy(day.reads, (read) => read.studyId).values()) {
    const whole = Math.floor(factor);
    const copies = whole + (chance.happens(factor - whole) ? 1 : 0);
    for (let copy = 0; copy < copies; copy++) reads.push(...(copy === 0 ? own : again(own, copy, chance)));
  }
  return { ...day, reads };
}

function again(reads: readonly WhatIfRead[], copy: number, chance: Chance): WhatIfRead[] {
  const apart = (chance.next() - 0.5) * 2 * JITTER_MINUTES;
  const named = (id: string) => `${id}+${copy}`;
  return reads.map((read) => ({
    ...read,
    studyId: asId(named(read.studyId)),
    facts: { ...read.facts, readId: asId(named(read.facts.readId)) },
    afterReadId: read.afterReadId === null ? null : asId(named(read.afterReadId)),
    queuedAt: plusMinutes(read.queuedAt, apart),
    dueAt: read.dueAt === null ? null : plusMinutes(read.dueAt, apart),
    happened: read.happened && {
      ...read.happened,
      startedAt: plusMinutes(read.happened.startedAt, apart),
      completedAt: plusMinutes(read.happened.completedAt, apart),
    },
  }));
}
