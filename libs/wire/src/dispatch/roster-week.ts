import { z } from 'zod';
import { id, instant } from '../common.js';
import { shift } from '../network.js';

/** Days of a group's roster, by the group's own calendar. */
export const rosterWeek = z
  .object({
    readingGroupId: id,
    zone: z.string(),
    days: z.array(
      z.object({
        date: z.iso.date(),
        /** The day itself: 23 or 25 hours when the clock changes. */
        startsAt: instant,
        endsAt: instant,
        shifts: z.array(shift.extend({ id })),
      }),
    ),
    /** Who reads for the group, and who has one of the shifts. */
    readers: z.array(z.object({ id, name: z.string() })),
  })
  .meta({ id: 'RosterWeek' });
export type RosterWeek = z.infer<typeof rosterWeek>;

export const rosterWeekQuery = z.object({
  /** The group's own today, when absent. */
  from: z.iso.date().optional(),
  days: z.coerce.number().int().min(1).max(31).default(7),
});

/** A reader who could take a shift over, with what they lack for it. */
export const shiftTaker = z
  .object({ readerId: id, name: z.string(), warnings: z.array(z.string()) })
  .meta({ id: 'ShiftTaker' });
export type ShiftTaker = z.infer<typeof shiftTaker>;
