export { SlaClockEntity } from './sla-clock.entity.js';
export { SlaModule } from './sla.module.js';
export { SlaTimers } from './sla-timers.job.js';
export { StudyView, studyResource, type ShownStudy } from './study-view.js';
export { clockToWire, readToWire, studyToWire } from './study-wire.js';
