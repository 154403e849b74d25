export { PolicyBook } from './policy-book.js';
export { PolicyEntity } from './policy.entity.js';
export { PolicyVersionEntity } from './policy-version.entity.js';
export { RoutingDecisionEntity } from './routing-decision.entity.js';
export { RoutingModule } from './routing.module.js';
export { RoutingService, type Routed } from './routing.service.js';
