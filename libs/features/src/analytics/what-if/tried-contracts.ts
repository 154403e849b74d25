import { asId, type Contract } from '@overread/domain';
import type { NewWhatIf } from '@overread/wire';
import type { DirectorySnapshot } from '../../network/index.js';

/** The network's contracts without those that shall not count, and with those that shall be tried; tried ones always hold. */
export function contractsTried(
  network: Pick<DirectorySnapshot, 'contracts'>,
  { withoutContracts, contracts }: NewWhatIf['change'],
): Contract[] {
  const stay = network.contracts.filter(({ id }) => !withoutContracts.includes(id));
  const more = contracts.map(({ healthSystemId, readingGroupId, facilityIds, ...limits }, index): Contract => ({
    ...limits,
    id: asId(`tried-contract-${index + 1}`),
    healthSystemId: asId(healthSystemId),
    readingGroupId: asId(readingGroupId),
    facilityIds: facilityIds.map((id) => asId(id)),
    name: `Tried contract ${index + 1}`,
    engagementModel: 'transaction',
    hours: null,
    validFrom: new Date(0),
    validUntil: null,
    retiredAt: null,
    version: 1,
  }));
  return [...stay, ...more];
}
