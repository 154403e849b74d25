import type { FacilityId, ReadId } from '../../core/ids.js';
import { DEFAULT_DISPATCH_PARAMS, type DispatchParams } from '../../dispatch/dispatch-params.js';
import { tierOf } from '../../network/tier-of.js';
import type { Tier } from '../../network/network.js';
import { inPool, overflowFor, type PoolMember } from '../../routing/ladder/open-pool.js';
import { opening } from '../../routing/standard-plans.js';
import type { Pool } from '../../studies/read.js';
import type { KindOpening, SimulatedDay } from '../engine/simulated-day.js';
import { spanOf, StintRules } from './stint-rules.js';
import type { WhatIfDay, WhatIfRead } from './what-if-day.js';

/** A day ready to run, with the rows behind its slots: `reads` by read slot; stints are in their order. */
export interface CompiledWhatIf {
  day: SimulatedDay;
  reads: WhatIfRead[];
  rules: StintRules;
}

type OverflowList = NonNullable<Pool['overflow']>;
type MinuteOf = (at: number) => number;

/** Sessions, reads and hard rules of a what-if day in dense slots. Minutes are from `from` of the day. */
export function compileWhatIf(given: WhatIfDay, params: DispatchParams = DEFAULT_DISPATCH_PARAMS): CompiledWhatIf {
  const minuteOf: MinuteOf = (at) => (at - given.from.getTime()) / 60_000;
  const slots = inSlots(given.reads);
  const { reads, firstReads } = slots;
  const rules = new StintRules(given);
  const kinds = new Kinds(given, rules);
  const fields = new Fields(given, reads);
  const whyNot = (read: number, reader: number, minute: number): string | null => {
    const [row, stint] = [reads[read], given.stints[reader]];
    if (!row || !stint) return 'unknown';
    const now = new Date(given.from.getTime() + minute * 60_000);
    return rules.failed(row.facts, stint, now)[0]?.code ?? null;
  };
  const day: SimulatedDay = {
    firstReads,
    reads: {
      ...readColumns(slots, minuteOf, params),
      ...openingsOf(reads, kinds),
      readingMinutes: Float64Array.from(reads, (read) => fields.readingMinutes(read)),
      field: fields.ofReads,
    },
    readers: { ...stintColumns(given, minuteOf), fields: fields.count, pace: fields.paces },
    eligible: kinds.eligible,
    ...(kinds.overflow.some((lists) => lists !== undefined) ? { overflow: kinds.overflow } : {}),
    sigma: given.sigma ?? 0.5,
    measuredFrom: 0,
    measuredTo: minuteOf(given.to.getTime()),
    endsAt: minuteOf(given.endsAt.getTime()),
    forbids: whyNot,
    refuses: (read, reader, minute) => whyNot(read, reader, minute) !== null,
  };
  return { day, reads, rules };
}

type Slots = ReturnType<typeof inSlots>;

function readColumns({ reads, otherRead, firstReads }: Slots, minuteOf: MinuteOf, params: DispatchParams) {
  const at = (pick: (read: WhatIfRead, slot: number) => number): Float64Array => Float64Array.from(reads, pick);
  const queued = ({ queuedAt }: WhatIfRead): number => minuteOf(queuedAt.getTime());
  const due = ({ dueAt }: WhatIfRead): number => (dueAt === null ? Infinity : minuteOf(dueAt.getTime()));
  return {
    count: reads.length,
    arrivesAt: at((read, slot) => (slot < firstReads ? queued(read) : Infinity)),
    dueAt: at((read, slot) => (slot < firstReads ? due(read) : Infinity)),
    dueInMinutes: at((read) => due(read) - queued(read)),
    weight: at((read) => read.weight ?? params.weights[read.facts.priority]),
    expectedMinutes: at((read) => read.facts.expectedMinutes),
    workUnits: at((read) => read.workUnits),
    priority: reads.map(({ facts }) => facts.priority),
    serviceClass: reads.map(({ facts }, slot) => (slot < firstReads ? facts.priority : 'second-read')),
    otherRead,
  };
}

function openingsOf(reads: readonly WhatIfRead[], kinds: Kinds): Pick<SimulatedDay['reads'], 'kind' | 'openings'> {
  const openings = reads.map((read) => kinds.openingsOf(read));
  return {
    kind: Uint32Array.from(openings, ([first]) => first?.kind ?? 0),
    openings: openings.map((steps) => (steps.length > 1 ? steps.slice(1) : undefined)),
  };
}

function stintColumns(given: WhatIfDay, minuteOf: MinuteOf) {
  // A tier is towards a facility, and policies ask for one: towards the first of the day where they are privileged.
  const tier = given.stints.map(({ session, reader }): Tier => {
    const privileged = new Set(reader.privileges.map((each) => each.facilityId));
    const facility = given.reads.find(({ facts }) => privileged.has(facts.facility.id))?.facts.facility;
    return facility ? tierOf(session, facility, session.startedAt) : 'onshore';
  });
  return {
    count: given.stints.length,
    person: personsOf(given),
    tier,
    costPerWorkUnit: Float64Array.from(tier, (each) => given.rates?.[each] ?? 1),
    spans: given.stints.map((stint) => {
      const { from, to } = spanOf(stint, given.endsAt);
      return to > from ? [{ from: minuteOf(from), to: minuteOf(to), abrupt: false }] : [];
    }),
  };
}

/** First reads in the order they are queued; then those that follow one of the day. */
function inSlots(given: readonly WhatIfRead[]) {
  const known = new Map<ReadId, WhatIfRead>(given.map((read) => [read.facts.readId, read]));
  const followed = new Set<ReadId>();
  const follows = (read: WhatIfRead): boolean => {
    const first = read.afterReadId === null ? undefined : known.get(read.afterReadId);
    // One read follows another in the simulation; a third opinion comes when it came.
    if (!first || first.afterReadId !== null || followed.has(first.facts.readId)) return false;
    followed.add(first.facts.readId);
    return true;
  };
  const seconds: WhatIfRead[] = [];
  const firsts: WhatIfRead[] = [];
  for (const read of given) (follows(read) ? seconds : firsts).push(read);
  firsts.sort((a, b) => a.queuedAt.getTime() - b.queuedAt.getTime());
  const reads = [...firsts, ...seconds];
  const slotOf = new Map(firsts.map((read, slot) => [read.facts.readId, slot]));
  const otherRead = new Int32Array(reads.length).fill(-1);
  seconds.forEach((read, index) => {
    const first = read.afterReadId === null ? undefined : slotOf.get(read.afterReadId);
    if (first === undefined) return;
    otherRead[first] = firsts.length + index;
    otherRead[firsts.length + index] = first;
  });
  return { reads, otherRead, firstReads: firsts.length };
}

function personsOf({ stints }: WhatIfDay): Int32Array {
  const persons = new Map<string, number>();
  return Int32Array.from(stints, ({ reader }) => {
    const known = persons.get(reader.reader.id) ?? persons.size;
    persons.set(reader.reader.id, known);
    return known;
  });
}

/** Reads for which the same stints will do, by hard rules and open pools. */
class Kinds {
  readonly eligible: Int32Array[] = [];
  /** By kind, see `SimulatedDay`. */
  readonly overflow: (ReadonlyMap<number, OverflowList> | undefined)[] = [];
  private readonly slots = new Map<string, number>();
  private readonly allowed = new Map<string, Int32Array>();
  /** Without a privilege at the facility the privilege rule fails, whatever else there is: the others need not be asked. */
  private readonly privilegedAt = new Map<FacilityId, number[]>();

  constructor(
    private readonly day: WhatIfDay,
    private readonly rules: StintRules,
  ) {
    day.stints.forEach(({ reader }, slot) => {
      for (const facilityId of new Set(reader.privileges.map((each) => each.facilityId))) {
        this.privilegedAt.set(facilityId, [...(this.privilegedAt.get(facilityId) ?? []), slot]);
      }
    });
  }

  /** What the read is at first, and from each later opening on. */
  openingsOf(read: WhatIfRead): KindOpening[] {
    if (read.openings.length === 0) return [{ afterMinutes: 0, kind: this.kindOf(read, null) }];
    const steps = read.openings.toSorted((a, b) => a.afterMinutes - b.afterMinutes);
    const first = steps[0]?.afterMinutes ?? 0;
    const before: KindOpening[] = first > 0 ? [{ afterMinutes: 0, kind: this.kindOf(read, []) }] : [];
    const each = steps.map(({ afterMinutes }, index) => {
      const pools = steps.slice(0, index + 1).map(({ pool }) => pool);
      return { afterMinutes, kind: this.kindOf(read, pools) };
    });
    // Of steps that open together the last has all their pools.
    return [...before, ...each.filter((step, index) => each[index + 1]?.afterMinutes !== step.afterMinutes)];
  }

  private kindOf(read: WhatIfRead, pools: readonly Pool[] | null): number {
    const key = `${classOf(read)}\n${JSON.stringify(pools)}`;
    const known = this.slots.get(key);
    if (known !== undefined) return known;
    const allowed = this.allowedTo(read);
    const open = pools === null ? allowed : allowed.filter((stint) => this.isOpenTo(pools, read, stint));
    this.eligible.push(open);
    this.overflow.push(this.overflowOf(pools ?? [], read, open));
    this.slots.set(key, this.eligible.length - 1);
    return this.eligible.length - 1;
  }

  private allowedTo(read: WhatIfRead): Int32Array {
    const key = classOf(read);
    const known = this.allowed.get(key);
    if (known) return known;
    const privileged = this.privilegedAt.get(read.facts.facility.id) ?? [];
    const found = Int32Array.from(
      privileged.filter((slot) => {
        const stint = this.day.stints[slot];
        return stint !== undefined && this.rules.everAllows(read.facts, stint);
      }),
    );
    this.allowed.set(key, found);
    return found;
  }

  private isOpenTo(pools: readonly Pool[], read: WhatIfRead, slot: number): boolean {
    const member = this.memberOf(read, slot);
    return member !== null && pools.some((pool) => inPool(pool, member));
  }

  /** Readers whom an overflow list alone admits. Undefined when there are none. */
  private overflowOf(
    pools: readonly Pool[],
    read: WhatIfRead,
    open: Int32Array,
  ): Map<number, OverflowList> | undefined {
    if (!pools.some(({ overflow }) => overflow)) return undefined;
    const ladder = pools.map((pool) => ({ step: 0, pool, opens: opening({ atOnce: true }), openedAt: '' }));
    const lists = new Map<number, OverflowList>();
    for (const slot of open) {
      const member = this.memberOf(read, slot);
      const list = member && overflowFor({ ladder }, member, this.day.from);
      if (list) lists.set(slot, list);
    }
    return lists.size === 0 ? undefined : lists;
  }

  private memberOf({ facts }: WhatIfRead, slot: number): PoolMember | null {
    const session = this.day.stints[slot]?.session;
    if (!session) return null;
    const { readerId, readingGroupId } = session;
    return { readerId, readingGroupId, tier: tierOf(session, facts.facility, session.startedAt) };
  }
}

/** Everything of a read that the hard rules look at, but who else reads the study: of those only what is outside the day. */
function classOf({ facts }: WhatIfRead): string {
  const { readId: _, expectedMinutes: __, facility, healthSystem, ...rest } = facts;
  return JSON.stringify([facility.id, healthSystem.id, rest]);
}

/** What reading depends on apart from the reader: modality family, subspecialty, whose pace is asked once. */
class Fields {
  readonly ofReads: Uint16Array;
  readonly count: number;
  readonly paces: Float64Array;

  constructor(
    private readonly day: WhatIfDay,
    reads: readonly WhatIfRead[],
  ) {
    const fields = new Map<string, { slot: number; read: WhatIfRead }>();
    this.ofReads = Uint16Array.from(reads, (read) => {
      const key = `${read.facts.modalityFamily} ${read.facts.subspecialty}`;
      const known = fields.get(key) ?? { slot: fields.size, read };
      fields.set(key, known);
      return known.slot;
    });
    this.count = fields.size;
    this.paces = Float64Array.from(
      day.stints.flatMap(({ reader }) => [...fields.values()].map(({ read }) => this.pace(reader.reader.id, read))),
    );
  }

  /** Of the average reader: what it took, at the pace of who took it; what was expected where nobody read it. */
  readingMinutes(read: WhatIfRead): number {
    const { happened, facts } = read;
    if (read.readingMinutes !== undefined) return read.readingMinutes;
    if (happened === null) return facts.expectedMinutes;
    const minutes = (happened.completedAt.getTime() - happened.startedAt.getTime()) / 60_000;
    return Math.max(0.05, minutes / this.pace(happened.readerId, read));
  }

  private pace(readerId: WhatIfRead['facts']['otherReads'][number]['readerId'], { facts }: WhatIfRead): number {
    return this.day.paceOf?.(readerId, facts) ?? 1;
  }
}
