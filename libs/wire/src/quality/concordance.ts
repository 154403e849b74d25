import { BLINDING_MODES, SAMPLING_BASES } from '@overread/domain';
import { z } from 'zod';
import { instant, pageQuery } from '../common.js';

/** What concordance may be grouped by: attributes of the first read, whose work is measured. */
export const CONCORDANCE_KEYS = [
  'modalityFamily',
  'priority',
  'tier',
  'readingGroup',
  'facility',
  'patientClass',
  'reader',
] as const;
export type ConcordanceKey = (typeof CONCORDANCE_KEYS)[number];

export const concordanceQuery = pageQuery.extend({
  from: instant,
  to: instant,
  by: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((key) => key.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.enum(CONCORDANCE_KEYS)).max(4)),
  mode: z.enum(BLINDING_MODES).optional(),
  /** Fewer pairs than this say nothing: the row is marked. */
  minimumN: z.coerce.number().int().min(1).max(10_000).default(30),
});

export const concordanceRow = z
  .object({
    key: z.record(z.string(), z.string().nullable()),
    /** Modes are never pooled: who has seen the first report tends to follow it. */
    mode: z.enum(BLINDING_MODES),
    sampling: z.enum(SAMPLING_BASES),
    /** Pairs in which both readers concluded. */
    n: z.number().int(),
    /** Share of the graded pairs with RADPEER 1: one person's view of each pair, and no agreement. */
    gradeOneShare: z.number().nullable(),
    /** Share of blind pairs with the same coded conclusion, weighed back to all reads. */
    agreement: z.number().nullable(),
    /** Wilson 95 % interval of `agreement`, with the effective n where pairs weigh differently. */
    interval: z.tuple([z.number(), z.number()]).nullable(),
    /** Cohen's, unweighted; null where it is undefined. */
    kappa: z.number().nullable(),
    /** Gwet's. */
    ac1: z.number().nullable(),
    belowMinimum: z.boolean(),
  })
  .meta({ id: 'ConcordanceRow' });
export type ConcordanceRow = z.infer<typeof concordanceRow>;
