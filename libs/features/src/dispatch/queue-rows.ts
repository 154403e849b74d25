import {
  slackMinutes,
  whyHere,
  type Instant,
  type LadderStep,
  type Pin,
  type Read,
  type ReadId,
  type Study,
} from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { QueueRow } from '@overread/wire';
import type { BreachChances } from './forecast/breach-chances.js';

export interface QueueFilter {
  readingGroup?: string;
  tier?: string;
  state?: string;
  /** One read, for a row that changed. */
  readId?: ReadId;
  after?: string;
  limit: number;
}

interface Row {
  readId: ReadId;
  studyId: string;
  purpose: Read['purpose'];
  issues: Read['issues'];
  state: Read['state'];
  priority: Study['priority'];
  protocol: string | null;
  modalityFamily: Study['modalityFamily'];
  bodyPart: string | null;
  facility: string;
  tier: Read['tier'];
  readingGroupId: string | null;
  readerId: string | null;
  readerName: string | null;
  receivedAt: Date;
  dueAt: Date | null;
  ladder: LadderStep[];
  ladderStep: number;
  studyState: Study['state'];
  hold: Study['hold'];
  openedAt: Date | null;
  offerExpiresAt: Date | null;
  declined: number;
  pin: Pin | null;
  breakGlass: boolean;
  version: number;
}

/** What rows are shown with. */
export interface QueueView {
  now: Instant;
  /** See `BreachChances.chanceOf`. */
  chances: Pick<BreachChances, 'chanceOf'>;
}

/** The open reads that the scope may see, by id; the queue's own order is the client's to choose. */
export async function queueRows(tx: Tx, filter: QueueFilter, view: QueueView): Promise<QueueRow[]> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const where = [filter.state ? `r.state = ${bind(filter.state)}` : `r.state in ('queued', 'assigned', 'in-progress')`];
  if (filter.tier) where.push(`r.tier = ${bind(filter.tier)}`);
  if (filter.readId) where.push(`r.id = ${bind(filter.readId)}`);
  if (filter.after) where.push(`r.id > ${bind(filter.after)}`);
  if (filter.readingGroup) {
    const group = bind(filter.readingGroup);
    where.push(`(r.reading_group_id = ${group}
      or (r.state = 'queued' and ${group} = any (read_grantees(r.state, r.ladder, r.reading_group_id, r.reader_id))))`);
  }
  const rows = await tx.read<Row>(
    `select r.id as "readId", r.study_id as "studyId", r.purpose, r.issues, r.state, s.priority, s.protocol,
       s.modality_family as "modalityFamily", s.body_part as "bodyPart", f.code as facility, r.tier,
       r.reading_group_id as "readingGroupId", r.reader_id as "readerId", d.name as "readerName",
       s.received_at as "receivedAt", r.due_at as "dueAt", r.ladder, r.ladder_step as "ladderStep",
       s.state as "studyState", s.hold, r.opened_at as "openedAt", r.offer_expires_at as "offerExpiresAt",
       cardinality(r.declined_by) as declined,
       case when (r.pin ->> 'until')::timestamptz > (select overread_now()) then r.pin end as pin, r.break_glass_id is not null as "breakGlass", r.version
     from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
     join facility f on f.id = r.facility_id left join reader d on d.id = r.reader_id
     where ${where.join(' and ')} order by r.id limit ${bind(filter.limit)}`,
    values,
  );
  return rows.map((row) => toWire(row, view));
}

function toWire(row: Row, { now, chances }: QueueView): QueueRow {
  const { readerId, readerName, ladder, ladderStep, studyState, hold, openedAt, offerExpiresAt, declined, ...same } =
    row;
  return {
    ...same,
    reader: readerId !== null && readerName !== null ? { id: readerId, name: readerName } : null,
    receivedAt: row.receivedAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    slackMinutes: slackMinutes(row.dueAt, now),
    breachChance: chances.chanceOf(row.readId, row.dueAt, now),
    why: whyHere({ state: row.state, ladder, ladderStep, studyState, hold, openedAt, offerExpiresAt, declined }),
  };
}
