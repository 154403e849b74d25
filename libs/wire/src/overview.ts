import { PRIORITIES, PURPOSES, ISSUES, READ_STATES, TIERS, MODALITY_FAMILIES } from '@overread/domain';
import { z } from 'zod';
import { concordanceRow } from './quality/concordance.js';
import { id, instant } from './common.js';

const count = z.number().int();
const interval = z.tuple([z.number(), z.number()]).nullable();

/** Open reads of one kind: those that wait, those offered, those being read, and how they stand to their deadline. */
const openReads = z.object({
  open: count,
  queued: count,
  offered: count,
  reading: count,
  /** Past their deadline. */
  late: count,
  /** Due within ten minutes. */
  atRisk: count,
  /** Since when the longest waiting of the queued ones waits. */
  oldestQueuedAt: instant.nullable(),
});
const openBy = z.array(openReads.extend({ key: z.string().nullable() }));

const compliance = z.object({
  /** Clocks due since `from` that are decided: met, late, or open past their target. */
  n: count,
  met: count,
  late: count,
  openAndLate: count,
  withinTarget: z.number().nullable(),
  interval,
});

const place = z.object({
  id,
  name: z.string(),
  open: count,
  late: count,
  atRisk: count,
  /** Of the clocks due since `from`. */
  n: count,
  withinTarget: z.number().nullable(),
});

export const overviewQuery = z.object({
  /** Where today begins; midnight UTC when absent. */
  from: instant.optional(),
});

export const overview = z
  .object({
    at: instant,
    now: openReads.extend({
      /** Queued, and nobody is signed on in any group that may be offered it; null for who may not see readers. */
      uncovered: count.nullable(),
      by: z.object({ priority: openBy, modalityFamily: openBy, tier: openBy }),
    }),
    /** Who is signed on, by attested place; null for who may not see readers. */
    readers: z
      .object({
        signedOn: count,
        places: z.array(z.object({ country: z.string(), subdivision: z.string().nullable(), signedOn: count })),
        /** How many of them would read studies of a country at which tier. */
        tiers: z.array(z.object({ country: z.string(), onshore: count, nearshore: count, offshore: count })),
      })
      .nullable(),
    today: z.object({
      from: instant,
      /** Studies received, and those of them that are critical or STAT. */
      received: count,
      stat: count,
      /** Final and preliminary reads signed. */
      finals: count,
      preliminaries: count,
      turnaround: z.object({ n: count, medianMinutes: z.number().nullable(), p90Minutes: z.number().nullable() }),
      sla: compliance,
    }),
    /** Blind pairs of a probability sample that were compared in the 30 days before `at`. */
    concordance: concordanceRow.extend({ from: instant, minimumN: count }),
    worst: z.object({
      /** Open reads nearest to their deadline, or furthest past it. */
      reads: z.array(
        z.object({
          readId: id,
          studyId: id,
          purpose: z.enum(PURPOSES),
          issues: z.enum(ISSUES),
          state: z.enum(READ_STATES),
          priority: z.enum(PRIORITIES),
          protocol: z.string().nullable(),
          modalityFamily: z.enum(MODALITY_FAMILIES),
          bodyPart: z.string().nullable(),
          facility: z.string(),
          tier: z.enum(TIERS).nullable(),
          readingGroupId: id.nullable(),
          dueAt: instant,
        }),
      ),
      facilities: z.array(place),
      readingGroups: z.array(place),
    }),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof overview>;

/** A reader's own day: theirs alone, and their manager's by the reports. */
export const ownFigures = z
  .object({
    from: instant,
    /** Reads signed since `from`, and the minutes such reads are expected to take. */
    completed: count,
    expectedMinutes: z.number(),
    turnaround: z.object({ n: count, medianMinutes: z.number().nullable(), p90Minutes: z.number().nullable() }),
    sla: compliance,
    held: z.object({ reads: count, expectedMinutes: z.number(), capMinutes: z.number().nullable() }),
    /** Offers declined and reads skipped; those of them for a reason that counts. */
    declined: count,
    skipsCounted: count,
    /** As the first reader, of blind pairs of a probability sample compared in the 90 days before now. */
    concordance: concordanceRow.extend({ from: instant, minimumN: count }),
  })
  .meta({ id: 'OwnFigures' });
export type OwnFigures = z.infer<typeof ownFigures>;
