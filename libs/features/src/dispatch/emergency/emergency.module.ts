import { Module } from '@nestjs/common';
import { mapConstraint } from '@overread/platform';
import { NetworkModule } from '../../network/index.js';
import { SlaModule } from '../../sla/index.js';
import { HandBackTimers } from './hand-back-timers.job.js';
import { HandBackView } from './hand-back-view.js';
import { HandBacksController } from './hand-backs.controller.js';
import { HandBacksService } from './hand-backs.service.js';

export { HandBackEntity } from './hand-back.entity.js';

mapConstraint('hand_back_one_open', 'conflict', 'hand-back/open', 'the site is being asked to take the study already');

/** What is done when nobody may read a study in time. */
@Module({
  imports: [NetworkModule, SlaModule],
  controllers: [HandBacksController],
  providers: [HandBackTimers, HandBackView, HandBacksService],
})
export class EmergencyModule {}
