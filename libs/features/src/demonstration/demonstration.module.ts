import { Module } from '@nestjs/common';
import { DemoDayController } from './demo-day.controller.js';
import { DemoDays } from './demo-days.service.js';

/** A simulated day to watch, in evaluation mode. */
@Module({ controllers: [DemoDayController], providers: [DemoDays] })
export class DemonstrationModule {}
