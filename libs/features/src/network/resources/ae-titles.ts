import { DomainError } from '@overread/domain';
import { all, mapConstraint, type Tx } from '@overread/platform';
import { FacilityAeTitleEntity } from '../entities/facility-ae-title.entity.js';
import type { FacilityEntity } from '../entities/facility.entity.js';

const TAKEN = ['conflict', 'facility/ae-title-taken', 'another facility has this AE title'] as const;
mapConstraint('facility_ae_title_pk', ...TAKEN);
mapConstraint('facility_code_unique', 'conflict', 'facility/code-taken', 'another facility has this code');

/**
 * One calling AE title names one facility. The table is an index over `ae_titles`, whose history keeps what was; so
 * titles given up are taken out of it, all of them when the facility retires.
 */
export async function keepAeTitles(tx: Tx, facility: FacilityEntity): Promise<void> {
  const titles = facility.retiredAt === null ? [...new Set(facility.aeTitles)] : [];
  await tx.read('delete from facility_ae_title where facility_id = $1 and not ae_title = any ($2)', [
    facility.id,
    titles,
  ]);
  await tx.change({ known: all(FacilityAeTitleEntity, { aeTitle: titles }) }, ({ known }) => {
    const others = new Set(known.filter((row) => row.facilityId !== facility.id).map((row) => row.aeTitle));
    if (others.size > 0) {
      const errors = facility.aeTitles.flatMap((title, index) =>
        others.has(title) ? [{ path: `aeTitles.${index}`, code: 'taken', message: 'is of another facility' }] : [],
      );
      throw new DomainError(...TAKEN, { errors });
    }
    const mine = new Set(known.map((row) => row.aeTitle));
    const added = titles.filter((title) => !mine.has(title));
    return { next: { known: added.map((aeTitle) => ({ aeTitle, facilityId: facility.id })) }, result: undefined };
  });
}
