import type { Type } from '@nestjs/common';
import type { EntityClass } from '@overread/platform';
import { ACCESS_ENTITIES, AccessModule } from './access/index.js';
import { AnalyticsModule, WhatIfRunEntity } from './analytics/index.js';
import { DemonstrationModule } from './demonstration/index.js';
import {
  ConductContestEntity,
  ConductSettingEntity,
  CoverageWarningEntity,
  BreakGlassEntity,
  DispatchDecisionEntity,
  DispatchModule,
  DispatchParametersEntity,
  DispatchParamsEntity,
  DispatchPlanEntity,
  EmergencyModule,
  FORECAST_ENTITIES,
  HandBackEntity,
  MassCasualtyEntity,
} from './dispatch/index.js';
import { DisagreementEntity, EligibilityModule } from './eligibility/index.js';
import { IdentityCorrectionEntity, IntakeExceptionEntity, IntakeModule } from './intake/index.js';
import { NETWORK_ENTITIES, NetworkModule } from './network/index.js';
import {
  AdjudicationEntity,
  GradingEntity,
  QualityModule,
  ReadPairEntity,
  SamplingDecisionEntity,
} from './quality/index.js';
import {
  DraftEntity,
  LateEntryEntity,
  NotificationDutyEntity,
  ReadingModule,
  ReportEntity,
  RetractionEntity,
} from './reading/index.js';
import { RealtimeModule } from './realtime/index.js';
import { ROUTING_ENTITIES, RoutingModule } from './routing/index.js';
import { SlaClockEntity, SlaModule } from './sla/index.js';
import {
  ImageEntity,
  PatientEntity,
  ReadEntity,
  ReadingStatisticsEntity,
  StudyEntity,
  StudyOrderEntity,
} from './studies/index.js';

export {
  AccessLog,
  ApiKeyEntity,
  createAdministrator,
  MembershipEntity,
  TokenService,
  UserAccountEntity,
} from './access/index.js';
export {
  AgreementEntity,
  ContractEntity,
  FacilityAeTitleEntity,
  FacilityEntity,
  HealthSystemEntity,
  LicenceEntity,
  NetworkDirectory,
  relationsOf,
  PrivilegeEntity,
  ReaderEntity,
  ReadingGroupEntity,
  RosterDayEntity,
  RosterShiftEntity,
  ServiceLevelEntity,
} from './network/index.js';
export { EligibilityService } from './eligibility/index.js';
export { DimseServer } from './intake/index.js';
export { PolicyEntity, PolicyVersionEntity } from './routing/index.js';

/** Every feature's module, for the server's root module. */
export const FEATURES: readonly Type[] = [
  AccessModule,
  NetworkModule,
  SlaModule,
  EligibilityModule,
  RoutingModule,
  QualityModule,
  DispatchModule,
  DispatchPlanEntity,
  EmergencyModule,
  ReadingModule,
  IntakeModule,
  RealtimeModule,
  AnalyticsModule,
  DemonstrationModule,
];

/** Every feature's entities, for the platform. */
export const ENTITIES: readonly EntityClass<object>[] = [
  ...ACCESS_ENTITIES,
  ...NETWORK_ENTITIES,
  ...FORECAST_ENTITIES,
  AdjudicationEntity,
  ConductContestEntity,
  ConductSettingEntity,
  CoverageWarningEntity,
  BreakGlassEntity,
  DisagreementEntity,
  DispatchDecisionEntity,
  DispatchParametersEntity,
  DispatchParamsEntity,
  DispatchPlanEntity,
  DraftEntity,
  GradingEntity,
  HandBackEntity,
  ImageEntity,
  IdentityCorrectionEntity,
  IntakeExceptionEntity,
  MassCasualtyEntity,
  NotificationDutyEntity,
  PatientEntity,
  ...ROUTING_ENTITIES,
  ReadEntity,
  ReadingStatisticsEntity,
  ReadPairEntity,
  ReportEntity,
  RetractionEntity,
  LateEntryEntity,
  SamplingDecisionEntity,
  SlaClockEntity,
  StudyEntity,
  StudyOrderEntity,
  WhatIfRunEntity,
];
