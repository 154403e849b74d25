export { ImageEntity } from './image.entity.js';
export { PatientEntity } from './patient.entity.js';
export { ReadEntity } from './read.entity.js';
export { StudyEntity } from './study.entity.js';
export { StudyOrderEntity } from './study-order.entity.js';
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
