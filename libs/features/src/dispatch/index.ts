export { DispatchDecisionEntity } from './dispatch-decision.entity.js';
export { DispatchModule } from './dispatch.module.js';
export { EmergencyModule, HandBackEntity } from './emergency/emergency.module.js';
export { Dispatcher } from './offering/dispatcher.js';
export { LadderService, type OpenedStep, type Remedy } from './levers/ladder.service.js';
export { MovingService } from './moving.service.js';
export { queueRows, type QueueFilter } from './queue-rows.js';
export { readResource } from './read-resource.js';
export { TakingService } from './taking/taking.service.js';
