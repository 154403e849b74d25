import { Injectable } from '@nestjs/common';
import {
  asId,
  demand,
  DomainError,
  endSession,
  startSession,
  type DomainEvent,
  type Principal,
  type ReaderId,
  type ReadingGroupId,
  type ReadingSession,
  type ReadingSessionId,
} from '@overread/domain';
import {
  all,
  Database,
  newId,
  one,
  scopeOf,
  withIdempotency,
  type Answer,
  type RepeatableRequest,
} from '@overread/platform';
import type { newReadingSession } from '@overread/wire';
import type { z } from 'zod';
import { NetworkDirectory } from '../directory/network-directory.js';
import { ReaderEntity } from '../entities/reader.entity.js';
import { ReadingGroupEntity } from '../entities/reading-group.entity.js';
import { ReadingSessionEntity } from '../entities/reading-session.entity.js';

export type NewReadingSession = z.infer<typeof newReadingSession>;

/** Readers sign on at a place for a group, and off again. What they hold is then dispatch's to release. */
@Injectable()
export class ReadingSessionsService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  /** Signing on anew ends the session before: a reader is at one place at a time. */
  async start(
    principal: Principal,
    body: NewReadingSession,
    repeatable: RepeatableRequest | null,
  ): Promise<Answer<ReadingSession>> {
    demand(principal, 'sign-on');
    const readerId = readerOf(principal);
    const answer = await this.database.transaction(scopeOf(principal), (tx) =>
      withIdempotency(tx, repeatable, async () => {
        // Its lock keeps a second sign-on of this reader waiting until the first can be seen.
        const reader = await tx.change({ reader: one(ReaderEntity, { id: readerId }) }, (rows) => ({
          result: rows.reader,
        }));
        const targets = {
          groups: all(ReadingGroupEntity, { id: reader.readingGroupIds }, { lock: 'none' }),
          sessions: all(ReadingSessionEntity, { readerId, endedAt: null }),
        };
        const { started } = await tx.change(targets, ({ groups, sessions }, now) =>
          startSession({ reader, groups, session: sessions[0] ?? null }, requestOf(body), now),
        );
        return { status: 201, body: started };
      }),
    );
    await this.directory.refresh([presenceChanged(readerId)]);
    return answer;
  }

  /** By the reader, or by whoever may for them. Again changes nothing. */
  async end(principal: Principal, id: string): Promise<void> {
    const session = await this.database.transaction(scopeOf(principal), (tx) =>
      tx.change({ session: one(ReadingSessionEntity, { id: asId<ReadingSessionId>(id) }) }, (rows, now) => {
        const { readerId, readingGroupId } = rows.session;
        demand(principal, 'end-session', { readerIds: [readerId], readingGroupIds: [readingGroupId] });
        return endSession(rows.session, now);
      }),
    );
    await this.directory.refresh([presenceChanged(session.readerId)]);
  }

  /** Null when not signed on, or signed on until an instant that has passed. */
  current(principal: Principal): Promise<ReadingSession | null> {
    demand(principal, 'sign-on');
    const readerId = readerOf(principal);
    const target = { sessions: all(ReadingSessionEntity, { readerId, endedAt: null }, { lock: 'none' }) };
    return this.database.transaction(scopeOf(principal), (tx) =>
      tx.change(target, ({ sessions }, now) => ({
        result: sessions.find((session) => session.until === null || now < session.until) ?? null,
      })),
    );
  }
}

const presenceChanged = (readerId: ReaderId): Pick<DomainEvent, 'type' | 'data'> => ({
  type: 'reader.signed-on',
  data: { readerId },
});

function readerOf(principal: Principal): ReaderId {
  if (principal.readerId !== null) return principal.readerId;
  throw new DomainError('forbidden', 'session/no-reader', 'only a reader signs on');
}

const requestOf = (body: NewReadingSession) => ({
  id: newId<ReadingSessionId>(),
  readingGroupId: body.readingGroup ? asId<ReadingGroupId>(body.readingGroup.toLowerCase()) : null,
  place: { country: body.country, subdivision: body.subdivision ?? null, zone: body.zone },
  mode: body.mode,
  until: body.until ? new Date(body.until) : null,
});
