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
export { isPaused, PAUSE_REASONS, pausedMinutes, type Pause, type PauseReason } from './sla/pause.js';
export { clockState, effectiveDue, grossMinutes, isQuarantined, netMinutes, slackMinutes } from './sla/clock-state.js';
export { serviceLevelFor, type LeveledStudy } from './sla/service-level-for.js';
export { etaOf } from './sla/eta-of.js';
export { startClocks, type ClockStart, type SlaRows } from './sla/ledger/start-clocks.js';
export { stopClock, stopClocks, voidClock } from './sla/ledger/stop-clock.js';
export { dueTransitions, passDue, type SlaStage } from './sla/ledger/due-transitions.js';
export { lowerPriority, raisePriority, retargetClocks } from './sla/ledger/change-target.js';
export { median, percentile } from './analytics/percentile.js';
export { wilsonInterval, type Interval } from './analytics/wilson-interval.js';
export { GROUP_KEYS, groupKeys, type GroupKey } from './analytics/group-keys.js';
export { calendarSpans, reportPeriod, type Span } from './analytics/report-period.js';
export { turnaroundRow, type CompletedRead, type RowKey, type TurnaroundRow } from './analytics/turnaround-row.js';
export { slaRow, type SlaRow } from './analytics/sla-row.js';
export { csvRow, type CsvCell } from './analytics/csv-row.js';
export { replayWindow, type Replay, type ReplayLimits } from './realtime/replay-window.js';
export { mergeTopics, parseTopic, type Topic } from './realtime/topic.js';
