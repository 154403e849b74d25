import { Module } from '@nestjs/common';
import { ExpectedEnds } from './expected-ends.js';
import { ReadingTimesFollower } from './reading-times.follower.js';
import { ReadingTimes } from './reading-times.js';

/** How long reads take, learned from the log. */
@Module({ providers: [ExpectedEnds, ReadingTimes, ReadingTimesFollower], exports: [ExpectedEnds, ReadingTimes] })
export class ReadingTimesModule {}
