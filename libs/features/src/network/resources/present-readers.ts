import { readerHealth, type Instant, type Reader, type ReaderFacts } from '@overread/domain';
import type { Tx } from '@overread/platform';
import { loadReaders } from '../directory/load-network.js';
import { activityOf, NO_ACTIVITY, type ActivityRow } from './reader-activity.queries.js';

/** Readers as the public shape has them: with credentials in use, presence, load, health and the shift they are on. */
export async function presentReaders(tx: Tx, rows: readonly Reader[]): Promise<object[]> {
  const ids = rows.map((row) => row.id);
  const facts = new Map((await loadReaders(tx, ids)).map((each) => [each.reader.id, each]));
  const activities = await activityOf(tx, ids);
  const now = await tx.now();
  return rows.map((row) => {
    const known = facts.get(row.id);
    const presence = presenceOf(known, now);
    return {
      ...row,
      licences: known?.licences.filter((licence) => licence.retiredAt === null) ?? [],
      privileges: known?.privileges.filter((privilege) => privilege.retiredAt === null) ?? [],
      presence,
      ...workOf(row, activities.get(row.id) ?? NO_ACTIVITY, { present: presence !== null, now }),
      shift: shiftOf(known, now),
    };
  });
}

function workOf(reader: Reader, activity: ActivityRow, { present, now }: { present: boolean; now: Instant }): object {
  const { reads, expectedMinutes, readingSince, readingMinutes, lastActivityAt, declinedToday } = activity;
  const current = readingSince === null ? null : { since: readingSince, expectedMinutes: readingMinutes ?? 0 };
  const held = { reads, heldMinutes: expectedMinutes, limits: reader.limits };
  return {
    load: { reads, expectedMinutes },
    health: readerHealth({ ...held, present, current, lastActivityAt }, now),
    activity: { reading: current, lastActivityAt, declinedToday },
  };
}

function presenceOf(facts: ReaderFacts | undefined, now: Instant): object | null {
  const session = facts?.session ?? null;
  if (session === null || (session.until !== null && session.until <= now)) return null;
  const { id: sessionId, readingGroupId, country, subdivision, zone, mode, startedAt: since, until } = session;
  return { sessionId, readingGroupId, country, subdivision, zone, mode, since, until };
}

function shiftOf(facts: ReaderFacts | undefined, now: Instant): object | null {
  const running = facts?.shifts.filter((shift) => shift.startsAt <= now && now < shift.endsAt) ?? [];
  // Who was called in works beside the shift they were on call with: what began last is what they do.
  const [current] = running.sort((a, b) => b.startsAt.getTime() - a.startsAt.getTime());
  return current ? { name: current.name, startsAt: current.startsAt, endsAt: current.endsAt } : null;
}
