import {
  acceptOverflow,
  declineOverflow,
  demand,
  DomainError,
  overflowOffered,
  rankAll,
  type Change,
  type Instant,
  type ModalityFamily,
  type Principal,
  type Priority,
  type Read,
  type ReadId,
  type ReadingGroupId,
  type StudyReads,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, scopeOf } from '@overread/platform';
import type { AnsweredOverflow, OverflowOffer } from '@overread/wire';
import { EligibilityService } from '../../eligibility/index.js';
import { NetworkDirectory } from '../../network/index.js';
import type { ReadKey } from '../../studies/index.js';
import { BreachChances } from '../forecast/breach-chances.js';
import { ParametersInForce } from '../parameters/parameters-in-force.js';
import { decisionOf, studyTargets } from '../study-targets.js';
import { overflowOffer } from './overflow-offer.js';
import { keysOf, overflowNaming, type OverflowRow } from './overflow.queries.js';

/** Which of what is on offer: by name, or the first in the order of work that match. */
export interface OverflowAsked {
  readingGroupId: ReadingGroupId;
  readIds: readonly ReadId[] | null;
  modalityFamilies: readonly ModalityFamily[];
  priorities: readonly Priority[];
  limit: number;
}

type Rule = (rows: StudyReads, readId: ReadId, now: Instant) => Change<StudyReads, Read>;
type Gone = AnsweredOverflow['gone'][number];

/** More than this on offer at once is not looked at. */
const MOST_ON_OFFER = 2_000;
const GONE = { code: 'read/not-found', message: 'The read is not there any more' };

/** What other groups' overflow lists offer to a group, and what its lead says to it. */
@Injectable()
export class OverflowService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly chances: BreachChances,
    private readonly parameters: ParametersInForce,
  ) {}

  async onOffer(principal: Principal, readingGroupId: ReadingGroupId): Promise<OverflowOffer> {
    demand(principal, 'view-queue', { readingGroupIds: [readingGroupId] });
    await this.chances.fresh();
    const rows = await this.inOrder(principal, readingGroupId);
    const { facilities } = this.directory.snapshot();
    return overflowOffer(rows, {
      readingGroupId,
      facilityCode: (id) => facilities.get(id)?.code ?? '',
      chanceOf: this.chances.chanceOf.bind(this.chances),
      truncated: rows.length >= MOST_ON_OFFER,
    });
  }

  /** Takes them for the group; what none of its readers may read is left where it is. */
  async accept(
    principal: Principal,
    asked: OverflowAsked,
    { minutes, reason }: { minutes: number; reason: string },
  ): Promise<AnsweredOverflow> {
    const { readingGroupId } = asked;
    demand(principal, 'answer-overflow', { readingGroupIds: [readingGroupId] });
    const ids = await this.idsOf(principal, asked);
    const barred = await this.barredOf(principal, ids, readingGroupId);
    const refused = new Set(barred.map(({ readId }) => readId));
    const saying = { readingGroupId, minutes, by: principal.id, reason };
    const answered = await this.answer(
      principal,
      ids.filter((id) => !refused.has(id)),
      (rows, readId, now) => acceptOverflow(rows, { readId, ...saying }, now),
    );
    return { ...answered, gone: [...answered.gone, ...barred] };
  }

  /** Turns them down, or gives back what was accepted; those whose own they are are told. */
  async decline(principal: Principal, asked: OverflowAsked, reason: string): Promise<AnsweredOverflow> {
    const { readingGroupId } = asked;
    demand(principal, 'answer-overflow', { readingGroupIds: [readingGroupId] });
    const saying = { readingGroupId, by: principal.id, reason };
    return this.answer(principal, await this.idsOf(principal, asked), (rows, readId, now) =>
      declineOverflow(rows, { readId, ...saying }, now),
    );
  }

  private async inOrder(principal: Principal, group: ReadingGroupId): Promise<OverflowRow[]> {
    const found = await this.database.transaction(scopeOf(principal), (tx) => overflowNaming(tx, group, MOST_ON_OFFER));
    const rows = found.filter((row) => overflowOffered(row, group).length > 0);
    const now = rows[0]?.now ?? new Date(0);
    const waiting = rows.map((row) => ({
      read: row,
      study: { id: row.studyId, priority: row.priority },
      eligibleOnShift: 1,
    }));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return rankAll(waiting, now, this.parameters.current().dispatch).flatMap(({ readId }) => byId.get(readId) ?? []);
  }

  private async idsOf(principal: Principal, asked: OverflowAsked): Promise<ReadId[]> {
    const { limit, modalityFamilies: families, priorities, readIds, readingGroupId } = asked;
    if (readIds !== null) return [...new Set(readIds)];
    const rows = await this.inOrder(principal, readingGroupId);
    const answered = (row: OverflowRow) =>
      overflowOffered(row, readingGroupId).every(({ answers }) =>
        answers?.some((each) => each.readingGroupId === readingGroupId),
      );
    return rows
      .filter((row) => !answered(row))
      .filter((row) => families.length === 0 || families.includes(row.modalityFamily))
      .filter((row) => priorities.length === 0 || priorities.includes(row.priority))
      .slice(0, limit)
      .map(({ id }) => id);
  }

  /** Reads that no reader of the group, signed on or rostered, may read by the hard rules. */
  private barredOf(principal: Principal, ids: readonly ReadId[], group: ReadingGroupId): Promise<Gone[]> {
    const { readers } = this.directory.snapshot();
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const barred: Gone[] = [];
      for (const key of await keysOf(tx, ids)) {
        const { readerIds } = await this.eligibility.ofRead(tx, key, 'plan');
        if (readerIds.some((id) => readers.get(id)?.reader.readingGroupIds.includes(group))) continue;
        const message = 'No reader of the group who is signed on or rostered passes every hard rule';
        barred.push({ readId: key.id, code: 'overflow/nobody-eligible', message });
      }
      return barred;
    });
  }

  /** Each that can be is answered; of the others it is said why not. */
  private answer(principal: Principal, ids: readonly ReadId[], rule: Rule): Promise<AnsweredOverflow> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const keys = await keysOf(tx, ids);
      const seen = new Set(keys.map(({ id }) => id));
      const unseen = ids.filter((id) => !seen.has(id)).map((readId): Gone => ({ readId, ...GONE }));
      const studies = [...Map.groupBy(keys, ({ studyId }) => studyId).values()];
      const answers = await tx.changeMany(
        studies.flatMap(([first]) => (first ? [studyTargets(first)] : [])),
        (rows, now) => answerAll(rows, { keys, rule }, now),
      );
      return {
        answered: answers.flatMap((each) => each.answered),
        already: answers.flatMap((each) => each.already),
        gone: [...unseen, ...answers.flatMap((each) => each.gone)],
      };
    });
  }
}

/** One study's reads, one after the other; what a rule refuses stays as it is. */
function answerAll(before: StudyReads, { keys, rule }: { keys: readonly ReadKey[]; rule: Rule }, now: Instant) {
  const result: AnsweredOverflow = { answered: [], already: [], gone: [] };
  let change: Change<StudyReads, unknown> = { result };
  let rows = before;
  for (const { id: readId, studyId } of keys.filter((key) => key.studyId === before.study.id)) {
    try {
      const { next, events = [] } = rule(rows, readId, now);
      if (!next) result.already.push(readId);
      else {
        rows = { ...rows, ...next };
        change = { next: rows, events: [...(change.events ?? []), ...events], result };
        result.answered.push({ readId, studyId });
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      result.gone.push({ readId, code: error.code, message: error.message });
    }
  }
  return { ...decisionOf(change), result };
}
