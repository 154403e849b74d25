import { z } from 'zod';

/** RFC 3339 instant in UTC, as text on the wire. */
export const instant = z.iso.datetime({ offset: true });
export const id = z.uuid();
/** Free text of at most `max` characters, without NUL (PostgreSQL cannot keep it). */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((value) => !value.includes('\u0000'), 'must not contain NUL');
export const required = (max: number) => text(max).min(1);
export const country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code');
export const subdivision = z.string().regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/, 'must be an ISO 3166-2 code');
export const zone = required(64).refine((value) => isZone(value), 'must be an IANA time zone');

const isZone = (value: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }));
  } catch {
    return false;
  }
};

/** Page parameters of every list. */
export const pageQuery = z.object({
  after: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Who did something, by the name they had then. */
export const actor = z.object({ id: z.string(), name: z.string() });

export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

/** RFC 9457 problem details; `code` is stable. */
export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    code: z.string(),
    detail: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;
