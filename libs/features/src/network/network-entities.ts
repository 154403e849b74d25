import { AgreementEntity } from './entities/agreement.entity.js';
import { ContractEntity } from './entities/contract.entity.js';
import { FacilityAeTitleEntity } from './entities/facility-ae-title.entity.js';
import { FacilityEntity } from './entities/facility.entity.js';
import { HealthSystemEntity } from './entities/health-system.entity.js';
import { LicenceEntity } from './entities/licence.entity.js';
import { NetworkHistoryEntity } from './entities/network-history.entity.js';
import { PrivilegeEntity } from './entities/privilege.entity.js';
import { ReaderEntity } from './entities/reader.entity.js';
import { ReadingGroupEntity } from './entities/reading-group.entity.js';
import { ReadingSessionEntity } from './entities/reading-session.entity.js';
import { RosterDayEntity } from './entities/roster-day.entity.js';
import { RosterMoveEntity } from './entities/roster-move.entity.js';
import { RosterShiftEntity } from './entities/roster-shift.entity.js';
import { ServiceLevelEntity } from './entities/service-level.entity.js';

export const NETWORK_ENTITIES = [
  AgreementEntity,
  ContractEntity,
  FacilityAeTitleEntity,
  FacilityEntity,
  HealthSystemEntity,
  LicenceEntity,
  NetworkHistoryEntity,
  PrivilegeEntity,
  ReaderEntity,
  ReadingGroupEntity,
  ReadingSessionEntity,
  RosterDayEntity,
  RosterMoveEntity,
  RosterShiftEntity,
  ServiceLevelEntity,
] as const;
