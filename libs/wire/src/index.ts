export {
  country,
  id,
  instant,
  listOf,
  pageQuery,
  problem,
  required,
  subdivision,
  text,
  zone,
  type Problem,
} from './common.js';
export { calibrationQuery, calibrationRow, type CalibrationRow } from './calibration.js';
export { demoDay, demoDayState, newDemoDay, type DemoDay, type DemoDayState } from './demonstration.js';
export {
  apiKey,
  createdApiKey,
  newApiKey,
  newUser,
  organizationRef,
  signInRequest,
  signInResponse,
  user,
  type ApiKey,
  type NewApiKey,
  type NewUser,
  type SignInRequest,
  type SignInResponse,
  type User,
} from './access.js';
export { disagreement, type EligibilityDisagreement } from './dispatch/disagreement.js';
export {
  agreement,
  contract,
  facility,
  healthSystem,
  licence,
  newAgreement,
  newContract,
  newFacility,
  newHealthSystem,
  newLicence,
  newPrivilege,
  newReader,
  newReadingGroup,
  newReadingSession,
  newServiceLevel,
  privilege,
  putRoster,
  reader,
  readingGroup,
  readingSession,
  rosterDay,
  serviceLevel,
  shift,
  tier,
  weeklyHours,
  type Reader,
  type ReadingSessionBody,
} from './network.js';
export {
  closeStepBody,
  openedSteps,
  openStepBody,
  openStepsBody,
  pin,
  pinBody,
  unpinBody,
  type OpenedSteps,
} from './dispatch/levers.js';
export {
  answerContestBody,
  conduct,
  conductContest,
  conductQuery,
  conductSetting,
  conductSettings,
  contestBody,
  contestsQuery,
  listedContest,
  skipBudgetShown,
  type Conduct,
  type ConductContest,
  type ConductSetting,
  type ListedContest,
} from './dispatch/conduct.js';
export {
  callInBody,
  coverBody,
  listedMove,
  rosterMove,
  rosterMovesQuery,
  swapBody,
  type ListedMove,
  type RosterMoveBody,
} from './dispatch/roster-moves.js';
export { rosterWeek, rosterWeekQuery, shiftTaker, type RosterWeek, type ShiftTaker } from './dispatch/roster-week.js';
export { drainBody, endPauseBody, pauseBody, paused, type Paused } from './dispatch/pauses.js';
export {
  appliedRemedy,
  applyRemedyBody,
  capacityForecast,
  forecastQuery,
  type AppliedRemedy,
  type CapacityForecast,
} from './dispatch/forecast.js';
export {
  acceptOverflowBody,
  answeredOverflow,
  declineOverflowBody,
  overflowOffer,
  overflowQuery,
  type AnsweredOverflow,
  type OverflowOffer,
} from './dispatch/overflow.js';
export { coverage, coverageQuery, type Coverage } from './dispatch/coverage.js';
export {
  acknowledgeWarningBody,
  coverageWarning,
  coverageWarningsQuery,
  type CoverageWarning,
} from './dispatch/coverage-warnings.js';
export {
  dispatchParameters,
  goBackBody,
  putParametersBody,
  parametersVersion,
  type DispatchParameters,
  type ParametersVersionBody,
  type GoBackToParameters,
  type PutDispatchParameters,
} from './dispatch/dispatch-parameters.js';
export {
  newWhatIf,
  WHAT_IF_STATES,
  whatIfChange,
  whatIfResult,
  whatIfRun,
  type NewWhatIf,
  type WhatIfResult,
  type WhatIfRun,
  type WhatIfSide,
  MOST_SYNTHETIC,
} from './dispatch/what-if.js';
export {
  changePriority,
  clock,
  completeImages,
  patient,
  read,
  studiesQuery,
  study,
  submission,
  submitted,
  timelineEntry,
  type Read,
  type Study,
  type Submission,
  type Submitted,
} from './studies.js';
export {
  lateEntry,
  lateEntryBody,
  outsideRead,
  outsideReadsQuery,
  type LateEntry,
  type LateEntryBody,
  type OutsideRead,
} from './reading/late-entry.js';
export { decisionReplay, type Decision, type DecisionReplay } from './dispatch/decision.js';
export { explanation, explanationQuery, type Explanation, type WhyNotAnswer } from './dispatch/explanation.js';
export {
  cancelBody,
  correctIdentityBody,
  holdBody,
  linkBody,
  mergeBody,
  mergedPatients,
  mergePatientsBody,
  reopenBody,
  resumeBody,
  splitBody,
  type MergedPatients,
} from './corrections.js';
export {
  assignBody,
  declineReason,
  draft,
  draftBody,
  imagesOpenedBody,
  queueRow,
  queuesQuery,
  readDetail,
  readWithStudy,
  reason,
  report,
  reportBody,
  signed,
  verbalBody,
  worklistAnswer,
  worklistQuery,
  worklistRow,
  type QueueRow,
  type ReadDetail,
  type ReadWithStudy,
  type Report,
  type ReportBody,
  type Signed,
  type WorklistAnswer,
  type WorklistRow,
} from './reading.js';
export {
  acknowledgeBody,
  attemptBody,
  closeBody,
  dutiesQuery,
  duty,
  newCriticalResult,
  newDiscrepancy,
  retractBody,
  retracted,
  retraction,
  type Duty,
  type Retracted,
  type Retraction,
} from './duties.js';
export {
  breakGlass,
  breakGlassFiguresQuery,
  breakGlassQuery,
  breakGlassRow,
  breakGlassTaken,
  confirmBody,
  newBreakGlass,
  refuseBody,
  reviewBody,
  type BreakGlass,
  type BreakGlassRow,
  type BreakGlassTaken,
} from './emergency/break-glass.js';
export { massCasualtiesQuery, massCasualty, newMassCasualty, type MassCasualty } from './emergency/mass-casualty.js';
export { offlineList, offlineListQuery, type OfflineList } from './emergency/offline-list.js';
export {
  callAttempt,
  handBack,
  handBacksQuery,
  newHandBack,
  refuseBackBody,
  takeBackBody,
  withdrawBody,
  type HandBack,
} from './emergency/hand-back.js';
export { batchLine, intakeException, intakeExceptionsQuery, resolveException } from './intake.js';
export {
  slaQuery,
  slaRow,
  statShareQuery,
  turnaroundQuery,
  turnaroundRow,
  type SlaRow,
  type StatShareRow,
  type TurnaroundRow,
} from './analytics.js';
export {
  CONCORDANCE_KEYS,
  concordanceQuery,
  concordanceRow,
  type ConcordanceKey,
  type ConcordanceRow,
} from './quality/concordance.js';
export {
  adjudicateBody,
  adjudication,
  adjudicationsQuery,
  comparison,
  gradeBody,
  grading,
  readPair,
  readPairsQuery,
  type Adjudication,
  type Comparison,
  type Grading,
  type ReadPair,
} from './quality/second-reads.js';
export { overview, overviewQuery, ownFigures, type Overview, type OwnFigures } from './overview.js';
export { liveEvent, subscribe, subscribed, type LiveEvent, type Subscribe, type Subscribed } from './live.js';
export { newPolicy, newPolicyVersion, policy, policyVersion } from './policies.js';
export { calendarQuery, closure, newClosure, specialDay, type ClosureBody } from './policies/calendar.js';
export {
  correctedJurisdictionRule,
  endJurisdictionRule,
  jurisdictionRule,
  jurisdictionRulesQuery,
  newJurisdictionRule,
  type JurisdictionRuleBody,
} from './policies/jurisdiction.js';
export {
  diffQuery,
  effectivePolicy,
  effectiveQuery,
  policyDiff,
  policyFinding,
  type EffectivePolicyBody,
  type PolicyDiff,
  type PolicyFinding,
} from './policies/policy-review.js';
export { policyDocument, policyJsonSchema } from './policies/policy-document.js';
export {
  newShadow,
  policyShadow,
  policyShadowReport,
  shadowStudiesQuery,
  shadowStudy,
  type PolicyShadowBody,
  type PolicyShadowReport,
  type ShadowStudy,
} from './policies/policy-shadow.js';
export {
  policyTest,
  policyTestResult,
  policyTestRun,
  type PolicyTest,
  type PolicyTestResult,
} from './policies/policy-test.js';
export {
  ProblemError,
  Transport,
  type CallOptions,
  type ClientOptions,
  type Query,
} from './client/client-transport.js';
export { everyItem, type Changing, type Creating, type Page } from './client/calls.js';
export { createClient, type Client } from './client/client.js';
export { LiveTopic, type LiveListener, type LiveSocket, type LiveState, type Snapshot } from './client/live-client.js';
