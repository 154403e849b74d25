import type {
  Agreement,
  AgreementId,
  Contract,
  ContractId,
  Facility,
  FacilityId,
  HealthSystem,
  HealthSystemId,
  ReaderFacts,
  ReaderId,
  ReadingGroup,
  ReadingGroupId,
  Relations,
  ServiceLevel,
  ServiceLevelId,
} from '@overread/domain';

/** Rows of the network by id, retired ones too: a study of last year still names its facility. */
export interface NetworkRows {
  healthSystems: ReadonlyMap<HealthSystemId, HealthSystem>;
  facilities: ReadonlyMap<FacilityId, Facility>;
  groups: ReadonlyMap<ReadingGroupId, ReadingGroup>;
  /** What readers hold is left at zero: it changes by the minute. */
  readers: ReadonlyMap<ReaderId, ReaderFacts>;
  agreements: ReadonlyMap<AgreementId, Agreement>;
  contracts: ReadonlyMap<ContractId, Contract>;
  serviceLevels: ReadonlyMap<ServiceLevelId, ServiceLevel>;
}

/** The network as it stood at one instant. */
export interface DirectorySnapshot extends Pick<NetworkRows, 'healthSystems' | 'facilities' | 'groups' | 'readers'> {
  /** In use only: neither names a retired facility. */
  facilityByCode: ReadonlyMap<string, Facility>;
  facilityByAeTitle: ReadonlyMap<string, Facility>;
  agreements: readonly Agreement[];
  contracts: readonly Contract[];
  serviceLevels: readonly ServiceLevel[];
  relations: ReadonlyMap<HealthSystemId, Relations>;
}

export const NO_ROWS: NetworkRows = {
  healthSystems: new Map(),
  facilities: new Map(),
  groups: new Map(),
  readers: new Map(),
  agreements: new Map(),
  contracts: new Map(),
  serviceLevels: new Map(),
};

export function snapshotOf(rows: NetworkRows): DirectorySnapshot {
  const inUse = [...rows.facilities.values()].filter((facility) => facility.retiredAt === null);
  const agreements = [...rows.agreements.values()];
  const contracts = [...rows.contracts.values()];
  const agreementsOf = Map.groupBy(agreements, (agreement) => agreement.healthSystemId);
  const contractsOf = Map.groupBy(contracts, (contract) => contract.healthSystemId);
  const relations = [...rows.healthSystems.keys()].map(
    (id) => [id, { agreements: agreementsOf.get(id) ?? [], contracts: contractsOf.get(id) ?? [] }] as const,
  );
  return {
    healthSystems: rows.healthSystems,
    facilities: rows.facilities,
    groups: rows.groups,
    readers: rows.readers,
    facilityByCode: new Map(inUse.map((facility) => [facility.code, facility])),
    facilityByAeTitle: new Map(inUse.flatMap((facility) => facility.aeTitles.map((title) => [title, facility]))),
    agreements,
    contracts,
    serviceLevels: [...rows.serviceLevels.values()],
    relations: new Map(relations),
  };
}

/** The agreements and contracts of a health system. */
export const relationsOf = (snapshot: DirectorySnapshot, healthSystemId: HealthSystemId): Relations =>
  snapshot.relations.get(healthSystemId) ?? { agreements: [], contracts: [] };
