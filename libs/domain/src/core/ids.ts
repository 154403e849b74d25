declare const brand: unique symbol;

/** An identifier (UUIDv7 unless said otherwise) that cannot be mistaken for another kind's. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type HealthSystemId = Id<'HealthSystem'>;
export type FacilityId = Id<'Facility'>;
export type ReadingGroupId = Id<'ReadingGroup'>;
export type ReaderId = Id<'Reader'>;
export type UserId = Id<'User'>;
export type ApiKeyId = Id<'ApiKey'>;
export type LicenceId = Id<'Licence'>;
export type PrivilegeId = Id<'Privilege'>;
export type AgreementId = Id<'Agreement'>;
export type ContractId = Id<'Contract'>;
export type ServiceLevelId = Id<'ServiceLevel'>;
export type RosterShiftId = Id<'RosterShift'>;
export type RosterMoveId = Id<'RosterMove'>;
export type ReadingSessionId = Id<'ReadingSession'>;
export type PatientId = Id<'Patient'>;
export type StudyId = Id<'Study'>;
export type OrderId = Id<'Order'>;
export type ImageId = Id<'Image'>;
export type ReadId = Id<'Read'>;
export type ReportId = Id<'Report'>;
export type PolicyId = Id<'Policy'>;
export type PolicyVersionId = Id<'PolicyVersion'>;
export type PolicyTestRunId = Id<'PolicyTestRun'>;
export type PolicyShadowId = Id<'PolicyShadow'>;
export type ClosureId = Id<'Closure'>;
export type ClockId = Id<'Clock'>;
export type DutyId = Id<'Duty'>;
export type BreakGlassId = Id<'BreakGlass'>;
export type MassCasualtyId = Id<'MassCasualty'>;
export type HandBackId = Id<'HandBack'>;
export type RetractionId = Id<'Retraction'>;
export type LateEntryId = Id<'LateEntry'>;
export type SamplingDecisionId = Id<'SamplingDecision'>;
export type PairId = Id<'Pair'>;
export type GradingId = Id<'Grading'>;
export type AdjudicationId = Id<'Adjudication'>;

/** Marks a string that is known to be an identifier of this kind: at the edges, after validation. */
export const asId = <T extends Id<string>>(value: string): T => value as T;
