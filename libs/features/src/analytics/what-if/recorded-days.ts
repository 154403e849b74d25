import {
  asId,
  openingsOf,
  planAgain,
  plusMinutes,
  scaleTraffic,
  stintOfShift,
  tierOf,
  type ActivePolicy,
  type Instant,
  type Pool,
  type Read,
  type ReadId,
  type ReadingSession,
  type Study,
  type StudyId,
  type Tier,
  type WhatIfDay,
  type WhatIfRead,
  type WhatIfStint,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, systemScope } from '@overread/platform';
import type { NewWhatIf } from '@overread/wire';
import { readFactsOf } from '../../eligibility/index.js';
import { NetworkDirectory, ReadingSessionEntity, type DirectorySnapshot } from '../../network/index.js';
import { RoutingService } from '../../routing/index.js';
import { loadBundles, look, type StudyBundle } from '../../studies/index.js';

/** Studies from before the period that are still in the queues when it begins. */
const WARM_UP_MINUTES = 12 * 60;
/** Played on after the period, so that its last deadlines come. */
const RUN_OUT_MINUTES = 24 * 60;
/** Work units per expected minute: nine an hour, the published middle pace. */
const UNITS_PER_MINUTE = 9 / 60;
const BATCH = 500;

export interface RecordedDays {
  asItWas: WhatIfDay;
  tried: WhatIfDay;
}

interface Recorded {
  asked: NewWhatIf;
  network: DirectorySnapshot;
  sessions: readonly ReadingSession[];
}

/** Makes days that can be played again from what was recorded: as they were, and with what somebody wants to try. */
@Injectable()
export class RecordedDaysService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly routing: RoutingService,
  ) {}

  async load(asked: NewWhatIf, policy: ActivePolicy | null): Promise<RecordedDays> {
    const span = { from: new Date(asked.from), to: new Date(asked.to) };
    const warm = plusMinutes(span.from, -WARM_UP_MINUTES);
    const endsAt = plusMinutes(span.to, RUN_OUT_MINUTES);
    const sessions = await this.sessions(warm, endsAt);
    const recorded = { asked, network: this.directory.snapshot(), sessions };
    const reads: WhatIfRead[] = [];
    const replanned: WhatIfRead[] = [];
    for await (const bundle of this.studies(warm, span.to)) {
      reads.push(...readsAsTheyWere(recorded, bundle));
      if (policy) replanned.push(...(await this.plannedUnder(policy, recorded, bundle)));
    }
    const { network } = recorded;
    const relations = { agreements: [...network.agreements], contracts: [...network.contracts] };
    const asItWas: WhatIfDay = { ...span, endsAt, reads, stints: stintsOf(recorded), relations };
    const { withoutContracts, traffic } = asked.change;
    const tried: WhatIfDay = {
      ...asItWas,
      reads: policy ? replanned : reads,
      stints: stintsTried(recorded, asItWas.stints),
      relations: { ...relations, contracts: relations.contracts.filter(({ id }) => !withoutContracts.includes(id)) },
    };
    return { asItWas, tried: traffic === 1 ? tried : scaleTraffic(tried, traffic, asked.seed) };
  }

  private sessions(from: Instant, to: Instant): Promise<ReadingSession[]> {
    return this.database.transaction(systemScope, async (tx) => {
      const rows = await tx.read<{ id: string }>(
        `select id from reading_session where started_at < $2 and coalesce(ended_at, until, $2) > $1 order by started_at, id`,
        [from, to],
      );
      if (rows.length === 0) return [];
      const id = rows.map((row) => row.id as ReadingSession['id']);
      return (await look(tx, { sessions: all(ReadingSessionEntity, { id }, { lock: 'none' }) })).sessions;
    });
  }

  /** Studies that could be read in the period, a batch in a transaction of its own. */
  private async *studies(from: Instant, to: Instant): AsyncGenerator<StudyBundle> {
    let after: { at: Instant; id: string } = { at: from, id: '00000000-0000-0000-0000-000000000000' };
    for (;;) {
      const { rows, bundles } = await this.database.transaction(systemScope, async (tx) => {
        const found = await tx.read<{ id: StudyId; at: Instant }>(
          `select id, ready_at as at from study where (ready_at, id) > ($1, $2) and ready_at < $3
             and linked_to is null and merged_into is null and state <> 'cancelled' order by ready_at, id limit ${BATCH}`,
          [after.at, after.id, to],
        );
        return {
          rows: found,
          bundles: await loadBundles(
            tx,
            found.map(({ id }) => id),
          ),
        };
      });
      yield* bundles;
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      after = last;
    }
  }

  private async plannedUnder(policy: ActivePolicy, recorded: Recorded, bundle: StudyBundle): Promise<WhatIfRead[]> {
    const at = bundle.study.readyAt ?? bundle.study.receivedAt;
    const planning = await this.routing.planningUnder(policy, bundle.study, bundle.patient, at);
    const { study, reads } = planAgain(planning, bundle.reads, at);
    return whatIfReads(recorded, { study, reads, had: bundle.reads });
  }
}

const readsAsTheyWere = (recorded: Recorded, { study, reads }: StudyBundle): WhatIfRead[] =>
  whatIfReads(recorded, { study, reads: reads.filter(({ state }) => state !== 'cancelled'), had: reads });

interface Planned {
  study: Study;
  reads: readonly Read[];
  had: readonly Read[];
}

function whatIfReads({ network, sessions }: Recorded, { study, reads, had }: Planned): WhatIfRead[] {
  const isStaffed = (pools: readonly Pool[], at: Instant): boolean =>
    sessions.some((session) => isOn(session, at) && pools.some((pool) => admits(pool, session)));
  return reads.map((read) => {
    const queuedAt = study.readyAt !== null && study.readyAt > read.queuedAt ? study.readyAt : read.queuedAt;
    const timed = { queuedAt, dueAt: read.dueAt };
    return {
      ...timed,
      studyId: study.id,
      // Who else reads the study is decided anew.
      facts: { ...readFactsOf(study, read, [read], network), readId: read.id },
      workUnits: read.expectedMinutes * UNITS_PER_MINUTE,
      afterReadId: afterOf(read, reads),
      openings: openingsOf({ ...timed, ladder: read.ladder }, isStaffed),
      happened: happenedTo(had.find(({ id }) => id === read.id)),
    };
  });
}

function afterOf({ ladder }: Read, reads: readonly Read[]): ReadId | null {
  const ordinal = ladder[0]?.opens.afterReadOrdinal ?? null;
  return ordinal === null ? null : (reads.find((each) => each.ordinal === ordinal)?.id ?? null);
}

function happenedTo(read: Read | undefined): WhatIfRead['happened'] {
  const startedAt = read?.openedAt ?? read?.startedAt ?? null;
  if (!read || read.readerId === null || read.completedAt === null || startedAt === null) return null;
  return { readerId: read.readerId, startedAt, completedAt: read.completedAt };
}

const isOn = ({ startedAt, until, endedAt }: ReadingSession, at: Instant): boolean =>
  startedAt <= at && (endedAt ?? until ?? at) >= at;

const admits = (pool: Pool, { readingGroupId, readerId }: ReadingSession): boolean =>
  pool.readerId === null
    ? pool.readingGroupIds.length === 0 || pool.readingGroupIds.includes(readingGroupId)
    : pool.readerId === readerId;

function stintsOf({ asked, network, sessions }: Recorded): WhatIfStint[] {
  return sessions.flatMap((session) => {
    const reader = network.readers.get(session.readerId);
    return reader ? [{ reader, session, costPerWorkUnit: costIn(asked, tierOfSession(network, session)) }] : [];
  });
}

/** A tier is towards a facility; cost is asked once: towards the country most facilities are in that the group reads for. */
function tierOfSession({ facilities, contracts }: DirectorySnapshot, session: ReadingSession): Tier {
  const served = new Set(
    contracts.flatMap((each) => (each.readingGroupId === session.readingGroupId ? [each.healthSystemId] : [])),
  );
  const facility = [...facilities.values()].find(({ healthSystemId }) => served.has(healthSystemId));
  return facility ? tierOf(session, facility, session.startedAt) : 'onshore';
}

const costIn = ({ costPerWorkUnit }: NewWhatIf, tier: Tier): number => costPerWorkUnit[tier] ?? 1;

function stintsTried(recorded: Recorded, stints: readonly WhatIfStint[]): WhatIfStint[] {
  const { asked, network } = recorded;
  const { withoutReaders, shifts } = asked.change;
  const stay = stints.filter(({ reader }) => !withoutReaders.includes(reader.reader.id));
  const more = shifts.flatMap(({ readerId, readingGroupId, startsAt, endsAt }, index) => {
    const reader = network.readers.get(asId(readerId));
    if (!reader) return [];
    const hours = { startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
    const stint = stintOfShift(
      reader,
      { id: asId(`tried-${index}`), readingGroupId: asId(readingGroupId), ...hours },
      1,
    );
    return [{ ...stint, costPerWorkUnit: costIn(asked, tierOfSession(network, stint.session)) }];
  });
  return [...stay, ...more];
}
