import {
  plusMinutes,
  scaleTraffic,
  type Instant,
  type WhatIfDay,
  type WhatIfRead,
  type WhatIfStint,
} from '@overread/domain';
import type { NewWhatIf } from '@overread/wire';
import { setImmediate } from 'node:timers/promises';
import type { DirectorySnapshot } from '../../network/index.js';
import { stintsTried } from './day-stints.js';
import { contractsTried } from './tried-contracts.js';

/** Studies from before the period that are still in the queues when it begins. */
const WARM_UP_MINUTES = 12 * 60;
/** Played on after the period, so that its last deadlines come. */
const RUN_OUT_MINUTES = 24 * 60;
/** Reads that are made between two breaths of the process. */
const BREATH = 50;

/** The same day twice: as it is, and with what somebody wants to try. */
export interface Days {
  asItWas: WhatIfDay;
  tried: WhatIfDay;
}

export interface DaySpan {
  warmFrom: Instant;
  from: Instant;
  to: Instant;
  endsAt: Instant;
}

export function spanOf(asked: Pick<NewWhatIf, 'from' | 'to'>): DaySpan {
  const [from, to] = [new Date(asked.from), new Date(asked.to)];
  return { warmFrom: plusMinutes(from, -WARM_UP_MINUTES), from, to, endsAt: plusMinutes(to, RUN_OUT_MINUTES) };
}

interface Parts {
  network: DirectorySnapshot;
  span: DaySpan;
  stints: readonly WhatIfStint[];
  reads: readonly WhatIfRead[];
  /** The reads as the tried policy would have planned them. */
  tried: readonly WhatIfRead[];
  /** See `WhatIfDay`; of recorded days. */
  knownUntil?: Instant;
}

/** Puts a day together, and once more with the change. */
export function daysOf({ change, costPerWorkUnit, seed }: NewWhatIf, parts: Parts): Days {
  const { network, span, stints, reads } = parts;
  const relations = { agreements: [...network.agreements], contracts: [...network.contracts] };
  const { from, to, endsAt } = span;
  const known = parts.knownUntil ? { knownUntil: parts.knownUntil } : {};
  const asItWas: WhatIfDay = { from, to, endsAt, ...known, reads, stints, relations, rates: costPerWorkUnit };
  const { traffic } = change;
  const tried: WhatIfDay = {
    ...asItWas,
    reads: parts.tried,
    stints: stintsTried(network, change, stints),
    relations: { ...relations, contracts: contractsTried(network, change) },
  };
  return { asItWas, tried: traffic === 1 ? tried : scaleTraffic(tried, traffic, seed) };
}

/** Now and then lets the process do other things: making a day must not hold up whoever waits for an answer. */
export const breath = async (made: number): Promise<void> => {
  if (made % BREATH === 0) await setImmediate();
};
