import { ROSTER_MOVE_KINDS, ROSTER_MOVE_STATES } from '@overread/domain';
import { z } from 'zod';
import { id, instant, required } from '../common.js';

export const swapBody = z.object({ shiftId: id, otherShiftId: id, reason: required(500) });
export const coverBody = z.object({ shiftId: id, toReaderId: id, reason: required(500) });
export const callInBody = z.object({ shiftId: id, reason: required(500) });

export const rosterMove = z
  .object({
    id,
    readingGroupId: id,
    kind: z.enum(ROSTER_MOVE_KINDS),
    state: z.enum(ROSTER_MOVE_STATES),
    shiftId: id,
    otherShiftId: id.nullable(),
    fromReaderId: id,
    toReaderId: id,
    /** Readers whose yes is still waited for. */
    awaiting: z.array(id),
    proposedBy: z.string(),
    reason: z.string(),
    /** What the reader who gets a shift lacks for what it reads. */
    warnings: z.array(z.string()),
    proposedAt: instant,
    decidedAt: instant.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'RosterMove' });
export type RosterMoveBody = z.infer<typeof rosterMove>;

const movedShift = z.object({ name: z.string(), startsAt: instant, endsAt: instant });
/** A move with its shifts as they stand; null where the roster has one no more. */
export const listedMove = rosterMove
  .extend({ shift: movedShift.nullable(), otherShift: movedShift.nullable() })
  .meta({ id: 'ListedRosterMove' });
export type ListedMove = z.infer<typeof listedMove>;

export const rosterMovesQuery = z.object({
  readingGroup: id,
  after: id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
