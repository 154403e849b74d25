export { DisagreementEntity } from './check/disagreement.entity.js';
export { pairOf } from './check/pair-check.js';
export { EligibilityModule } from './eligibility.module.js';
export { EligibilityService, refuseChanged } from './eligibility.service.js';
export { heldMinutes } from './held-minutes.queries.js';
export { readFactsOf } from './read-facts.js';
export { refuse } from './refuse.js';
