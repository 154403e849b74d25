import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { EligibilityModule } from '../eligibility/index.js';
import { NetworkModule } from '../network/index.js';
import { QualityModule } from '../quality/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaModule } from '../sla/index.js';
import './constraints.js';
import { CriticalResultsController } from './duties/critical-results.controller.js';
import { DutiesController } from './duties/duties.controller.js';
import { DutiesService } from './duties/duties.service.js';
import { DutyTimers } from './duties/duty-timers.job.js';
import { DutyView } from './duties/duty-view.js';
import { StudyDutiesController } from './duties/study-duties.controller.js';
import { LateEntryController } from './late-entry/late-entry.controller.js';
import { LateEntryService } from './late-entry/late-entry.service.js';
import { OutsideReadsService } from './late-entry/outside-reads.service.js';
import { ReadView } from './read-view.js';
import { ReadingService } from './reading.service.js';
import { ReadsController } from './reads.controller.js';
import { ReportPrinter } from './reports/report-printer.js';
import { ReportsController } from './reports/reports.controller.js';
import { ReportsService } from './reports/reports.service.js';
import { RetractionController } from './retraction/retraction.controller.js';
import { RetractionService } from './retraction/retraction.service.js';
import { ComparisonService } from './second-reads/comparison.service.js';
import { JudgingService } from './second-reads/judging.service.js';
import { SecondReadsController } from './second-reads/second-reads.controller.js';
import { SigningController } from './signing.controller.js';
import { SigningService } from './signing.service.js';

/** Readers at work: opening, writing and signing, the reports that come of it, and who must be told of them. */
@Module({
  imports: [AccessModule, EligibilityModule, NetworkModule, QualityModule, RoutingModule, SlaModule],
  controllers: [
    ReadsController,
    SigningController,
    ReportsController,
    SecondReadsController,
    DutiesController,
    StudyDutiesController,
    CriticalResultsController,
    RetractionController,
    LateEntryController,
  ],
  providers: [
    ComparisonService,
    DutiesService,
    DutyTimers,
    DutyView,
    JudgingService,
    LateEntryService,
    OutsideReadsService,
    ReadView,
    ReadingService,
    ReportPrinter,
    ReportsService,
    RetractionService,
    SigningService,
  ],
  exports: [ReadingService, ReportPrinter, ReportsService, SigningService],
})
export class ReadingModule {}
