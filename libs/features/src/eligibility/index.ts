export { EligibilityModule } from './eligibility.module.js';
export { EligibilityService, refuse, refuseChanged } from './eligibility.service.js';
export { heldMinutes } from './held-minutes.queries.js';
export { readFactsOf } from './read-facts.js';
