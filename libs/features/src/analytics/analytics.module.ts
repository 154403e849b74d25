import { Module } from '@nestjs/common';
import { NetworkModule } from '../network/index.js';
import { AnalyticsController } from './analytics.controller.js';
import { AnalyticsService } from './analytics.service.js';
import { CalibrationController } from './calibration/calibration.controller.js';
import { CalibrationService } from './calibration/calibration.service.js';
import { ConcordanceService } from './concordance.service.js';
import { EmergencyFiguresController } from './emergency/emergency-figures.controller.js';
import { OverviewController } from './overview/overview.controller.js';
import { OverviewService } from './overview/overview.service.js';
import { OwnFiguresService } from './overview/own-figures.service.js';

/** Reports (turnaround, compliance, concordance) and how things stand now. */
@Module({
  imports: [NetworkModule],
  controllers: [AnalyticsController, CalibrationController, EmergencyFiguresController, OverviewController],
  providers: [AnalyticsService, CalibrationService, ConcordanceService, OverviewService, OwnFiguresService],
})
export class AnalyticsModule {}
