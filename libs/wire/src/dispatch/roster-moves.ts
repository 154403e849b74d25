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

export const rosterMovesQuery = z.object({
  readingGroup: id,
  after: id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
