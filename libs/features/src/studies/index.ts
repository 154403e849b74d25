export { ImageEntity } from './image.entity.js';
export { PatientEntity } from './patient.entity.js';
export { ReadEntity } from './read.entity.js';
export { StudyEntity } from './study.entity.js';
export { StudyOrderEntity } from './study-order.entity.js';
export { ExpectedEnds } from './reading-times/expected-ends.js';
export { ReadingStatisticsEntity } from './reading-times/reading-statistics.entity.js';
export { ReadingTimes, type LearnedTimes } from './reading-times/reading-times.js';
export { ReadingTimesModule } from './reading-times/reading-times.module.js';
export { loadBundles, look, type StudyBundle } from './study-bundle.js';
export {
  readKeyOf,
  readTogether,
  studyIdsOf,
  studyKeyOf,
  type ReadKey,
  type StudyFilter,
  type StudyKey,
} from './studies.queries.js';
