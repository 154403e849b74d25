import { z } from 'zod';
import { id, instant, pageQuery, required } from './common.js';

export const intakeException = z
  .object({
    id,
    healthSystemId: id.nullable(),
    facility: z.string().nullable(),
    studyId: id.nullable(),
    door: z.enum(['rest', 'dicomweb', 'dimse']),
    code: z.string(),
    reason: z.string(),
    facts: z.record(z.string(), z.unknown()),
    at: instant,
    resolvedAt: instant.nullable(),
    resolvedBy: z.string().nullable(),
    resolution: z.string().nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'IntakeException' });
export const intakeExceptionsQuery = pageQuery.extend({ state: z.enum(['open', 'resolved', 'all']).default('open') });
export const resolveException = z.object({ resolution: required(1000) });

/** One line of the answer to a batch: what happened to the study of that input line. */
export const batchLine = z.object({
  line: z.number().int(),
  status: z.number().int(),
  outcome: z.enum(['created', 'unchanged', 'updated']).optional(),
  studyId: id.optional(),
  problem: z.unknown().optional(),
});
