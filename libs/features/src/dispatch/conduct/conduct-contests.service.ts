import {
  answerContest,
  conductIn,
  demand,
  type ConductContest,
  type ContestAnswer,
  type DomainEvent,
  type Principal,
  type Reader,
  type ReaderId,
  type ReadingGroupId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, one, type Tx } from '@overread/platform';
import { ReaderEntity } from '../../network/index.js';
import { ConductContestEntity } from './conduct-contest.entity.js';
import { conductByCountry } from './conduct-settings.service.js';
import { contestsOf } from './conduct.queries.js';

/** `shown`: whether figures of readers may be shown in the reader's country. */
export interface ShownContest {
  contest: ConductContest;
  readerName: string;
  shown: boolean;
}

/** Whoever leads a reader answers what they contest. */
@Injectable()
export class ConductContestsService {
  constructor(private readonly database: Database) {}

  /** Of whom the principal may see figures: everybody's, those of the groups they lead, or their own. */
  list(
    principal: Principal,
    { state, after, limit }: { state: 'open' | 'all'; after?: string | undefined; limit: number },
  ): Promise<ShownContest[]> {
    demand(principal, 'view-reader-analytics');
    const { role, readerId, organizationIds } = principal;
    const groups = role === 'group-manager' ? organizationIds : null;
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const rows = await tx.read<{ id: string; name: string; country: string }>(
        `select c.id, r.name, r.home_place ->> 'country' as country from conduct_contest c join reader r on r.id = c.reader_id
         where ($1 = 'all' or c.answer is null) and ($2::uuid is null or c.id > $2)
           and ($3::uuid is null or c.reader_id = $3) and ($4::uuid[] is null or r.reading_group_ids && $4)
         order by c.id limit $5`,
        [state, after ?? null, role === 'reader' ? readerId : null, groups, limit],
      );
      const byId = new Map(
        (
          await contestsOf(
            tx,
            rows.map(({ id }) => id),
          )
        ).map((contest) => [contest.id, contest]),
      );
      const settings = await conductByCountry(tx);
      return rows.flatMap(({ id, name, country }) => {
        const contest = byId.get(id);
        return contest ? [{ contest, readerName: name, shown: conductIn(settings, country).surveillance }] : [];
      });
    });
  }

  answer(
    principal: Principal,
    id: string,
    said: Pick<ContestAnswer, 'outcome' | 'reason'>,
  ): Promise<Omit<ShownContest, 'readerName'>> {
    const by = { id: principal.id, name: principal.name, readerId: principal.readerId };
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const reader = await readerOf(tx, id);
      demand(principal, 'answer-contest', { readerIds: [reader.id], readingGroupIds: reader.readingGroupIds });
      const contest = await tx.change({ contest: one(ConductContestEntity, { id }) }, (rows, now) => {
        const next = answerContest(rows.contest, { ...said, by }, now);
        return { next: { contest: next }, events: [answered(reader, next)], result: next };
      });
      const { surveillance } = conductIn(await conductByCountry(tx), reader.homePlace.country);
      return { contest, shown: surveillance };
    });
  }
}

async function readerOf(tx: Tx, contestId: string): Promise<Reader> {
  const target = { contest: one(ConductContestEntity, { id: contestId }, { lock: 'none' }) };
  const { readerId } = await tx.change(target, ({ contest }) => ({ result: contest }));
  return tx.change({ reader: one(ReaderEntity, { id: readerId }, { lock: 'none' }) }, ({ reader }) => ({
    result: reader,
  }));
}

/** What was said stays with the contest: the log says that it was, and what became of the figure. */
const answered = (
  { id, readingGroupIds }: { id: ReaderId; readingGroupIds: readonly ReadingGroupId[] },
  { id: contestId, about, answer, version }: ConductContest,
): DomainEvent => ({
  type: 'reader.contest-answered',
  healthSystemId: null,
  studyId: null,
  readId: null,
  readingGroupIds,
  readerIds: [id],
  version,
  data: { readerId: id, contestId, about, outcome: answer?.outcome ?? null },
});
