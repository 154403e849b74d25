import { Module } from '@nestjs/common';
import { NetworkModule } from '../network/index.js';
import { RoutingModule } from '../routing/index.js';
import './constraints.js';
import { AdjudicationTimers } from './adjudication-timers.job.js';
import { PairsController } from './pairs.controller.js';
import { SecondReads } from './second-reads.service.js';

/** Second reads: who is sampled, what comes of a pair, its grade and its adjudication. */
@Module({
  imports: [NetworkModule, RoutingModule],
  controllers: [PairsController],
  providers: [AdjudicationTimers, SecondReads],
  exports: [SecondReads],
})
export class QualityModule {}
