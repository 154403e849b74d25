import {
  may,
  openStep,
  readable,
  stepNaming,
  type DomainEvent,
  type Instant,
  type ModalityFamily,
  type Principal,
  type Priority,
  type ReadId,
  type ReadingGroupId,
  type StudyReads,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, scopeOf, type Tx } from '@overread/platform';
import type { ReadKey } from '../../studies/index.js';
import { resourceOf } from '../read-resource.js';
import { studyTargets } from '../study-targets.js';

/** Which waiting reads a group is asked to help with. */
export interface Remedy {
  readingGroup: ReadingGroupId;
  /** Empty lists are everything. */
  modalityFamilies: readonly ModalityFamily[];
  priorities: readonly Priority[];
  limit: number;
  reason: string;
  /** Only these; absent is all that match. */
  readIds?: readonly ReadId[];
}

export interface OpenedStep extends Pick<ReadKey, 'studyId'> {
  readId: ReadId;
  step: number;
}

/** Steps of ladders that people open and close by hand. Hard rules are asked of every offer, as ever. */
@Injectable()
export class LadderService {
  constructor(private readonly database: Database) {}

  /** Opens to a group the waiting reads whose ladder names it further up, of those the principal may move. */
  openToGroup(principal: Principal, remedy: Remedy): Promise<OpenedStep[]> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const waiting = await closedTo(tx, remedy);
      const studies = Map.groupBy(waiting, ({ studyId }) => studyId);
      const opened = await tx.changeMany(
        [...studies.values()].flatMap(([first]) => (first ? [studyTargets(first)] : [])),
        (rows, now) => {
          const asked = new Set((studies.get(rows.study.id) ?? []).map(({ id }) => id));
          return openAll(rows, { asked, principal, remedy }, now);
        },
      );
      return opened.flat();
    });
  }
}

/** Opens each of these reads that still waits for the group and that the principal may move, one after the other. */
function openAll(
  before: StudyReads,
  { asked, principal, remedy }: { asked: ReadonlySet<ReadId>; principal: Principal; remedy: Remedy },
  now: Instant,
) {
  let rows = before;
  const events: DomainEvent[] = [];
  const opened: OpenedStep[] = [];
  for (const read of before.reads) {
    const step = stepNaming(read, remedy.readingGroup);
    const waits = read.state === 'queued' || read.state === 'assigned';
    if (!asked.has(read.id) || step === null || !waits || !readable(rows.study)) continue;
    if (may(principal, 'move-ladder', resourceOf([read])) !== 'allowed') continue;
    const change = openStep(rows, { readId: read.id, step, reason: remedy.reason }, now);
    rows = { ...rows, ...change.next };
    events.push(...(change.events ?? []));
    opened.push({ readId: read.id, studyId: read.studyId, step });
  }
  return { ...(opened.length > 0 ? { next: rows, events } : {}), result: opened };
}

/** Waiting reads that name the group on a step still closed, the earliest due first. */
const closedTo = (tx: Tx, { readingGroup, modalityFamilies, priorities, limit, readIds }: Remedy): Promise<ReadKey[]> =>
  tx.read(
    `select r.health_system_id as "healthSystemId", r.id, r.study_id as "studyId" from read r
     join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
     where r.state in ('queued', 'assigned') and s.state not in ('expected', 'cancelled')
       and (cardinality($2::text[]) = 0 or s.modality_family = any ($2))
       and (cardinality($3::text[]) = 0 or s.priority = any ($3))
       and exists (select from jsonb_array_elements(r.ladder) step
         where step ->> 'openedAt' is null and step -> 'pool' -> 'readingGroupIds' ? $1::text)
       and ($5::uuid[] is null or r.id = any ($5))
     order by r.due_at, r.id limit $4`,
    [readingGroup, modalityFamilies, priorities, limit, readIds ?? null],
  );
