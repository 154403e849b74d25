export {
  asId,
  type AdjudicationId,
  type AgreementId,
  type ApiKeyId,
  type ClockId,
  type ContractId,
  type DutyId,
  type FacilityId,
  type BreakGlassId,
  type GradingId,
  type MassCasualtyId,
  type HandBackId,
  type HealthSystemId,
  type Id,
  type ImageId,
  type LicenceId,
  type OrderId,
  type PairId,
  type PatientId,
  type PolicyId,
  type PolicyVersionId,
  type PolicyShadowId,
  type PolicyTestRunId,
  type ClosureId,
  type PrivilegeId,
  type ReaderId,
  type ReadId,
  type ReadingGroupId,
  type ReadingSessionId,
  type ReportId,
  type RetractionId,
  type LateEntryId,
  type RosterMoveId,
  type RosterShiftId,
  type SamplingDecisionId,
  type ServiceLevelId,
  type StudyId,
  type UserId,
} from './core/ids.js';
export { earlier, minutesBetween, plusMinutes, type Instant } from './core/instant.js';
export { inForce, type Period } from './core/period.js';
export { Chance, type Weighted } from './core/chance.js';
export { DomainError, ERROR_KINDS, type ErrorDetails, type ErrorKind, type FieldError } from './core/domain-error.js';
export {
  EVENT_TYPES,
  type DomainEvent,
  type EventType,
  type Json,
  type JsonObject,
  type LoggedEvent,
} from './core/event.js';
export type { Change } from './core/change.js';
export { topicsOf } from './realtime/topics-of.js';
export {
  AGREEMENT_KINDS,
  ENGAGEMENT_MODELS,
  FACILITY_KINDS,
  PRIVILEGE_LEVELS,
  READER_KINDS,
  SESSION_MODES,
  TIERS,
  type Agreement,
  type AgreementKind,
  type CallContact,
  type Contract,
  type Facility,
  type FacilityDefaults,
  type FacilityKind,
  type HealthSystem,
  type Licence,
  type Place,
  type Privilege,
  type PrivilegeLevel,
  type Reader,
  type ReaderKind,
  type ReaderLimits,
  type ReadingGroup,
  type ReadingSession,
  type RosterShift,
  type ServiceLevel,
  type SessionMode,
  type Tier,
  type TransferMode,
  type WeeklyHours,
  SHIFT_KINDS,
  PAUSE_KINDS,
  type PauseKind,
  type WorkPause,
} from './network/network.js';
export {
  ISSUES,
  MODALITY_FAMILIES,
  PATIENT_CLASSES,
  PRIORITIES,
  STUDY_STATES,
  type AnnouncedImages,
  type HandedBack,
  type Issues,
  type ModalityFamily,
  type Patient,
  type PatientClass,
  type Prior,
  type Priority,
  type Study,
  type StudyOrder,
  type StudyState,
} from './studies/study.js';
export { BREAK_GLASS_GROUNDS, INSTRUMENT_KINDS, type BrokenRule, type Instrument } from './eligibility/break-glass.js';
export {
  BREAK_GLASS_STATES,
  breakGlassState,
  CONFIRMERS,
  missingConfirmers,
  REVIEW_OUTCOMES,
  type BreakGlass,
  type BreakGlassReview,
  type BreakGlassState,
  type Confirmation,
  type Confirmer,
} from './dispatch/break-glass/break-glass.js';
export { type BreakGlassRows } from './dispatch/break-glass/break-glass-event.js';
export { requestBreakGlass, type BreakGlassRequest } from './dispatch/break-glass/request-break-glass.js';
export { confirmBreakGlass, refuseBreakGlass, type Confirming } from './dispatch/break-glass/confirm-break-glass.js';
export { takeBreakGlass, type Taking } from './dispatch/break-glass/take-break-glass.js';
export { passBreakGlass, reviewBreakGlass } from './dispatch/break-glass/review-break-glass.js';
export { demandStanding, standsAs } from './dispatch/break-glass/stands-as.js';
export { eligibleInTime } from './dispatch/break-glass/eligible-in-time.js';
export { type WorkingDays } from './dispatch/emergency/review-due-at.js';
export { declareMassCasualty, isLive, type Declaring, type MassCasualty } from './dispatch/emergency/mass-casualty.js';
export {
  endActs,
  endMassCasualty,
  massCasualtyEvent,
  mayDeclare,
  reviewMassCasualty,
  widenForEvent,
} from './dispatch/emergency/run-mass-casualty.js';
export { callListOf, type Callee } from './dispatch/hand-back/call-list.js';
export {
  HAND_BACK_REASONS,
  HAND_BACK_STATES,
  handBackState,
  type HandBack,
  type HandBackReason,
  type HandBackState,
  type SiteAnswer,
} from './dispatch/hand-back/hand-back.js';
export { type HandBackRows } from './dispatch/hand-back/hand-back-event.js';
export { openHandBack, type HandingBack } from './dispatch/hand-back/open-hand-back.js';
export {
  acknowledgeHandBack,
  reclaimFromSite,
  recordCall,
  recordSiteReading,
  refuseHandBack,
  withdrawHandBack,
  type Answering,
  type CallAttempt,
} from './dispatch/hand-back/act-on-hand-back.js';
export { returnToNetwork } from './dispatch/hand-back/return-to-network.js';
export { escalateHandBack } from './dispatch/hand-back/escalate-hand-back.js';
export {
  PURPOSES,
  READ_STATES,
  type LadderStep,
  type Pool,
  type Purpose,
  type Pin,
  type Read,
  type ReadState,
  type StepOpening,
} from './studies/read.js';
export {
  BREAK_GLASS_FLAG,
  CONCLUSIONS,
  REPORT_KINDS,
  type Conclusion,
  type Draft,
  type Report,
  type ReportKind,
} from './reading/report.js';
export { MILESTONES, type ClockState, type MilestoneKind, type SlaClock } from './sla/clock.js';
export { OFFICES, ROLES, type HeldOffice, type Office, type Principal, type Role } from './access/principal.js';
export {
  POLICY_STATES,
  type Condition,
  type PlannedRead,
  type Policy,
  type PolicyDocument,
  type PolicyRule,
  type PolicyScope,
  type PolicyState,
  type PolicyVersion,
  type ReadingPlan,
} from './routing/policy.js';
export {
  RULE_CODES,
  type EligibilityQuestion,
  type FailedRule,
  type ReaderFacts,
  type ReadFacts,
  type Relations,
  type RuleCode,
  type Stage,
} from './eligibility/facts.js';
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
export {
  isZone,
  localClock,
  localDate,
  localDayRange,
  minutesOfDay,
  nextLocalTime,
  withinHours,
} from './network/local-time.js';
export { extendByPauses, isPaused, pausedMinutes, pausesOf, type Pause } from './sla/pause.js';
export { PAUSE_REASONS, type Hold, type PauseReason, type StudyPause } from './studies/hold.js';
export { type Corrector, hasResults } from './studies/corrections/correction.js';
export { HOLD_LIMITS, holdStudy, isPressing, type Holding } from './studies/corrections/hold-study.js';
export { resumeAtCap, resumeStudy } from './studies/corrections/resume-study.js';
export {
  CANCEL_REASONS,
  cancelStudy,
  REOPEN_REASONS,
  reopenStudy,
  type CancelReason,
  type ReopenReason,
} from './studies/corrections/cancel-study.js';
export type { Corrected, CorrectionRows } from './studies/corrections/correction-rows.js';
export { LINK_REASONS, linkStudies, type LinkReason } from './studies/corrections/link-studies.js';
export { MERGE_REASONS, mergeStudies, type MergeReason } from './studies/corrections/merge-studies.js';
export { SPLIT_REASONS, splitLink, splitOrders, type SplitReason } from './studies/corrections/split-study.js';
export {
  correctIdentity,
  IDENTITY_REASONS,
  questionIdentity,
  type IdentityCorrectionKind,
  type IdentityReason,
} from './studies/corrections/correct-identity.js';
export { mergePatients, PATIENT_MERGE_REASONS, type PatientMergeReason } from './studies/corrections/merge-patients.js';
export { endPause, pauseClocks } from './sla/ledger/pause-clocks.js';
export { clockState, grossMinutes, isQuarantined, netMinutes, slackMinutes } from './sla/clock-state.js';
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
export {
  READER_HEALTHS,
  readerHealth,
  SILENT_MINUTES,
  type ReaderActivity,
  type ReaderHealth,
} from './analytics/reader-health.js';
export { replayWindow, type Replay, type ReplayLimits } from './realtime/replay-window.js';
export { mergeTopics, parseTopic, type Topic } from './realtime/topic.js';
export { failedRules, judgeReader, legalFailures } from './eligibility/failed-rules.js';
export { eligibleReaders, type EligibleReadersQuestion, type Eligibility } from './eligibility/eligible-readers.js';
export type { EligibilityCounts } from './eligibility/compiled/combine.js';
export {
  EligibilityIndex,
  type IndexedEligibility,
  type IndexedStage,
} from './eligibility/compiled/eligibility-index.js';
export { coverageBlockers, type CoverageBlocker, type KindAt } from './eligibility/coverage/coverage-blockers.js';
export { coverageByHour, coverageHours, judgedAt, type TierCounts } from './eligibility/coverage/coverage-by-hour.js';
export {
  COVERAGE_LEVELS,
  coverageLevel,
  ofGroup,
  type CoverageKind,
  type CoverageNetwork,
} from './eligibility/coverage/coverage-kind.js';
export type { CoverageReaders } from './eligibility/coverage/coverage-readers.js';
export { expectedStudies, type LearnedArrivals } from './eligibility/coverage/expected-studies.js';
export { compiledAnyway } from './eligibility/coverage/presences.js';
export { expiringCredentials, type ExpiringCredential } from './eligibility/coverage/expiring-credentials.js';
export { thinStretches, type ThinStretch } from './eligibility/coverage/thin-stretches.js';
export { acknowledgeWarning } from './eligibility/warnings/acknowledge-warning.js';
export {
  WARNING_ENDS,
  type CoverageWarning,
  type CoverageWarningId,
  type CredentialWarning,
  type EndingCredential,
  type HoursWarning,
  type Judged,
  type Mending,
} from './eligibility/warnings/coverage-warning.js';
export { DAYS_AHEAD, judgeCredential, withinDays } from './eligibility/warnings/judge-credential.js';
export { judgeHours, type KindSeen } from './eligibility/warnings/judge-hours.js';
export { thinRuns } from './eligibility/warnings/thin-runs.js';
export { warningEvent } from './eligibility/warnings/warning-event.js';
export { whoCanMend } from './eligibility/warnings/who-can-mend.js';
export { thinCoverage, type ThinCoverage } from './eligibility/plan-coverage.js';
export { DEFAULT_HARD_RULES, LEGAL_RULES, type HardRules } from './eligibility/hard-rules.js';
export {
  DEFAULT_LICENCE_REQUIREMENTS,
  jurisdictionOf,
  type LicenceRequirement,
} from './eligibility/licence-requirements.js';
export { DEFAULT_PAYER_PLACES, type PayerPlace } from './eligibility/payer-places.js';
export { MODALITY_EQUIVALENTS, modalitiesNotCovered } from './eligibility/modality-equivalents.js';
export { transferModeFor, type TransferQuestion } from './eligibility/transfer-mode-for.js';
export {
  inOpenPool,
  inPool,
  inStep,
  isAccepted,
  overflowFor,
  overflowOpens,
  poolLeft,
  waitingPlace,
  type PoolMember,
} from './routing/ladder/open-pool.js';
export { openLadder, type LadderSituation, type OpeningReason } from './routing/ladder/open-ladder.js';
export { nextOpeningAt, stepOpeningAt } from './routing/ladder/next-opening-at.js';
export { readable } from './routing/readable.js';
export {
  studyAttributes,
  ATTRIBUTES,
  type StudyAttributes,
  type StudyFacts,
} from './routing/conditions/study-attributes.js';
export { matches } from './routing/conditions/matches.js';
export { operatorsOf } from './routing/conditions/check-condition.js';
export { heldSince } from './routing/lint/held-since.js';
export { checkPolicy } from './routing/check-policy.js';
export { lintBarriers, lintPolicy, type LintedPolicy } from './routing/lint/lint-policy.js';
export { lintJurisdictions } from './routing/lint/jurisdictions.js';
export {
  JURISDICTION_RULE_KINDS,
  knownAt,
  rulesOver,
  type JurisdictionRule,
  type JurisdictionRuleId,
  type JurisdictionTerms,
} from './routing/jurisdictions/jurisdiction-rule.js';
export { correctRule, recordRule, standingVersion } from './routing/jurisdictions/change-record.js';
export { forbiddenRouting, type BrokenLaw } from './routing/jurisdictions/forbidden-routing.js';
export { settleForbidden, type ForbiddenPolicy } from './routing/jurisdictions/settle-forbidden.js';
export type { Finding } from './routing/lint/finding.js';
export {
  asArrived,
  compareVersion,
  countRules,
  covers,
  type Comparison,
  type MadeBy,
  type RuleCount,
} from './routing/versions/compare-policies.js';
export {
  effectivePolicy,
  type EffectivePolicy,
  type Origin,
  type Originated,
} from './routing/versions/effective-policy.js';
export { diffDocuments, type DocumentChange } from './routing/versions/diff-documents.js';
export type { Closure } from './routing/calendar/closure.js';
export { asksForCalendar, asksForLoad, asksForStatShare } from './routing/asks-for.js';
export { checkClosure } from './routing/calendar/check-closure.js';
export { calendarDay, calendarDayOf, type CalendarDay, type HolidayNames } from './routing/calendar/calendar-day.js';
export { shareWindowStart, siteStatShares, type HourOfSite } from './routing/load/site-stat-share.js';
export { queueLoads, type QueueLoad, type WaitingWork } from './routing/load/queue-load.js';
export { activateVersion, recordTest, retireVersion } from './routing/versions/change-version.js';
export { ROUTING_DIFFERENCES, type RoutingDifference } from './routing/versions/compare-outcomes.js';
export { endShadow, forgetShadow, shadowEndBy, startShadow, type NewShadow } from './routing/shadow/change-shadow.js';
export {
  LONGEST_SHADOW_DAYS,
  SHADOW_KEPT_DAYS,
  shadowKeptUntil,
  type KeptFigures,
  runsAt,
  SHADOW_ENDS,
  type PolicyShadow,
  type ShadowEnd,
} from './routing/shadow/policy-shadow.js';
export {
  routeInShadow,
  type RoutedStudy,
  type ShadowHelp,
  type ShadowRouting,
  type ShadowSide,
} from './routing/shadow/route-in-shadow.js';
export {
  shadowFigures,
  type ShadowCell,
  type ShadowFigures,
  type ShadowSums,
} from './routing/shadow/shadow-figures.js';
export { earned, fullAllowance, maySpend, spent, type TimeAllowance } from './routing/shadow/time-allowance.js';
export { TEST_KINDS, type PolicyTestRun, type TestKind } from './routing/versions/test-run.js';
export {
  routeStudy,
  type ActivePolicies,
  type ActivePolicy,
  type RoutedAs,
  type RoutingDecision,
  type Told,
} from './routing/route-study.js';
export {
  contractedGroups,
  coveringLevels,
  type ContractedGroup,
  type NetworkTerms,
} from './routing/contracted-groups.js';
export { planReads, type PlannedReads, type Planning } from './routing/plan-reads.js';
export { chainOf } from './routing/policy-chain.js';
export { reroute, type Rerouted } from './routing/reroute.js';
export {
  finalAnywhere,
  finalOnshore,
  finalOnshoreNearshoreOverflow,
  medicareNightRule,
  offshorePreliminaryOnshoreFinal,
  opening,
  pediatricRule,
  petRule,
  strokeFinal,
  strokeRule,
  tierStep,
  withBlindSecond,
} from './routing/standard-plans.js';
export { DEFAULT_DISPATCH_PARAMS, type DispatchParams } from './dispatch/dispatch-params.js';
export {
  DEFAULT_NETWORK_PARAMETERS,
  parameterAt,
  withParameter,
  type NetworkParameters,
} from './dispatch/parameters/network-parameters.js';
export { checkParameters } from './dispatch/parameters/check-parameters.js';
export { PARAMETER_FIELDS, type ParameterField, type ParameterUnit } from './dispatch/parameters/parameter-fields.js';
export {
  parameterDifferences,
  putInForce,
  type ParameterDifference,
  type ParametersProposal,
  type ParametersVersion,
} from './dispatch/parameters/put-in-force.js';
export { atcIndex, type AtcQuestion, type AtcScore } from './dispatch/atc-index.js';
export {
  chanceBeyond,
  meanMinutes,
  residualMinutes,
  withMean,
  type Lognormal,
} from './dispatch/reading-time/lognormal.js';
export { normalCumulative } from './dispatch/reading-time/normal.js';
export {
  examOf,
  examTypeOf,
  workUnitsOf,
  type Exam,
  type ExamRead,
  type ExamStudy,
} from './dispatch/reading-time/exam.js';
export {
  learnReading,
  type FinishedReading,
  type ReadingStatistics,
} from './dispatch/reading-time/reading-statistics.js';
export { NOTHING_LEARNED, type ReadingTimeModel } from './dispatch/reading-time/reading-time-model.js';
export { fitReadingTimes } from './dispatch/reading-time/fit-reading-times.js';
export { expectedTime, knowsFamily } from './dispatch/reading-time/expected-time.js';
export { auction, type AuctionAnswer, type AuctionLimits, type SparseAssignment } from './dispatch/plan/auction.js';
export { certifiedGap, type CertifiedGap } from './dispatch/plan/certified-gap.js';
export { DEFAULT_PLAN_PARAMS, type PlanParams } from './dispatch/plan/plan-params.js';
export { planProblem, type PlanProblem } from './dispatch/plan/plan-problem.js';
export type { PlanQuestion, PlanReader, PlanWork } from './dispatch/plan/plan-question.js';
export { plannedFirst, type ReaderPlan } from './dispatch/plan/planned-first.js';
export { planRound, type Plan, type PlannedWork } from './dispatch/plan/plan-round.js';
export { breachChanceFrom, breachChanceRunning, breachChanceWaiting } from './dispatch/forecast/breach-chance.js';
export {
  listSchedule,
  type ReaderAhead,
  type ScheduledStart,
  type WorkAhead,
} from './dispatch/forecast/list-schedule.js';
export {
  calibrated,
  fitCalibration,
  type CalibrationCurve,
  type CurvePoint,
  type SettledForecast,
} from './dispatch/forecast/calibration-curve.js';
export { poolPlay, type EligibleFrom, type FutureRead, type FutureWork } from './dispatch/forecast/pool-play.js';
export {
  comingRates,
  expectedArrivals,
  HOURS_OF_WEEK,
  localHours,
  type WeeklyRates,
} from './dispatch/forecast/expected-arrivals.js';
export { outcomeOf, sampleMoment, type Outcome } from './dispatch/forecast/sample-moment.js';
export { reliabilityOf, type Reliability, type ReliabilityBin } from './dispatch/forecast/reliability.js';
export { isOpinion, OPINION_PURPOSES, urgencyOf, workPriority, type Urgency } from './dispatch/work-priority.js';
export { compareInOrder } from './dispatch/place-in-order.js';
export {
  inOfferOrder,
  rankAll,
  rankForReader,
  waitsForNoList,
  rankOne,
  type RankableRead,
  type RankedRead,
  type RankingReader,
  type WaitingRead,
} from './dispatch/rank-for-reader.js';
export { BANDS, type Band } from './dispatch/place-in-order.js';
export {
  freeInMinutes,
  scarcityOf,
  takesOffers,
  whoIsFree,
  type FreeReaders,
  type HeldWork,
} from './dispatch/who-is-free.js';
export { mayTake, nextUp, NEXT_UP_LIMIT } from './dispatch/next-up.js';
export {
  chooseReader,
  mayBeKept,
  type CandidateScore,
  type OfferCandidate,
  type ReaderChoice,
} from './dispatch/choose-reader.js';
export { keepRead } from './dispatch/offers/keep-read.js';
export { decisionRecord, type DecisionRecord, type WeighedCandidate } from './dispatch/decision-record.js';
export { TRIGGERS, type Trigger } from './dispatch/explained/trigger.js';
export {
  statShares,
  type PastWork,
  type SiteWait,
  type SiteWork,
  type WaitingLoad,
  type StatShare,
} from './dispatch/fairness/stat-share.js';
export { fairTerms, LATELY_HOURS, USUAL_HOURS, type SystemFlow } from './dispatch/fairness/fair-share.js';
export { kinshipOf, mayContinue, type Kinship, type Likeness, type RecentWork } from './dispatch/fairness/kinship.js';
export {
  BALANCE_HALF_LIFE_HOURS,
  BALANCE_WINDOW_HOURS,
  surplusByReader,
  type ReaderLoad,
} from './dispatch/fairness/reader-balance.js';
export { canonicalJson } from './dispatch/explained/canonical-json.js';
export type {
  CandidateInputs,
  ChoiceInputs,
  DecidedRead,
  DecisionInputs,
  OrderedInputs,
} from './dispatch/explained/decision-inputs.js';
export {
  decisionOutcome,
  OUTCOMES,
  type AfterDecision,
  type DecisionOutcome,
} from './dispatch/explained/decision-outcome.js';
export { HELP_CODES, onTime, STAGES, type Help, type OnTime, type OnTimeFacts } from './dispatch/explained/on-time.js';
export { KeptFor } from './dispatch/kept-for.js';
export { keptNow, type ToldKept } from './dispatch/explained/kept-now.js';
export { whyNot, whyNotYet, WHY_NOT_CODES, type AskedReader, type WhyNot } from './dispatch/explained/why-not.js';
export { marginOf, whyThisReader, type Margin, type WhyThis } from './dispatch/explained/why-this-reader.js';
export { decisionOf, storedDecision, type StoredDecision } from './dispatch/explained/stored-decision.js';
export {
  logAgrees,
  replayDecision,
  type DecisionReplay,
  type LoggedAssignment,
} from './dispatch/explained/replay-decision.js';
export { POLICIES, POLICY_NAMES, REFERENCE_POLICY, type PolicyName } from './dispatch/policies/policies.js';
export { SCENARIO_NAMES, SIZE_NAMES, type ScenarioName, type SizeName } from './simulation/generator/scenario.js';
export { generateInstance, type InstanceRequest } from './simulation/generator/generate-instance.js';
export { checkInstance } from './simulation/instance/check-instance.js';
export { compileInstance } from './simulation/instance/compile-instance.js';
export { INSTANCE_FORMAT, type DispatchInstance } from './simulation/instance/dispatch-instance.js';
export { runPolicy, type Track } from './simulation/run-policy.js';
export { clairvoyantBound, type ClairvoyantBound } from './simulation/bound/clairvoyant-bound.js';
export type { RunOutcome } from './simulation/outcome/measure-run.js';
export {
  publishedStudiesADay,
  siteOf,
  studyStream,
  type Site,
  type StreamedStudy,
} from './simulation/synthetic/study-stream.js';
export { readingFactor } from './simulation/synthetic/reading-factor.js';
export { compareDays, type ChangedHands, type DayComparison } from './simulation/what-if/compare-days.js';
export { simulateDay, type DayChoice, type DayOutcome, type ReadOutcome } from './simulation/what-if/simulate-day.js';
export { openingsOf } from './simulation/what-if/openings-of.js';
export { planAgain, type PlannedAgain } from './simulation/what-if/plan-again.js';
export { scaleTraffic } from './simulation/what-if/scale-traffic.js';
export { stintOfShift } from './simulation/what-if/stint-of-shift.js';
export { whatHappened } from './simulation/what-if/what-happened.js';
export type { WhatIfDay, WhatIfOpening, WhatIfRead, WhatIfStint } from './simulation/what-if/what-if-day.js';
export { summariseRuns, type PolicySummary } from './simulation/outcome/summarise-runs.js';
export type { ReadingPlace, StudyReads } from './dispatch/offers/live-read.js';
export { assignRead, offerRead, type Offer } from './dispatch/offers/offer-read.js';
export { acceptOffer, type Acceptance } from './dispatch/offers/accept-offer.js';
export {
  countsAgainstBudget,
  DECLINE_REASONS,
  declineOffer,
  expireOffer,
  type Decline,
  type DeclineReason,
} from './dispatch/offers/decline-offer.js';
export { preempt, preemptible, releaseRead, type Release } from './dispatch/offers/release-read.js';
export { openRead } from './dispatch/offers/open-read.js';
export { agreeToMove, endMove } from './network/rosters/answer-move.js';
export { callIn, isCalledIn, onCallNow, type CallIn } from './network/rosters/call-in.js';
export { proposeMove, type MoveProposal } from './network/rosters/propose-move.js';
export { ROSTER_MOVE_KINDS, ROSTER_MOVE_STATES, type RosterMove } from './network/rosters/roster-move.js';
export { shiftWarnings, type ShiftReader } from './network/rosters/shift-warnings.js';
export {
  answerContest,
  CONTEST_OUTCOMES,
  CONTEST_SUBJECTS,
  type ConductContest,
  type ContestAnswer,
  type ContestSubject,
} from './dispatch/conduct/conduct-contest.js';
export {
  conductFigures,
  type ConductFigures,
  type ConductRead,
  type TakenRead,
} from './dispatch/conduct/conduct-figures.js';
export {
  conductIn,
  DEFAULT_CONDUCT_SETTINGS,
  type ConductSettings,
  type HoldingSettings,
} from './dispatch/conduct/conduct-settings.js';
export {
  idleTimes,
  returnIdle,
  stillReading,
  type HoldingSigns,
  type IdleTimes,
} from './dispatch/conduct/idle-read.js';
export { refuseSpent, skipBudget, type SkipBudget } from './dispatch/conduct/skip-budget.js';
export { pinAdmits, pinHolds } from './dispatch/levers/pin.js';
export { pinRead, unpinRead, type Pinning } from './dispatch/levers/pin-read.js';
export { refuseStop, stopOf, stopsRead, type Stop } from './dispatch/levers/stopped.js';
export {
  pauseGroup,
  pauseInForce,
  pauseReader,
  resumeGroup,
  resumeReader,
  type PauseRequest,
} from './network/pause.js';
export { closeStep, type StepClosing } from './dispatch/levers/close-step.js';
export {
  acceptOverflow,
  declineOverflow,
  overflowOffered,
  type OverflowAcceptance,
} from './dispatch/levers/answer-overflow.js';
export { openStep, stepNaming, type StepOpeningByHand } from './dispatch/levers/open-step.js';
export { classifyStudy, type Classifiable, type Classification } from './studies/classification/classify-study.js';
export { FAMILY_TERMS, NON_IMAGE_MODALITIES } from './studies/classification/modality-families.js';
export { bodyRegion, bodyRegions } from './studies/classification/body-region.js';
export { BODY_REGIONS, type BodyRegion } from './studies/classification/region-words.js';
export { EXPECTED_MINUTES, expectedMinutesOf } from './studies/classification/expected-minutes.js';
export { ageInYears, isDate, isPediatric } from './studies/classification/is-pediatric.js';
export { LOINC_PROCEDURES, procedureOf, type Procedure } from './studies/classification/procedure-codes.js';
export type { Author, ReadingRows } from './reading/held-read.js';
export { REPORT_LIMITS, validateReport, type ReportBody, type TextKind } from './reading/validate-report.js';
export { ownDraft, saveDraft, type DraftRows, type DraftSaving } from './reading/save-draft.js';
export { recordImagesOpened, type ImagesShown } from './reading/record-images-opened.js';
export { recordVerbal, type VerbalResult } from './reading/record-verbal.js';
export { floorFailure, type FloorFailure, type IntegrityFloors } from './reading/integrity.js';
export { changesWhatMatters, standingPreliminary } from './reading/discrepancy.js';
export {
  ATTEMPT_OUTCOMES,
  CHANNELS,
  DISCREPANCY_SOURCES,
  DUTY_KINDS,
  DUTY_STATES,
  dutyState,
  type Acknowledgement,
  type Actor,
  type DiscrepancySource,
  type DutyAttempt,
  type DutyKind,
  type DutyState,
  type NotificationDuty,
  type OwedTo,
} from './reading/duties/duty.js';
export {
  openDiscrepancy,
  openDuty,
  type FoundDiscrepancy,
  type Opened,
  type Telling,
} from './reading/duties/open-duty.js';
export { planExtraRead, type ExtraRead } from './routing/plan-extra-read.js';
export {
  acknowledgeDuty,
  closeDuty,
  recordAttempt,
  type Acknowledging,
  type Attempt,
  type Closing,
  type Side,
} from './reading/duties/act-on-duty.js';
export { foundCriticalResult, withCriticalResult, type CriticalFinding } from './reading/duties/critical-result.js';
export { reportDiscrepancy, type ReportedBack } from './reading/duties/report-discrepancy.js';
export type { DutyRows } from './reading/duties/duty-event.js';
export { escalateDuties, type DutiesRows } from './reading/duties/escalate-duties.js';
export {
  CRITICAL_CATEGORIES,
  DEFAULT_TELLING_TIMES,
  ESCALATION_STEPS,
  type CriticalCategory,
  type TellingTimes,
} from './reading/duties/telling-times.js';
export { RETRACTION_KINDS, type Retraction, type RetractionKind } from './reading/retracting/retraction.js';
export {
  retractReports,
  type Retracted,
  type Retracting,
  type RetractionRows,
} from './reading/retracting/retract-reports.js';
export { reportSheet, reportText, type ReportHeader, type ReportSheet } from './reading/report-text.js';
export { enterLate, type EnteredLate, type Entering } from './reading/late-entry/enter-late.js';
export {
  LATE_ENTRY_SOURCES,
  type LateEntry,
  type LateEntrySource,
  type OutsideReading,
} from './reading/late-entry/late-entry.js';
export { takeOutside, type TakenOutside } from './reading/late-entry/take-outside.js';
export { signPreliminary } from './reading/signing/sign-preliminary.js';
export { signFinal } from './reading/signing/sign-final.js';
export { signOpinion } from './reading/signing/sign-opinion.js';
export { blockFinal, type BlockedFinal, type BlockedRows } from './reading/signing/block-final.js';
export { statedConclusion } from './reading/stated-conclusion.js';
export { blindedReaders } from './reading/held-read.js';
export { coversForAuthor, type Covering } from './reading/signing/covers-for-author.js';
export { signAddendum, type AddendumSigning } from './reading/signing/sign-addendum.js';
export type { FinalSigning, Signed, Signing } from './reading/signing/signing.js';
export {
  DEFAULT_COMPLETENESS,
  imagesComplete,
  isReadable,
  quietEndsAt,
  type CompletenessProfile,
  type CompletenessProfiles,
  type ImageFacts,
} from './studies/completeness.js';
export {
  asReady,
  completeImages,
  imagesArrived,
  settleImages,
  type Arrival,
  type Arrived,
  type StudyRows,
} from './studies/images-arrived.js';
export {
  changePriority,
  morePressing,
  mostPressing,
  priorityWhenUnknown,
  type PriorityCommand,
} from './studies/change-priority.js';
export { asksForPriority } from './studies/priority-basis.js';
export { RULED_FROM, RULED_TO, type PriorityRule } from './routing/priority/priority-rule.js';
export type { PriorityRuling } from './routing/priority/rule-priority.js';
export { ACTIONS, type Action, type Reach } from './access/action.js';
export { demand, isBlinded, may, type Resource, type Verdict } from './access/may.js';
export { loggedTopic, topicAllowed } from './access/topic-allowed.js';
export { pseudonymOf, seenPatient, type SeenPatient } from './access/seen-patient.js';
export { standing, type Membership, type Standing } from './access/standing.js';
export { refreshTokenRotation, type RefreshToken, type Rotation } from './access/refresh-token.js';
export { checkPassword, PASSWORD_LIMITS, passwordErrors } from './access/password-rule.js';
export { milestoneOf } from './sla/milestone-of.js';
export { checkSubmission, LATERALITIES } from './intake/check-submission.js';
export { normaliseSubmission } from './intake/normalise-submission.js';
export {
  matchStudy,
  isSamePatient,
  type Candidate,
  type ConflictReason,
  type Difference,
  type StudyMatch,
} from './intake/match-study.js';
export { acceptSubmission, receivedEvents, updateStudy } from './intake/accept-submission.js';
export { matchImageHeader, type HeaderMatch, type ImageHeader } from './intake/match-image-header.js';
export type {
  NormalOrder,
  NormalSubmission,
  PatientIdentity,
  Submission,
  SubmittedCode,
  SubmittedOrder,
  SubmittedPatient,
} from './intake/submission.js';
export {
  checkContract,
  checkFacility,
  checkLicence,
  checkPlace,
  checkPrivilege,
  checkReader,
  checkWeeklyHours,
} from './network/check-network.js';
export { checkRoster, type ShiftDraft } from './network/check-roster.js';
export {
  endSession,
  startSession,
  type SessionRequest,
  type SessionRows,
  type SessionStarted,
} from './network/reading-session.js';
export { FieldChecks } from './core/field-checks.js';
export { admitStudy, type NewIds, type Routed } from './intake/admit-study.js';
export { askForAddendum } from './intake/ask-for-addendum.js';
export { isPlanned, replanStudy } from './intake/replan-study.js';
export { crossTable, type CrossTable, type RatedPair } from './quality/agreement/cross-table.js';
export {
  agreementWeights,
  WEIGHT_SCHEMES,
  type Weights,
  type WeightScheme,
} from './quality/agreement/agreement-weights.js';
export type { Coefficient } from './quality/agreement/coefficient.js';
export { percentAgreement, type PercentAgreement } from './quality/agreement/percent-agreement.js';
export { cohenKappa, type Kappa } from './quality/agreement/cohen-kappa.js';
export { gwetAc } from './quality/agreement/gwet-ac.js';
export { brennanPrediger, scottPi } from './quality/agreement/fixed-chance.js';
export { countRatings, type RatingCounts, type Ratings } from './quality/agreement/ratings.js';
export { brennanPredigerOfMany, fleissKappa, fleissZ, gwetAcOfMany } from './quality/agreement/many-readers.js';
export { congerKappa } from './quality/agreement/conger-kappa.js';
export { ALPHA_METRICS, krippendorffAlpha, type AlphaMetric } from './quality/agreement/krippendorff-alpha.js';
export { tabularCusum, type CusumDesign, type CusumStep } from './quality/drift/tabular-cusum.js';
export { ewma, type Ewma, type EwmaDesign, type EwmaStep } from './quality/drift/ewma.js';
export {
  riskAdjustedCusum,
  riskWeight,
  type ReviewedRead,
  type RiskDesign,
  type RiskStep,
} from './quality/drift/risk-adjusted-cusum.js';
export { readsToSignal } from './quality/drift/reads-to-signal.js';
export { asRadpeer2016, RADPEER_GRADES, type RadpeerGrade, type SchemedGrade } from './quality/grading/radpeer.js';
export { ADJUDICATION_OUTCOMES, type Adjudication, type AdjudicationOutcome } from './quality/grading/adjudication.js';
export type { GradedFinding } from './quality/grading/graded-finding.js';
export type { PairKind, ReadPair, StoredSampling } from './quality/pairs/read-pair.js';
export { isSecondRead } from './quality/pairs/second-read.js';
export { standingReport, voidPairs, type PairRows } from './quality/pairs/pair-up.js';
export { COMPARISON_VIEWS, comparisonSeenAs, type ComparisonView } from './quality/pairs/comparison-seen-as.js';
export { decideAdjudication, type Decision } from './quality/grading/decide-adjudication.js';
export { escalateAdjudications } from './quality/grading/escalate-adjudications.js';
export { gradeRead } from './quality/grading/grade-read.js';
export { followSignature, type Followed } from './quality/follow-signature.js';
export { gradingInForce, samplingInForce } from './quality/sampling/sampling-in-force.js';
export type { SamplingTerms } from './quality/sampling/sample-second-read.js';
export { compareConclusions, DIFFERENCES, type ConclusionDifference } from './quality/grading/compare-conclusions.js';
export { DEFAULT_GRADING, type GradingPolicy } from './quality/grading/grading-policy.js';
export {
  gradePair,
  needsAdjudication,
  type GivenGrade,
  type GradablePair,
  type Grading,
} from './quality/grading/grade-pair.js';
export {
  checkSampling,
  SAMPLING_KINDS,
  type SamplingKind,
  type SamplingPolicy,
  type SamplingRule,
} from './quality/sampling/sampling-policy.js';
export {
  decideSampling,
  SAMPLING_BASES,
  type SamplingBasis,
  type SamplingDecision,
  type SamplingQuestion,
} from './quality/sampling/decide-sampling.js';
export { samplingWeight, weighedShare, type SampledRead, type WeighedShare } from './quality/sampling/weighed-share.js';
export {
  BLINDING_MODES,
  concordanceRow,
  type BlindingMode,
  type ComparedPair,
  type ConcordanceRow,
  type ConcordanceTerms,
} from './quality/concordance-row.js';
export { whyEnded, whyHere, type Why, type WhyFacts } from './dispatch/why-here.js';
