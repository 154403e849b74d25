import type { Instant } from '../../core/instant.js';
import { failedRules } from '../../eligibility/failed-rules.js';
import type { FailedRule, ReadFacts, Relations } from '../../eligibility/facts.js';
import { DEFAULT_HARD_RULES } from '../../eligibility/hard-rules.js';
import type { WhatIfDay, WhatIfStint } from './what-if-day.js';

const HOUR_MS = 3_600_000;

/** Asks the product's own hard rules about reads and stints of a day. */
export class StintRules {
  private readonly rules;
  private readonly relationsOf = new Map<string, Relations>();
  private readonly changes: number[];

  constructor(private readonly day: WhatIfDay) {
    this.rules = day.rules ?? DEFAULT_HARD_RULES;
    this.changes = changesIn(day);
  }

  /** Every rule that does not hold at this instant. */
  failed(facts: ReadFacts, { reader, session }: WhatIfStint, now: Instant): FailedRule[] {
    const held = { routineMinutes: 0, urgentMinutes: 0 };
    const question = {
      read: facts,
      reader: { ...reader, session, shifts: [], held },
      relations: this.between(facts),
      stage: 'offer' as const,
      now,
    };
    return failedRules(question, this.rules);
  }

  /** Whether they all hold at some time of the stint: at its start, or after something in it changes. */
  everAllows(facts: ReadFacts, stint: WhatIfStint): boolean {
    const { from, to } = spanOf(stint, this.day.endsAt);
    if (this.failed(facts, stint, new Date(from)).length === 0) return true;
    const hours = this.between(facts).contracts.some((contract) => contract.hours !== null);
    const later = hours ? [...this.changes, ...hoursIn(from, to)] : this.changes;
    return later.some((at) => at > from && at < to && this.failed(facts, stint, new Date(at)).length === 0);
  }

  /** Of the facility's health system alone: rules look through them for every pair. */
  private between({ facility }: ReadFacts): Relations {
    const id = facility.healthSystemId;
    const known = this.relationsOf.get(id);
    if (known) return known;
    const { agreements, contracts } = this.day.relations;
    const own = {
      agreements: agreements.filter((each) => each.healthSystemId === id),
      contracts: contracts.filter((each) => each.healthSystemId === id),
    };
    this.relationsOf.set(id, own);
    return own;
  }
}

/** Milliseconds since the epoch. */
export function spanOf({ session }: WhatIfStint, endsAt: Instant): { from: number; to: number } {
  const to = Math.min((session.endedAt ?? session.until ?? endsAt).getTime(), endsAt.getTime());
  return { from: session.startedAt.getTime(), to };
}

/** Instants at which a credential, an agreement or a contract begins, ends or is withdrawn during the day. */
function changesIn({ stints, relations, endsAt }: WhatIfDay): number[] {
  const from = stints.reduce((least, { session }) => Math.min(least, session.startedAt.getTime()), Infinity);
  const dated = [
    ...relations.agreements,
    ...relations.contracts,
    ...stints.flatMap(({ reader }) => [...reader.licences, ...reader.privileges]),
  ];
  const instants = dated.flatMap(({ validFrom, validUntil, retiredAt }) =>
    [validFrom, validUntil, retiredAt].flatMap((each) => (each === null ? [] : [each.getTime()])),
  );
  return [...new Set(instants)].filter((at) => at > from && at < endsAt.getTime()).sort((a, b) => a - b);
}

function hoursIn(from: number, to: number): number[] {
  const first = Math.ceil(from / HOUR_MS) * HOUR_MS;
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / HOUR_MS)) }, (_, hour) => first + hour * HOUR_MS);
}
