import {
  ADJUDICATION_OUTCOMES,
  BLINDING_MODES,
  COMPARISON_VIEWS,
  CONCLUSIONS,
  DIFFERENCES,
  MODALITY_FAMILIES,
  RADPEER_GRADES,
} from '@overread/domain';
import { z } from 'zod';
import { id, instant, pageQuery, required } from '../common.js';

const said = z.string().max(2000).nullish();
/** One thing the two reports say, side by side; what a report does not mention is null. */
const findingBody = z.union([
  z.object({ finding: required(2000), first: said, second: said }),
  required(2000).transform((finding) => ({ finding, first: null, second: null })),
]);

export const gradeBody = z
  .object({
    scheme: z
      .string()
      .max(20)
      .regex(/^radpeer([ -]?2016)?$/i, 'radpeer, the form of 2016')
      .default('radpeer')
      .describe('`radpeer`, the form of 2016'),
    score: z.enum(RADPEER_GRADES),
    findings: z.array(findingBody).max(50).default([]),
    comment: z.string().max(4000).nullish().describe('required from 2b on, unless the policy says otherwise'),
  })
  .meta({ id: 'GradeBody' });

export const gradedFinding = z.object({
  finding: z.string(),
  first: z.string().nullable(),
  second: z.string().nullable(),
});

export const grading = z
  .object({
    id,
    pairId: id,
    studyId: id,
    firstReadId: id,
    secondReadId: id,
    scheme: z.literal('radpeer'),
    schemeVersion: z.literal('2016'),
    score: z.enum(RADPEER_GRADES),
    comment: z.string().nullable(),
    findings: z.array(gradedFinding),
    /** A third reader is asked. */
    discordant: z.boolean(),
    gradedAt: instant,
  })
  .meta({ id: 'Grading' });
export type Grading = z.infer<typeof grading>;

export const adjudicateBody = z
  .object({
    /** Whose reading is upheld. */
    outcome: z.enum(ADJUDICATION_OUTCOMES),
    /** The adjudicator's own grade of the first read. */
    score: z.enum(RADPEER_GRADES).nullish(),
    comment: required(4000),
  })
  .meta({ id: 'AdjudicateBody' });

export const adjudication = z
  .object({
    id,
    pairId: id,
    studyId: id,
    readId: id,
    /** Who answers for it; null is the network. */
    ownerGroupId: id.nullable(),
    state: z.enum(['open', 'overdue', 'decided']),
    requestedAt: instant,
    dueAt: instant,
    outcome: z.enum(ADJUDICATION_OUTCOMES).nullable(),
    score: z.enum(RADPEER_GRADES).nullable(),
    comment: z.string().nullable(),
    decidedAt: instant.nullable(),
    escalations: z.number().int(),
  })
  .meta({ id: 'Adjudication' });
export type Adjudication = z.infer<typeof adjudication>;
export const adjudicationsQuery = pageQuery.extend({ state: z.enum(['open', 'overdue', 'decided']).optional() });

const comparedText = z.object({
  /** Null to whoever must not know whose it is, as is the author. */
  readId: id.nullable(),
  author: z.object({ id, name: z.string() }).nullable(),
  sections: z.record(z.string(), z.string()),
  impression: z.string(),
  conclusion: z.enum(CONCLUSIONS).nullable(),
});

export const comparison = z
  .object({
    pairId: id,
    studyId: id,
    /** As what the asker sees it. */
    seenAs: z.enum(COMPARISON_VIEWS),
    mode: z.enum(BLINDING_MODES),
    difference: z.enum(DIFFERENCES).nullable(),
    comparedAt: instant,
    first: comparedText,
    second: comparedText,
    /** Grades that are nothing without a comment. */
    commentOn: z.array(z.enum(RADPEER_GRADES)),
    grading: grading.nullable(),
    adjudication: adjudication.nullable(),
  })
  .meta({ id: 'Comparison' });
export type Comparison = z.infer<typeof comparison>;

export const readPair = z
  .object({
    id,
    studyId: id,
    firstReadId: id,
    secondReadId: id,
    modalityFamily: z.enum(MODALITY_FAMILIES),
    mode: z.enum(BLINDING_MODES),
    /** Which of the two the asker has read; null for whoever oversees both. */
    own: z.enum(['first', 'second']).nullable(),
    firstConclusion: z.enum(CONCLUSIONS).nullable(),
    secondConclusion: z.enum(CONCLUSIONS).nullable(),
    difference: z.enum(DIFFERENCES).nullable(),
    comparedAt: instant,
    score: z.enum(RADPEER_GRADES).nullable(),
    comment: z.string().nullable(),
    gradedAt: instant.nullable(),
    /** Of the adjudication, where there is one that is decided. */
    outcome: z.enum(ADJUDICATION_OUTCOMES).nullable(),
  })
  .meta({ id: 'ReadPair' });
export type ReadPair = z.infer<typeof readPair>;
export const readPairsQuery = pageQuery.extend({ graded: z.enum(['true', 'false']).optional() });
