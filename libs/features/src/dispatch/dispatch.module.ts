import { Module } from '@nestjs/common';
import { mapConstraint } from '@overread/platform';
import { EligibilityModule } from '../eligibility/index.js';
import { NetworkModule } from '../network/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaModule } from '../sla/index.js';
import { ReadingTimesModule } from '../studies/index.js';
import { DispatcherLoop } from './offering/dispatcher-loop.js';
import { Dispatcher } from './offering/dispatcher.js';
import { CapacityForecaster } from './capacity/capacity-forecaster.js';
import { ForecastController } from './capacity/forecast.controller.js';
import { QueueForecasts } from './capacity/queue-forecasts.job.js';
import { RemediesService } from './capacity/remedies.service.js';
import { CoverageController } from './coverage/coverage.controller.js';
import { CoverageService } from './coverage/coverage.service.js';
import { CoverageWarningsController } from './coverage/coverage-warnings.controller.js';
import { CoverageWarningsJob } from './coverage/coverage-warnings.job.js';
import { CoverageWarnings } from './coverage/coverage-warnings.service.js';
import { BreachChances } from './forecast/breach-chances.js';
import { ForecastLearning } from './forecast/forecast-learning.job.js';
import { DecisionLog } from './explaining/decision-log.js';
import { DecisionReplayController } from './explaining/decision-replay.controller.js';
import { DecisionReplayService } from './explaining/decision-replay.service.js';
import { ParamsBook } from './explaining/params-book.js';
import { ReadExplainer } from './explaining/read-explainer.js';
import { WhyNotService } from './explaining/why-not.service.js';
import { FairnessService } from './fairness/fairness.service.js';
import { RecentReads } from './fairness/recent-reads.js';
import { ExplanationController } from './explanation.controller.js';
import { ConductContestsController } from './conduct/conduct-contests.controller.js';
import { ConductContestsService } from './conduct/conduct-contests.service.js';
import { ConductController } from './conduct/conduct.controller.js';
import { ConductService } from './conduct/conduct.service.js';
import { ConductSettingsController } from './conduct/conduct-settings.controller.js';
import { ConductSettingsService } from './conduct/conduct-settings.service.js';
import { IdleReads } from './conduct/idle-reads.job.js';
import { StillReadingController } from './conduct/still-reading.controller.js';
import { LadderSteps } from './offering/ladder-steps.service.js';
import { LadderService } from './levers/ladder.service.js';
import { LeversController } from './levers/levers.controller.js';
import { OverflowController } from './levers/overflow.controller.js';
import { OverflowService } from './levers/overflow.service.js';
import { PinsService } from './levers/pins.service.js';
import { MovesController } from './moves.controller.js';
import { MovingService } from './moving.service.js';
import { OfferingService } from './offering/offering.service.js';
import { OfferWriter } from './offering/offer-writer.js';
import { Candidates } from './offering/candidates.js';
import { DispatchParametersController } from './parameters/dispatch-parameters.controller.js';
import { DispatchParametersService } from './parameters/dispatch-parameters.service.js';
import { ParametersInForce } from './parameters/parameters-in-force.js';
import { Planner } from './planning/planner.js';
import { QueuesController } from './queues.controller.js';
import { ReadActs } from './read-acts.service.js';
import { ReaderOrder } from './taking/reader-order.js';
import { TakingService } from './taking/taking.service.js';
import { WaitingRoom } from './offering/waiting-room.js';
import { WorklistController } from './taking/worklist.controller.js';
import { WorklistService } from './taking/worklist.service.js';

mapConstraint('dispatch_parameters_pk', 'stale', 'request/stale', 'other parameters were put in force just now');
mapConstraint('read_one_holder', 'conflict', 'read/already-holding', 'the reader already holds a read of this study');

@Module({
  imports: [EligibilityModule, NetworkModule, ReadingTimesModule, RoutingModule, SlaModule],
  controllers: [
    ConductContestsController,
    ConductController,
    ConductSettingsController,
    CoverageController,
    CoverageWarningsController,
    DecisionReplayController,
    DispatchParametersController,
    ExplanationController,
    ForecastController,
    LeversController,
    MovesController,
    OverflowController,
    QueuesController,
    StillReadingController,
    WorklistController,
  ],
  providers: [
    BreachChances,
    Candidates,
    CapacityForecaster,
    ConductContestsService,
    ConductService,
    ConductSettingsService,
    CoverageService,
    CoverageWarnings,
    CoverageWarningsJob,
    DecisionLog,
    DecisionReplayService,
    Dispatcher,
    DispatcherLoop,
    DispatchParametersService,
    FairnessService,
    RecentReads,
    ForecastLearning,
    IdleReads,
    LadderService,
    LadderSteps,
    MovingService,
    OfferWriter,
    OfferingService,
    OverflowService,
    ParametersInForce,
    ParamsBook,
    PinsService,
    Planner,
    QueueForecasts,
    ReadActs,
    ReadExplainer,
    ReaderOrder,
    RemediesService,
    TakingService,
    WaitingRoom,
    WhyNotService,
    WorklistService,
  ],
  exports: [BreachChances, Dispatcher, LadderService, MovingService, ParametersInForce, TakingService],
})
export class DispatchModule {}
