import { eligibleInTime, type ReaderId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, type Tx } from '@overread/platform';
import { EligibilityService } from '../../eligibility/index.js';
import { NetworkDirectory } from '../../network/index.js';
import { look, ReadEntity, type ReadKey } from '../../studies/index.js';

/** Who passes every hard rule for a read and is there in time, whatever its ladder says. */
@Injectable()
export class EligibleInTime {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
  ) {}

  async of(tx: Tx, key: ReadKey): Promise<ReaderId[]> {
    const { reads } = await look(tx, { reads: all(ReadEntity, { id: key.id }, { lock: 'none' }) });
    const [offer, plan] = [
      await this.eligibility.ofRead(tx, key, 'offer'),
      await this.eligibility.ofRead(tx, key, 'plan'),
    ];
    const found = {
      offered: offer.readerIds,
      planned: plan.readerIds,
      readers: this.directory.snapshot().readers,
    };
    const now = await tx.now();
    return reads.flatMap((read) => eligibleInTime(read, found, now));
  }
}
