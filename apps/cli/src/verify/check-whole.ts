import type { Tx } from '@overread/platform';
import { violation, type Violation } from './violation.js';

interface Rule {
  code: string;
  /** Answers `subject` and `fact` of every row that breaks it. */
  sql: string;
}

const MOST = 100;

/** What no single study shows. */
const RULES: readonly Rule[] = [
  {
    code: 'study/identity',
    sql: `select string_agg(id::text, ', ') as subject, 'have one accession number, ' || accession_number as fact
      from study where accession_number is not null and state <> 'cancelled'
      group by health_system_id, accession_issuer, accession_number having count(*) > 1
        and count(study_instance_uid) < count(*)`,
  },
  {
    code: 'access/missing',
    sql: `select r.study_id as subject, 'is not shown to ' || g as fact
      from read r, unnest(read_grantees(r.state, r.ladder, r.reading_group_id, r.reader_id)) g
      where exists (select from study s where (s.id = r.study_id or s.linked_to = r.study_id)
        and not exists (select from study_access a where a.study_id = s.id and a.grantee = g))`,
  },
  {
    code: 'access/left',
    sql: `select a.study_id as subject, 'is still shown to ' || a.grantee as fact from study_access a
      where not exists (select from study s join read r on r.study_id in (s.id, s.linked_to) where s.id = a.study_id
        and a.grantee = any (read_grantees(r.state, r.ladder, r.reading_group_id, r.reader_id)))`,
  },
  {
    code: 'idempotency/unanswered',
    sql: `select key as subject, 'was committed without its answer' as fact from idempotency where status is null`,
  },
  {
    code: 'event/nowhere',
    sql: `select position::text as subject, type || ' is of study ' || study_id || ', which is not there' as fact
      from event e where study_id is not null and not exists (select from study s where s.id = e.study_id)`,
  },
  {
    code: 'log/cursor',
    sql: `select name as subject, 'stands at ' || position || ', beyond the log' as fact from log_cursor
      where position > (select last_value from event_position)`,
  },
  {
    code: 'session/two',
    sql: `select reader_id::text as subject, count(*) || ' sessions are open' as fact from reading_session
      where ended_at is null group by reader_id having count(*) > 1`,
  },
];

export async function checkWhole(tx: Tx): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const { code, sql } of RULES)
    for (const row of await tx.read<{ subject: string; fact: string }>(`${sql} limit ${MOST}`))
      found.push(violation(code, row.subject, row.fact));
  return found;
}
