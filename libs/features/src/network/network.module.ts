import { Module } from '@nestjs/common';
import { NetworkDirectory } from './directory/network-directory.js';
import { GroupPausesController, ReaderPausesController } from './pauses/pauses.controllers.js';
import { PausesService } from './pauses/pauses.service.js';
import { NetworkRecords } from './resources/network-records.service.js';
import { RESOURCE_CONTROLLERS } from './resources/resource-controllers.js';
import { RosterMovesController, ShiftMovesController } from './rosters/roster-moves.controllers.js';
import { RosterMovesService } from './rosters/roster-moves.service.js';
import { RosterWeeksController } from './rosters/roster-weeks.controller.js';
import { RosterWeeksService } from './rosters/roster-weeks.service.js';
import { RostersController } from './rosters/rosters.controller.js';
import { RostersService } from './rosters/rosters.service.js';
import { ReadingSessionsController } from './sessions/reading-sessions.controller.js';
import { ReadingSessionsService } from './sessions/reading-sessions.service.js';
import { SignOffJob } from './sessions/sign-off.job.js';

@Module({
  controllers: [
    ...RESOURCE_CONTROLLERS,
    GroupPausesController,
    ReaderPausesController,
    RosterMovesController,
    RostersController,
    RosterWeeksController,
    ShiftMovesController,
    ReadingSessionsController,
  ],
  providers: [
    NetworkDirectory,
    NetworkRecords,
    PausesService,
    ReadingSessionsService,
    RosterMovesService,
    RostersService,
    RosterWeeksService,
    SignOffJob,
  ],
  exports: [NetworkDirectory, RosterMovesService],
})
export class NetworkModule {}
