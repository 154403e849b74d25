import type { Acknowledging, Attempt, DutyId, DutyKind, Instant } from '@overread/domain';
import type { acknowledgeBody, attemptBody } from '@overread/wire';
import type { z } from 'zod';
import type { HttpExchange } from '../exchange.js';
import type { AskedDuty } from './duties.service.js';

export const askedDuty = (
  id: DutyId,
  { repeatable, versions }: HttpExchange,
  kind: DutyKind | null = null,
): AskedDuty => ({ id, kind, versions, repeatable });

export const attemptOf = ({ at, note, ...body }: z.infer<typeof attemptBody>): Omit<Attempt, 'by'> => ({
  ...body,
  patientLeft: body.patientLeft,
  note: note ?? null,
  at: instantOf(at),
});

export const acknowledgingOf = (body: z.infer<typeof acknowledgeBody>): Omit<Acknowledging, 'by'> => ({
  name: body.name,
  role: body.role ?? null,
  readBack: body.readBack ?? null,
  at: instantOf(body.at),
  patientLeft: body.patientLeft,
});

export const instantOf = (at: string | null | undefined): Instant | null => (at == null ? null : new Date(at));
