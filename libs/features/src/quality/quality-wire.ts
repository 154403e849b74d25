import type { Adjudication, Grading, Instant } from '@overread/domain';
import type { Adjudication as WireAdjudication, Grading as WireGrading } from '@overread/wire';

/** A grade for the wire; who gave it is the pair's second reader. */
export const gradingToWire = (grading: Grading): WireGrading => ({
  id: grading.id,
  pairId: grading.pairId,
  studyId: grading.studyId,
  firstReadId: grading.firstReadId,
  secondReadId: grading.secondReadId,
  scheme: grading.scheme,
  schemeVersion: grading.schemeVersion,
  score: grading.grade,
  comment: grading.comment,
  findings: grading.findings,
  discordant: grading.discordant,
  gradedAt: grading.gradedAt.toISOString(),
});

/** An adjudication for the wire; who decided it is not told. */
export const adjudicationToWire = (adjudication: Adjudication, now: Instant): WireAdjudication => ({
  id: adjudication.id,
  pairId: adjudication.pairId,
  studyId: adjudication.studyId,
  readId: adjudication.readId,
  ownerGroupId: adjudication.ownerGroupId,
  state: adjudication.decidedAt !== null ? 'decided' : now > adjudication.dueAt ? 'overdue' : 'open',
  requestedAt: adjudication.requestedAt.toISOString(),
  dueAt: adjudication.dueAt.toISOString(),
  outcome: adjudication.outcome,
  score: adjudication.grade,
  comment: adjudication.comment,
  decidedAt: adjudication.decidedAt?.toISOString() ?? null,
  escalations: adjudication.escalations,
});
