import type { Principal } from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { readPairsQuery, adjudicationsQuery, ReadPair } from '@overread/wire';
import type { z } from 'zod';
import type { AdjudicationEntity } from './entities/adjudication.entity.js';

/** Where the page before ended: an instant and an id, or nulls. */
export type PageStart = readonly unknown[];

type PairRow = Omit<ReadPair, 'comparedAt' | 'gradedAt' | 'own'> & {
  comparedAt: Date;
  gradedAt: Date | null;
  firstReaderId: string;
  secondReaderId: string;
};

/** The pairs that the scope may see, the latest compared first; one more than `limit` when there are more. */
export async function pairRowsOf(
  tx: Tx,
  principal: Principal,
  { graded, limit }: z.infer<typeof readPairsQuery>,
  after: PageStart,
): Promise<(Omit<ReadPair, 'comparedAt' | 'gradedAt'> & { comparedAt: Date; gradedAt: Date | null })[]> {
  const which = graded === undefined ? '' : `and p.grade is ${graded === 'true' ? 'not ' : ''}null`;
  const rows = await tx.read<PairRow>(
    `select p.id, p.study_id as "studyId", p.first_read_id as "firstReadId", p.second_read_id as "secondReadId",
       p.modality_family as "modalityFamily", p.mode, p.first_reader_id as "firstReaderId",
       p.second_reader_id as "secondReaderId", p.first_conclusion as "firstConclusion",
       p.second_conclusion as "secondConclusion", p.difference, p.compared_at as "comparedAt", p.grade as score,
       g.comment, p.graded_at as "gradedAt", a.outcome
     from read_pair p left join grading g on g.pair_id = p.id left join adjudication a on a.pair_id = p.id
     where p.voided_at is null ${which} and ($1::timestamptz is null or (p.compared_at, p.id) < ($1, $2))
     order by p.compared_at desc, p.id desc limit $3`,
    [...after, limit + 1],
  );
  return rows.map(({ firstReaderId, secondReaderId, ...row }) => {
    const own =
      principal.readerId === firstReaderId ? 'first' : principal.readerId === secondReaderId ? 'second' : null;
    return { ...row, own };
  });
}

const STATES = {
  open: 'decided_at is null',
  overdue: 'decided_at is null and due_at < (select overread_now())',
  decided: 'decided_at is not null',
} as const;

/** The adjudications that the scope may see, the latest asked for first. */
export function adjudicationRowsOf(
  tx: Tx,
  { limit, state }: z.infer<typeof adjudicationsQuery>,
  after: PageStart,
): Promise<AdjudicationEntity[]> {
  return tx.read<AdjudicationEntity>(
    `select health_system_id as "healthSystemId", id, study_id as "studyId", pair_id as "pairId", read_id as "readId",
       owner_group_id as "ownerGroupId", requested_at as "requestedAt", due_at as "dueAt",
       adjudicator_id as "adjudicatorId", outcome, grade, comment, decided_at as "decidedAt", escalations,
       next_escalation_at as "nextEscalationAt", version
     from adjudication where ${state === undefined ? 'true' : STATES[state]}
       and ($1::timestamptz is null or (requested_at, id) < ($1, $2))
     order by requested_at desc, id desc limit $3`,
    [...after, limit + 1],
  );
}
