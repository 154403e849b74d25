export * from './core/ids.js';
export * from './core/instant.js';
export * from './core/period.js';
export * from './core/domain-error.js';
export * from './core/event.js';
export * from './core/change.js';
export * from './realtime/topics-of.js';
export * from './network/network.js';
export * from './studies/study.js';
export * from './studies/read.js';
export * from './reading/report.js';
export * from './sla/clock.js';
export * from './access/principal.js';
export * from './routing/policy.js';
export * from './eligibility/facts.js';
export { studyEvent } from './studies/study-event.js';
export { RETRACTED_FLAG, studyState } from './studies/study-state.js';
export { DEFAULT_NEARSHORE, tierOf, type NearshoreRules } from './network/tier-of.js';
export {
  DEFAULT_LEGAL_SPACES,
  legalCountry,
  shareLegalSpace,
  US_COUNTRIES,
  type LegalSpace,
} from './network/legal-space.js';
export { isZone, localDate, localDayRange, minutesOfDay, nextLocalTime, withinHours } from './network/local-time.js';
