import { Module } from '@nestjs/common';
import { NetworkModule } from '../network/index.js';
import { EligibilityService } from './eligibility.service.js';

@Module({ imports: [NetworkModule], providers: [EligibilityService], exports: [EligibilityService] })
export class EligibilityModule {}
