export { AdjudicationEntity } from './entities/adjudication.entity.js';
export { GradingEntity } from './entities/grading.entity.js';
export { ReadPairEntity } from './entities/read-pair.entity.js';
export { SamplingDecisionEntity } from './entities/sampling-decision.entity.js';
export { type FirstReader } from './first-reader.queries.js';
export { adjudicationToWire, gradingToWire } from './quality-wire.js';
export { QualityModule } from './quality.module.js';
export { pairRows, SecondReads } from './second-reads.service.js';
