import type { ComparedPair, Principal } from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { ConcordanceKey } from '@overread/wire';
import type { Bind, ReportPeriod } from './report-scope.js';

export interface ConcordanceAsked {
  principal: Principal;
  period: ReportPeriod;
  by: readonly ConcordanceKey[];
  mode?: ComparedPair['mode'];
  sampling?: ComparedPair['sampling'];
}

/** Pairs that are the same in all that is reckoned from them. */
export interface PairCount extends ComparedPair {
  /** One value for each of `by`, in its order. */
  key: (string | null)[];
  count: number;
}

const COLUMNS: Record<ConcordanceKey, string> = {
  modalityFamily: 'p.modality_family',
  priority: 'p.priority',
  tier: 'p.first_tier',
  readingGroup: 'p.first_group_id::text',
  facility: 'f.code',
  patientClass: 'p.patient_class',
  reader: 'p.first_reader_id::text',
};

/** The pairs compared in the period, whose first read is one's own to know of, counted by all that matters. */
export async function pairCounts(tx: Tx, asked: ConcordanceAsked): Promise<PairCount[]> {
  const { principal, period, by, mode, sampling } = asked;
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const where = [
    `p.voided_at is null and p.compared_at >= ${bind(period.from)} and p.compared_at < ${bind(period.to)}`,
    ...measuredOf(principal, bind),
    ...(mode === undefined ? [] : [`p.mode = ${bind(mode)}`]),
    ...(sampling === undefined ? [] : [`p.sampling = ${bind(sampling)}`]),
  ];
  return tx.read(
    `select array[${by.map((name) => COLUMNS[name]).join(', ')}]::text[] as key, p.mode, p.sampling, p.probability,
       p.first_conclusion as first, p.second_conclusion as second, p.grade, count(*)::int as count
     from read_pair p join facility f on f.id = p.facility_id
     where ${where.join(' and ')}
     group by 1, 2, 3, 4, 5, 6, 7`,
    values,
  );
}

/** Whose first reads: of a group its own, of a reader theirs, of a key limited to facilities those made there. */
function measuredOf({ role, organizationIds, facilityIds, readerId }: Principal, bind: Bind): string[] {
  if (role === 'reader') return [`p.first_reader_id = ${bind(readerId)}::uuid`];
  if (role === 'group-manager') return [`p.first_group_id = any (${bind(organizationIds)}::uuid[])`];
  return facilityIds.length === 0 ? [] : [`p.facility_id = any (${bind(facilityIds)}::uuid[])`];
}
