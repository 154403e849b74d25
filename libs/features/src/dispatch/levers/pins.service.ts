import {
  demand,
  pinRead,
  refuseStop,
  stopOf,
  stopsRead,
  type FailedRule,
  type Instant,
  type Pin,
  type Principal,
  type ReaderFacts,
  type ReadId,
  type ReadingPlace,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { maybe } from '@overread/platform';
import type { Read as WireRead } from '@overread/wire';
import { EligibilityService, readFactsOf, refuse, refuseChanged } from '../../eligibility/index.js';
import { loadReaderFacts, NetworkDirectory, ReaderEntity } from '../../network/index.js';
import { ParametersInForce } from '../parameters/parameters-in-force.js';
import { demandAct, ReadActs, type ReadAct } from '../read-acts.service.js';
import { readingPlaceOf } from '../reading-place.js';
import { decisionOf, studyTargets } from '../study-targets.js';

export interface PinOrder {
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
    private readonly acts: ReadActs,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly parameters: ParametersInForce,
  ) {}

  pin(principal: Principal, act: ReadAct, order: PinOrder): Promise<WireRead> {
    const { groups, readers } = this.directory.snapshot();
    const { readerId, readingGroupId } = order.to;
    const pinning = { ...order, readId: act.id, by: principal.id };
    return this.acts.widely(principal, act, async (tx, key) => {
      // Other groups' staff is not a manager's to ask after; other groups are not theirs to burden.
      if (readerId !== null) {
        const { readingGroupIds = [] } = readers.get(readerId)?.reader ?? {};
        demand(principal, 'view-readers', { readingGroupIds });
      } else if (readingGroupId !== null) {
        const known = groups.has(readingGroupId) ? { readingGroupIds: [readingGroupId] } : {};
        demand(principal, 'pause-group', known);
      }
      const reader = readerId === null ? null : await loadReaderFacts(tx, readerId);
      const locked = maybe(ReaderEntity, { id: readerId }, { lock: 'share' });
      return tx.change({ ...studyTargets(key), reader: locked }, ({ study, reads, reader: row }, now) => {
        demandAct(principal, act, reads);
        if (reader && row) refuseChanged(reader, row);
        const place = reader && this.placeOf({ study, reads }, { reader, readId: act.id }, now);
        const params = this.parameters.current().dispatch;
        return decisionOf(pinRead({ study, reads }, { ...pinning, place }, now, params));
      });
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
