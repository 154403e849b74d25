import {
  asId,
  demand,
  DomainError,
  requestBreakGlass,
  type BreakGlassId,
  type BreakGlassRequest,
  type Facility,
  type HandBackId,
  type Principal,
  type ReaderId,
  type ReadId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { added, all, Database, maybe, newId, one, scopeOf, withIdempotency } from '@overread/platform';
import type { RepeatableRequest, Tx } from '@overread/platform';
import type { BreakGlass as WireBreakGlass } from '@overread/wire';
import { EligibilityService, readFactsOf, refuseChanged } from '../../eligibility/index.js';
import { loadReaderFacts, NetworkDirectory, ReaderEntity } from '../../network/index.js';
import { ReadEntity, readKeyOf, StudyEntity, type ReadKey } from '../../studies/index.js';
import { readResource } from '../read-resource.js';
import { BreakGlassEntity } from './break-glass.entity.js';
import { breakGlassToWire } from './break-glass-wire.js';
import { EligibleInTime } from './eligible-in-time.service.js';
import { HandBackEntity } from '../hand-back/hand-back.entity.js';
import { MassCasualtyEntity } from '../emergency/mass-casualty.entity.js';

export interface AskedForReader extends Pick<BreakGlassRequest, 'reason' | 'instruments'> {
  readerId: ReaderId;
  eventId: MassCasualtyEntity['id'] | null;
}

/** Somebody asks that rules be set aside for a reader and a read: everything that must come first is asked of the rows. */
@Injectable()
export class BreakGlassRequests {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly inTime: EligibleInTime,
  ) {}

  async request(
    principal: Principal,
    { readId, repeatable }: { readId: ReadId; repeatable: RepeatableRequest | null },
    asked: AskedForReader,
  ): Promise<WireBreakGlass> {
    const key = await this.database.transaction(scopeOf(principal), async (tx) => {
      const { resource } = await readResource(tx, readId);
      demand(principal, 'request-break-glass', resource);
      return readKeyOf(tx, readId);
    });
    // What a reader lacks is not told to another group's manager.
    const { readingGroupIds = [] } = this.directory.snapshot().readers.get(asked.readerId)?.reader ?? {};
    demand(principal, 'view-readers', { readingGroupIds });
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const made = async () => ({ status: 201, body: await this.made(tx, principal, key, asked) });
      return (await withIdempotency(tx, repeatable, made)).body;
    });
  }

  // oxlint-disable-next-line max-params -- whose transaction, who asks, of which read, for what
  private async made(tx: Tx, principal: Principal, key: ReadKey, asked: AskedForReader): Promise<WireBreakGlass> {
    const reader = await loadReaderFacts(tx, asked.readerId);
    const eligible = await this.inTime.of(tx, key);
    const { healthSystemId, studyId } = key;
    const targets = {
      study: one(StudyEntity, { healthSystemId, id: studyId }),
      reads: all(ReadEntity, { studyId }),
      reader: one(ReaderEntity, { id: asked.readerId }, { lock: 'share' }),
      event: maybe(MassCasualtyEntity, { id: asked.eventId }, { lock: 'share' }),
      handBacks: all(HandBackEntity, { studyId }, { lock: 'none' }),
      eventHandBacks: all(HandBackEntity, { id: await handBacksUnder(tx, asked, studyId) }, { lock: 'none' }),
      earlier: all(BreakGlassEntity, { eventId: asked.eventId ?? NO_ID, readerId: asked.readerId }, { lock: 'none' }),
      acts: added(BreakGlassEntity),
    };
    return tx.change(targets, (rows, now) => {
      const { study, reads } = rows;
      refuseChanged(reader, rows.reader);
      if (asked.eventId !== null && rows.event?.healthSystemId !== healthSystemId) {
        throw new DomainError('not-found', 'mass-casualty/not-found', 'there is no such event');
      }
      const read = reads.find(({ id }) => id === key.id);
      const facility = this.directory.snapshot().facilities.get(study.facilityId) as Facility;
      if (!read) throw new DomainError('not-found', 'read/not-found', 'no such read');
      const facts = readFactsOf(study, read, reads, this.directory.snapshot());
      const request: BreakGlassRequest = {
        ...asked,
        id: asId<BreakGlassId>(newId()),
        readId: read.id,
        readingGroupId: reader.session?.readingGroupId ?? asId(reader.reader.readingGroupIds[0] ?? NO_ID),
        by: { id: principal.id, name: principal.name },
        failed: this.eligibility.failed(facts, reader, 'offer', now),
        eligibleInTime: eligible.length,
        handBacks: [...rows.eventHandBacks, ...rows.handBacks],
        event: rows.event,
        earlier: rows.earlier.filter((each) => each.facilityId === study.facilityId),
      };
      const { next = {}, events = [], result } = requestBreakGlass({ study, reads }, request, now);
      const named = { facility: facility.code, readerName: reader.reader.name };
      return { next, events, result: breakGlassToWire(result, study, named, now) };
    });
  }
}

/** No row has it. */
const NO_ID = asId<never>('00000000-0000-0000-0000-000000000000');

/** Under an event the site is asked once for all: offers of the same facility since it was declared. */
function handBacksUnder(tx: Tx, { eventId }: AskedForReader, studyId: ReadKey['studyId']): Promise<HandBackId[]> {
  if (eventId === null) return Promise.resolve([]);
  return tx
    .read<{ id: HandBackId }>(
      `select h.id from hand_back h join mass_casualty e on e.id = $1 join study s on s.id = $2
         and s.health_system_id = e.health_system_id
       where h.facility_id = s.facility_id and h.opened_at >= e.starts_at and h.study_id <> s.id
       order by h.opened_at desc limit 20`,
      [eventId, studyId],
    )
    .then((rows) => rows.map(({ id }) => id));
}
