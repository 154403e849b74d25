import type { ReaderFacts, ReaderId } from '@overread/domain';
import type { Tx } from '@overread/platform';

interface HeldRow {
  readerId: ReaderId;
  routineMinutes: number;
  urgentMinutes: number;
}

/** Expected minutes each reader holds now (offered or in progress): critical and STAT apart from the rest. */
export async function heldMinutes(
  tx: Tx,
  of?: ReaderId | ReadonlySet<ReaderId>,
): Promise<Map<ReaderId, ReaderFacts['held']>> {
  const rows = await tx.read<HeldRow>(
    `select r.reader_id as "readerId",
       coalesce(sum(r.expected_minutes) filter (where s.priority not in ('critical', 'stat')), 0) as "routineMinutes",
       coalesce(sum(r.expected_minutes) filter (where s.priority in ('critical', 'stat')), 0) as "urgentMinutes"
     from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
     where r.state in ('assigned', 'in-progress') ${of ? 'and r.reader_id = any ($1)' : ''} group by r.reader_id`,
    of ? [typeof of === 'string' ? [of] : [...of]] : [],
  );
  return new Map(rows.map(({ readerId: id, ...held }) => [id, held]));
}
