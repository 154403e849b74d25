import type { MigrationInterface } from 'typeorm';
import { Log1700000000001 } from './0001-log.js';
import { NetworkAndAccess1700000000002 } from './0002-network-and-access.js';
import { Studies1700000000003 } from './0003-studies.js';
import { Analytics1700000000004 } from './0004-analytics.js';
import { Queue1700000000005 } from './0005-queue.js';
import { Quality1700000000006 } from './0006-quality.js';
import { Results1700000000007 } from './0007-results.js';
import { Corrections1700000000008 } from './0008-corrections.js';
import { Audiences1700000000010 } from './0010-audiences.js';
import { Duties1700000000011 } from './0011-duties.js';
import { Planning1700000000013 } from './0013-planning.js';
import { Adjudications1700000000014 } from './0014-adjudications.js';
import { Identity1700000000015 } from './0015-identity.js';
import { BlindImages1700000000016 } from './0016-blind-images.js';
import { Plan1700000000017 } from './0017-plan.js';
import { Eligibility1700000000018 } from './0018-eligibility.js';
import { Policies1700000000019 } from './0019-policies.js';
import { Levers1700000000020 } from './0020-levers.js';
import { Emergencies1700000000021 } from './0021-emergencies.js';
import { Forecast1700000000022 } from './0022-forecast.js';
import { Decisions1700000000023 } from './0023-decisions.js';
import { BreakGlass1700000000024 } from './0024-break-glass.js';
import { WhatIf1700000000025 } from './0025-what-if.js';
import { LateEntry1700000000027 } from './0027-late-entry.js';
import { PolicyShadows1700000000028 } from './0028-policy-shadows.js';
import { PriorityBasis1700000000029 } from './0029-priority-basis.js';
import { CoverageWarnings1700000000030 } from './0030-coverage-warnings.js';
import { Contests1700000000032 } from './0032-contests.js';
import { Jurisdictions1700000000034 } from './0034-jurisdictions.js';
import { DispatchParameters1700000000035 } from './0035-dispatch-parameters.js';
import { IdleRules1700000000036 } from './0036-idle-rules.js';
import { SiteReadings1700000000038 } from './0038-site-readings.js';
import { ShadowsForgotten1700000000041 } from './0041-shadows-forgotten.js';
import { SecondAnswer1700000000043 } from './0043-second-answer.js';
import { LocalArrivals1700000000044 } from './0044-local-arrivals.js';

/** Every migration, in order. Listed, not found by a glob: what runs is what is written here. */
export const MIGRATIONS: readonly (new () => MigrationInterface)[] = [
  Log1700000000001,
  NetworkAndAccess1700000000002,
  Studies1700000000003,
  Analytics1700000000004,
  Queue1700000000005,
  Quality1700000000006,
  Results1700000000007,
  Corrections1700000000008,
  Audiences1700000000010,
  Duties1700000000011,
  Planning1700000000013,
  Adjudications1700000000014,
  Identity1700000000015,
  BlindImages1700000000016,
  Plan1700000000017,
  Eligibility1700000000018,
  Policies1700000000019,
  Levers1700000000020,
  Emergencies1700000000021,
  Forecast1700000000022,
  Decisions1700000000023,
  BreakGlass1700000000024,
  WhatIf1700000000025,
  LateEntry1700000000027,
  PolicyShadows1700000000028,
  PriorityBasis1700000000029,
  CoverageWarnings1700000000030,
  Contests1700000000032,
  Jurisdictions1700000000034,
  DispatchParameters1700000000035,
  IdleRules1700000000036,
  SiteReadings1700000000038,
  ShadowsForgotten1700000000041,
  SecondAnswer1700000000043,
  LocalArrivals1700000000044,
];
