import { Module } from '@nestjs/common';
import { mapConstraint } from '@overread/platform';
import { EligibilityModule } from '../eligibility/index.js';
import { NetworkModule } from '../network/index.js';
import { ReadingTimesModule } from '../studies/index.js';
import { PoliciesController } from './policies.controller.js';
import { PoliciesService } from './policies.service.js';
import { PolicyBook } from './policy-book.js';
import { CalendarBook } from './calendar/calendar-book.js';
import { CalendarController } from './calendar/calendar.controller.js';
import { ClosuresService } from './calendar/closures.service.js';
import { Circumstances } from './circumstances.js';
import { LoadBook } from './load/load-book.js';
import { StatShareBook } from './load/stat-share-book.js';
import { EffectiveController } from './reviewing/effective.controller.js';
import { ReviewingController } from './reviewing/reviewing.controller.js';
import { ForbiddenPoliciesJob } from './jurisdictions/forbidden-policies.job.js';
import { JurisdictionBook } from './jurisdictions/jurisdiction-book.js';
import { JurisdictionsController } from './jurisdictions/jurisdictions.controller.js';
import { JurisdictionsService } from './jurisdictions/jurisdictions.service.js';
import { Plannings } from './plannings.js';
import { RoutingService } from './routing.service.js';
import { ShadowEndsJob } from './shadow/shadow-ends.job.js';
import { ShadowEnds } from './shadow/shadow-ends.js';
import { ShadowRecorder } from './shadow/shadow-recorder.js';
import { ShadowsController } from './shadow/shadows.controller.js';
import { ShadowsService } from './shadow/shadows.service.js';
import { TestingController } from './testing/testing.controller.js';
import { TestingService } from './testing/testing.service.js';
import { TriedStudies } from './testing/tried-studies.js';

mapConstraint('policy_scope_unique', 'conflict', 'policy/exists', 'this scope has a policy: draft a new version of it');
mapConstraint('policy_version_number', 'conflict', 'policy/drafted', 'another draft was made just now; try again');
mapConstraint(
  'jurisdiction_rule_pk',
  'conflict',
  'jurisdiction/changed',
  'the rule was changed just now: look at it again',
);
mapConstraint(
  'jurisdiction_rule_standing',
  'conflict',
  'jurisdiction/changed',
  'the rule was changed just now: look at it again',
);
mapConstraint('jurisdiction_rule_once', 'conflict', 'jurisdiction/exists', 'somebody recorded the same just now');
mapConstraint(
  'policy_shadow_one_running',
  'conflict',
  'policy/shadowed',
  'another version began to run in shadow just now',
);
mapConstraint('policy_version_one_active', 'conflict', 'policy/activated', 'another version was activated just now');

@Module({
  imports: [EligibilityModule, NetworkModule, ReadingTimesModule],
  // Addresses with a name of their own come before those of single policies.
  controllers: [
    CalendarController,
    EffectiveController,
    JurisdictionsController,
    PoliciesController,
    ReviewingController,
    ShadowsController,
    TestingController,
  ],
  providers: [
    CalendarBook,
    Circumstances,
    ClosuresService,
    ForbiddenPoliciesJob,
    JurisdictionBook,
    JurisdictionsService,
    LoadBook,
    Plannings,
    PolicyBook,
    PoliciesService,
    RoutingService,
    StatShareBook,
    ShadowEnds,
    ShadowEndsJob,
    ShadowRecorder,
    ShadowsService,
    TestingService,
    TriedStudies,
  ],
  exports: [CalendarBook, PoliciesService, PolicyBook, RoutingService],
})
export class RoutingModule {}
