import { Module } from '@nestjs/common';
import { NetworkModule } from '../network/index.js';
import { Disagreements } from './check/disagreements.js';
import { DisagreementsController } from './check/disagreements.controller.js';
import { PairCheck } from './check/pair-check.js';
import { EligibilityService } from './eligibility.service.js';
import { LiveIndex } from './live/live-index.js';

@Module({
  imports: [NetworkModule],
  controllers: [DisagreementsController],
  providers: [Disagreements, EligibilityService, LiveIndex, PairCheck],
  exports: [EligibilityService],
})
export class EligibilityModule {}
