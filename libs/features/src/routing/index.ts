export { CalendarBook } from './calendar/calendar-book.js';
export { PoliciesService } from './policies.service.js';
export { PolicyBook } from './policy-book.js';
export { PolicyEntity } from './policy.entity.js';
export { PolicyVersionEntity } from './policy-version.entity.js';
export { ROUTING_ENTITIES } from './routing-entities.js';
export { RoutingModule } from './routing.module.js';
export { RoutingService, type Routed, type TriedRouting } from './routing.service.js';
