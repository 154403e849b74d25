import { Module } from '@nestjs/common';
import { mapConstraint } from '@overread/platform';

mapConstraint('grading_once', 'conflict', 'grading/already-graded', 'The pair is graded; a grade is never changed');

/** Second reads: who is sampled, what comes of a pair, its grade and its adjudication. */
@Module({})
export class QualityModule {}
