import { Module } from '@nestjs/common';
import { DispatchModule } from '../dispatch/index.js';
import { NetworkModule } from '../network/index.js';
import { RoutingModule } from '../routing/index.js';
import { AnalyticsController } from './analytics.controller.js';
import { AnalyticsService } from './analytics.service.js';
import { CalibrationController } from './calibration/calibration.controller.js';
import { CalibrationService } from './calibration/calibration.service.js';
import { ConcordanceService } from './concordance.service.js';
import { EmergencyFiguresController } from './emergency/emergency-figures.controller.js';
import { OverviewController } from './overview/overview.controller.js';
import { OverviewService } from './overview/overview.service.js';
import { OwnFiguresService } from './overview/own-figures.service.js';
import { RecordedDaysService } from './what-if/recorded-days.js';
import { SyntheticDaysService } from './what-if/synthetic-days.js';
import { WhatIfDays } from './what-if/what-if-days.js';
import { WhatIfController } from './what-if/what-if.controller.js';
import { WhatIfService } from './what-if/what-if.service.js';
import { WhatIfs } from './what-if/what-ifs.job.js';
import { StatShareController } from './stat-share/stat-share.controller.js';
import { StatShareService } from './stat-share/stat-share.service.js';

/** Reports (turnaround, compliance, concordance), how things stand now, and past days played again. */
@Module({
  imports: [DispatchModule, NetworkModule, RoutingModule],
  controllers: [
    AnalyticsController,
    CalibrationController,
    EmergencyFiguresController,
    OverviewController,
    StatShareController,
    WhatIfController,
  ],
  providers: [
    AnalyticsService,
    CalibrationService,
    ConcordanceService,
    OverviewService,
    OwnFiguresService,
    RecordedDaysService,
    StatShareService,
    SyntheticDaysService,
    WhatIfDays,
    WhatIfService,
    WhatIfs,
  ],
})
export class AnalyticsModule {}
