import {
  stopClocks,
  voidClock,
  type Change,
  type Instant,
  type NotificationDuty,
  type ReadingRows,
  type ReadingSession,
  type Signed,
  type SlaClock,
} from '@overread/domain';

/** What a signature touches beside the report. */
export interface SettledRows extends ReadingRows {
  clocks: SlaClock[];
  /** The session the read was done in. */
  session: ReadingSession | null;
  /** Those that the signature opens. */
  duties: NotificationDuty[];
}

/** What of a signature matters for the rest of it. */
type Settling = Pick<Signed, 'read' | 'cancelled' | 'completedSessionId' | 'duties'>;

/**
 * The rest of a signature, in the same change: the clocks of what it ended stop, those of what it made needless are void,
 * and the session has one read more in a row.
 */
export function settle<Result extends Settling>(
  rows: SettledRows,
  signed: Change<ReadingRows, Result>,
  now: Instant,
): Change<SettledRows, Result> {
  const { study = rows.study, reads = rows.reads, reports = rows.reports } = signed.next ?? {};
  const { read, cancelled, completedSessionId } = signed.result;
  const needless = new Set(cancelled.map(({ id }) => id));
  const clocks = rows.clocks.map((clock) => (needless.has(clock.readId) ? voidClock(clock, now) : clock));
  const stopped = read.state === 'completed' ? stopClocks({ study, reads, clocks }, read.id, now) : null;
  const { session } = rows;
  const ended = session !== null && session.id === completedSessionId;
  return {
    next: {
      study,
      reads,
      reports,
      clocks: stopped?.next?.clocks ?? clocks,
      duties: [...signed.result.duties],
      ...(ended
        ? { session: { ...session, completedReads: session.completedReads + 1, version: session.version + 1 } }
        : {}),
    },
    events: [...(signed.events ?? []), ...(stopped?.events ?? [])],
    result: signed.result,
  };
}
