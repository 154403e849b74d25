import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { NetworkModule } from '../network/index.js';
import { ReadingTimesModule } from '../studies/index.js';
import { SlaTimers } from './sla-timers.job.js';
import { StudiesController } from './studies.controller.js';
import { StudyView } from './study-view.js';

/** Clocks and their timers, and the view of a study that shows them. */
@Module({
  imports: [AccessModule, NetworkModule, ReadingTimesModule],
  controllers: [StudiesController],
  providers: [StudyView, SlaTimers],
  exports: [StudyView],
})
export class SlaModule {}
