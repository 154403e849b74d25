import {
  planAgain,
  type ActivePolicy,
  type Instant,
  type ReadingSession,
  type StudyId,
  type WhatIfRead,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, systemScope } from '@overread/platform';
import type { NewWhatIf } from '@overread/wire';
import { NetworkDirectory, ReadingSessionEntity } from '../../network/index.js';
import { RoutingService, type TriedRouting } from '../../routing/index.js';
import { loadBundles, look, type StudyBundle } from '../../studies/index.js';
import { whatIfReads, type DayNetwork } from './day-reads.js';
import { stintsOfSessions } from './day-stints.js';
import { contractsTried } from './tried-contracts.js';
import { breath, daysOf, spanOf, type Days } from './days.js';

const BATCH = 500;

/** Makes days that can be played again from what was recorded: as they were, and with what somebody wants to try. */
@Injectable()
export class RecordedDaysService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly routing: RoutingService,
  ) {}

  async load(asked: NewWhatIf, policy: ActivePolicy | null): Promise<Days> {
    const span = spanOf(asked);
    const { sessions, knownUntil } = await this.sessions(span.warmFrom, span.endsAt);
    const network = this.directory.snapshot();
    const contracts = contractsTried(network, asked.change);
    const more = asked.change.contracts.length > 0;
    const reads: WhatIfRead[] = [];
    const replanned: WhatIfRead[] = [];
    let made = 0;
    for await (const bundle of this.studies(span.warmFrom, span.to)) {
      const day = { network, sessions };
      // Who is contracted anew is in the ladders of plans made anew alone: then both sides have those.
      reads.push(...(more ? await this.plannedUnder({ policy: null }, day, bundle) : readsAsTheyWere(day, bundle)));
      if (policy || more) replanned.push(...(await this.plannedUnder({ policy, contracts }, day, bundle)));
      await breath(++made);
    }
    const stints = stintsOfSessions(network, sessions);
    return daysOf(asked, { network, span, stints, reads, tried: policy || more ? replanned : reads, knownUntil });
  }

  /** Who was on, and the instant of asking: nothing is known beyond it. */
  private sessions(from: Instant, to: Instant): Promise<{ sessions: ReadingSession[]; knownUntil: Instant }> {
    return this.database.transaction(systemScope, async (tx) => {
      const rows = await tx.read<{ id: string }>(
        `select id from reading_session where started_at < $2 and coalesce(ended_at, until, $2) > $1 order by started_at, id`,
        [from, to],
      );
      const knownUntil = await tx.now();
      if (rows.length === 0) return { sessions: [], knownUntil };
      const id = rows.map((row) => row.id as ReadingSession['id']);
      return { ...(await look(tx, { sessions: all(ReadingSessionEntity, { id }, { lock: 'none' }) })), knownUntil };
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

  private async plannedUnder(tried: TriedRouting, day: DayNetwork, bundle: StudyBundle): Promise<WhatIfRead[]> {
    const at = bundle.study.readyAt ?? bundle.study.receivedAt;
    const planning = await this.routing.planningUnder(tried, bundle.study, bundle.patient, at);
    const { study, reads } = planAgain(planning, bundle.reads, at);
    return whatIfReads(day, { study, reads, had: bundle.reads });
  }
}

const readsAsTheyWere = (day: DayNetwork, { study, reads }: StudyBundle): WhatIfRead[] =>
  whatIfReads(day, { study, reads: reads.filter(({ state }) => state !== 'cancelled'), had: reads });
