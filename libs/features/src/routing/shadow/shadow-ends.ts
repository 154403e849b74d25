import { endShadow, shadowEndBy, type PolicyId, type PolicyShadow, type ShadowEnd } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, one, type Tx } from '@overread/platform';
import { look } from '../../studies/index.js';
import { PolicyVersionEntity } from '../policy-version.entity.js';
import { PolicyEntity } from '../policy.entity.js';
import { PolicyShadowEntity } from './policy-shadow.entity.js';
import { figuresOfShadow } from './shadow-figures.queries.js';

/** Ends shadows, with what they came to. */
@Injectable()
export class ShadowEnds {
  /** After versions of the policy changed, in the same transaction: what was compared is no longer what it was. */
  async settle(tx: Tx, policyId: PolicyId): Promise<void> {
    const { shadows } = await look(tx, {
      shadows: all(PolicyShadowEntity, { policyId, endedAt: null }, { lock: 'none' }),
    });
    const { versions } = await look(tx, { versions: all(PolicyVersionEntity, { policyId }, { lock: 'none' }) });
    for (const shadow of shadows) {
      const ended = shadowEndBy(shadow, versions);
      if (ended !== null)
        await this.end(tx, shadow, { ended, by: tx.scope.kind === 'principal' ? tx.scope.principalId : null });
    }
  }

  /** Policy before shadow, as whoever starts one and whoever activates lock them. */
  async end(tx: Tx, shadow: PolicyShadow, how: { ended: ShadowEnd; by: string | null }): Promise<PolicyShadow> {
    const { studies, same, different, errors } = await figuresOfShadow(tx, shadow);
    const sums = { studies, same, different, errors };
    const targets = {
      policy: one(PolicyEntity, { id: shadow.policyId }),
      versions: all(PolicyVersionEntity, { id: [shadow.policyVersionId] }, { lock: 'none' }),
      shadow: one(PolicyShadowEntity, { id: shadow.id }),
    };
    return tx.change(targets, (rows, now) =>
      endShadow(rows, { ...how, number: rows.versions[0]?.number ?? 0, sums }, now),
    );
  }
}
