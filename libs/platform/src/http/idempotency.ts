import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '@overread/domain';
import type { Request } from 'express';
import { createHash } from 'node:crypto';
import type { Tx } from '../database/tx.js';
import { principalOf } from '../identity/auth.guard.js';

/** A request that may be repeated: the same key and the same request get the first answer. */
export interface RepeatableRequest {
  readonly principalId: string;
  readonly key: string;
  readonly hash: string;
}
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

const KEY = /^[\x21-\x7e]{1,255}$/;

export function repeatableRequest(request: Request): RepeatableRequest | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !KEY.test(key))
    throw new DomainError('invalid', 'request/malformed', 'Idempotency-Key must be 1 to 255 printable characters');
  const [path] = request.originalUrl.split('?');
  const said = JSON.stringify([request.method, path, request.query, request.body ?? null]);
  return { principalId: principalOf(request).id, key, hash: createHash('sha256').update(said).digest('hex') };
}

/** Parameter: the request as `withIdempotency` needs it; null without an Idempotency-Key. */
export const Repeatable = createParamDecorator((_: unknown, context: ExecutionContext) =>
  repeatableRequest(context.switchToHttp().getRequest<Request>()),
);

/**
 * Does the work once per key. The answer is written in the work's own transaction: it is kept exactly when the work
 * is. A repetition that comes while the first is under way waits for it.
 */
export async function withIdempotency<T>(
  tx: Tx,
  request: RepeatableRequest | null,
  work: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  if (request === null) return work();
  const { principalId, key, hash } = request;
  const begun = await tx.read(
    `insert into idempotency (principal_id, key, request_hash, created_at) values ($1, $2, $3, overread_now())
     on conflict do nothing returning 1`,
    [principalId, key, hash],
  );
  if (begun.length === 0) return firstAnswer<T>(tx, request);
  const answer = await work();
  await tx.read('update idempotency set status = $3, response = $4::jsonb where principal_id = $1 and key = $2', [
    principalId,
    key,
    answer.status,
    JSON.stringify(answer.body ?? null),
  ]);
  return answer;
}

async function firstAnswer<T>(tx: Tx, { principalId, key, hash }: RepeatableRequest): Promise<Answer<T>> {
  const [first] = await tx.read<{ hash: string; status: number; body: T }>(
    'select request_hash as hash, status, response as body from idempotency where principal_id = $1 and key = $2',
    [principalId, key],
  );
  if (!first) throw new DomainError('unavailable', 'idempotency/unknown', 'the first answer is not there; try again');
  if (first.hash !== hash)
    throw new DomainError('invalid', 'idempotency/key-reused', 'this Idempotency-Key was used for another request');
  return { status: first.status, body: first.body };
}
