import {
  inStep,
  openLadder,
  pauseInForce,
  stopOf,
  stopsRead,
  type Instant,
  type LadderStep,
  type ReadingGroupId,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, type Lease } from '@overread/platform';
import { EligibilityService, readFactsOf } from '../../eligibility/index.js';
import { NetworkDirectory } from '../../network/index.js';
import { BreachChances } from '../forecast/breach-chances.js';
import { readingPlaceOf } from '../reading-place.js';
import { studyTargets } from '../study-targets.js';
import type { Waiting } from '../waiting.queries.js';

const SCOPE = { kind: 'system', actor: 'dispatcher' } as const;

/** Opens the ladder steps that are due: by time, by forecast, or because nobody is there. */
@Injectable()
export class LadderSteps {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly chances: BreachChances,
  ) {}

  /** Opens the steps of these reads that are due; answers the studies. */
  async open(lease: Lease, climbing: readonly Waiting[], now: Instant): Promise<Set<StudyId>> {
    const touched = new Set<StudyId>();
    if (climbing.some(asksForForecast)) await this.chances.fresh();
    for (const { study, read } of climbing.filter((each) => this.openedNow(each, now).next !== undefined)) {
      touched.add(study.id);
      await this.database.transaction(SCOPE, async (tx) => {
        // A leader that was paused while another took over writes nothing.
        await tx.guard(lease);
        await tx.change(studyTargets({ healthSystemId: study.healthSystemId, studyId: study.id }), (rows, at) => {
          const locked = rows.reads.find((each) => each.id === read.id);
          if (!locked) return { result: undefined };
          const opened = this.openedNow({ study: rows.study, read: locked, reads: rows.reads }, at);
          const next = opened.next?.read;
          if (!next) return { result: undefined };
          const reads = rows.reads.map((each) => (each.id === next.id ? next : each));
          return { next: { reads }, events: opened.events ?? [], result: undefined };
        });
      });
    }
    return touched;
  }

  private openedNow(waiting: Waiting, now: Instant) {
    const { study, read, reads } = waiting;
    const siblings = reads.filter((each) => each.id !== read.id);
    const breachChance = asksForForecast(waiting) ? this.chances.chanceOf(read.id, read.dueAt, now) : null;
    const signedOnEligible = this.signedOnEligible(waiting, now);
    const draining = this.draining(now);
    return openLadder(read, { study, siblings, signedOnEligible, breachChance, draining }, now);
  }

  private draining(now: Instant): ReadonlySet<ReadingGroupId> {
    const groups = [...this.directory.snapshot().groups.values()];
    return new Set(groups.flatMap(({ id, pause }) => (pauseInForce(pause, now)?.kind === 'draining' ? [id] : [])));
  }

  /** Eligible readers signed on, by step; asked only where a step waits for nobody being there. */
  private signedOnEligible({ study, read, reads }: Waiting, now: Instant): (number | undefined)[] {
    if (!read.ladder.some(asksWhoIsThere)) return [];
    const { groups, readers } = this.directory.snapshot();
    const facts = readFactsOf(study, read, reads, this.directory.snapshot());
    const present = [...readers.values()].flatMap((reader) => {
      const facility = facts.facility;
      if (!reader.session || stopsRead(stopOf(reader, groups, now), read, study)) return [];
      if (this.eligibility.failed(facts, reader, 'offer', now).length > 0) return [];
      return [{ ...readingPlaceOf(reader, facility, now) }];
    });
    return read.ladder.map((step) => present.filter((place) => inStep(step, place)).length);
  }
}

const asksForForecast = ({ read }: Waiting): boolean =>
  read.ladder.some(({ openedAt, opens }) => openedAt === null && (opens.whenForecastBreach ?? null) !== null);

const asksWhoIsThere = ({ openedAt, opens }: LadderStep): boolean =>
  openedAt === null && (opens.whenNobodySignedOn || (opens.whenUncoveredAfterMinutes ?? null) !== null);
