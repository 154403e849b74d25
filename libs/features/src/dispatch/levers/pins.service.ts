import {
  demand,
  pinRead,
  refuseStop,
  stopOf,
  stopsRead,
  unpinRead,
  type FailedRule,
  type Instant,
  type Pin,
  type Principal,
  type Read,
  type ReaderFacts,
  type ReadId,
  type ReadingPlace,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, one, scopeOf } from '@overread/platform';
import { EligibilityService, readFactsOf, refuse, refuseChanged } from '../../eligibility/index.js';
import { loadReaderFacts, NetworkDirectory, ReaderEntity } from '../../network/index.js';
import { readKeyOf } from '../../studies/index.js';
import { ParametersInForce } from '../parameters/parameters-in-force.js';
import { readingPlaceOf } from '../reading-place.js';
import { decisionOf, studyTargets } from '../study-targets.js';

export interface PinOrder {
  readId: ReadId;
  to: Pick<Pin, 'readerId' | 'readingGroupId'>;
  minutes: number;
  reason: string;
}

/** What may be otherwise in a minute; the offer asks again. */
const PASSING: ReadonlySet<FailedRule['code']> = new Set(['session', 'capacity', 'fatigue']);

/** Reads kept for one reader or one group. */
@Injectable()
export class PinsService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly parameters: ParametersInForce,
  ) {}

  async pin(principal: Principal, order: PinOrder): Promise<Read> {
    const key = await this.database.transaction(scopeOf(principal), (tx) => readKeyOf(tx, order.readId));
    const { groups, readers } = this.directory.snapshot();
    const { readerId, readingGroupId } = order.to;
    // Other groups' staff is not a manager's to ask after; other groups are not theirs to burden.
    if (readerId !== null) {
      const { readingGroupIds = [] } = readers.get(readerId)?.reader ?? {};
      demand(principal, 'view-readers', { readingGroupIds });
    } else if (readingGroupId !== null) {
      const known = groups.has(readingGroupId) ? { readingGroupIds: [readingGroupId] } : {};
      demand(principal, 'pause-group', known);
    }
    // The rules need every group's rows, more than a manager may see.
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const reader = readerId === null ? null : await loadReaderFacts(tx, readerId);
      if (reader === null) {
        return tx.change(studyTargets(key), (rows, now) =>
          decisionOf(
            pinRead(rows, { ...order, place: null, by: principal.id }, now, this.parameters.current().dispatch),
          ),
        );
      }
      const targets = { ...studyTargets(key), reader: one(ReaderEntity, { id: reader.reader.id }, { lock: 'share' }) };
      return tx.change(targets, ({ study, reads, reader: locked }, now) => {
        refuseChanged(reader, locked);
        const place = this.placeOf({ study, reads }, { reader, readId: order.readId }, now);
        const pinning = { ...order, place, by: principal.id };
        return decisionOf(pinRead({ study, reads }, pinning, now, this.parameters.current().dispatch));
      });
    });
  }

  unpin(principal: Principal, readId: ReadId, reason: string): Promise<Read> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const key = await readKeyOf(tx, readId);
      return tx.change(studyTargets(key), (rows) => decisionOf(unpinRead(rows, { readId, reason })));
    });
  }

  /** From where the reader would read it, null when they are not signed on; refuses who could not have it anyway. */
  private placeOf(
    { study, reads }: Parameters<typeof pinRead>[0],
    { reader, readId }: { reader: ReaderFacts; readId: ReadId },
    now: Instant,
  ): ReadingPlace | null {
    const snapshot = this.directory.snapshot();
    const read = reads.find((each) => each.id === readId);
    const facility = snapshot.facilities.get(study.facilityId);
    if (!read || !facility) throw new Error(`read ${readId} or its facility is gone`);
    const failed = this.eligibility.failed(readFactsOf(study, read, reads, snapshot), reader, 'offer', now);
    refuse(failed.filter(({ code }) => !PASSING.has(code)));
    const stop = stopOf(reader, snapshot.groups, now);
    if (stop && stopsRead(stop, read, study)) refuseStop(stop);
    return reader.session === null ? null : readingPlaceOf(reader, facility, now);
  }
}
