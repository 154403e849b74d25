import { z } from 'zod';
import { id, instant, required } from '../common.js';

/** Days on which a health system, or one facility of it, is closed: its own, beside public holidays. */
export const newClosure = z.object({
  healthSystemId: id,
  /** Absent: every facility of the health system. */
  facilityId: id.nullish(),
  name: required(200),
  /** Local days at the facility, both included. */
  firstDay: z.iso.date(),
  lastDay: z.iso.date(),
});
export const closure = newClosure
  .extend({ id, facilityId: id.nullable(), retiredAt: instant.nullable(), version: z.number().int() })
  .meta({ id: 'Closure' });
export type ClosureBody = z.infer<typeof closure>;

export const calendarQuery = z.object({
  facility: required(63),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
});
export const specialDay = z
  .object({ day: z.iso.date(), kind: z.enum(['holiday', 'closure']), name: z.string() })
  .meta({ id: 'SpecialDay' });
