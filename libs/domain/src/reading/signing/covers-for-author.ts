import type { Instant } from '../../core/instant.js';
import type { ReaderFacts } from '../../eligibility/facts.js';
import type { Read } from '../../studies/read.js';

export interface Covering {
  /** Issued the final report. */
  read: Pick<Read, 'readingGroupId'>;
  /** Signed it; undefined when they are no longer known. */
  author: ReaderFacts | undefined;
  /** Wants to add to it. */
  signer: ReaderFacts;
}

/**
 * Whether a reader stands in for the author of a final report, to add to it: the author is off, neither signed on nor on
 * a shift, and the reader is at work for the group that gave the report. An addendum does not wait for the morning.
 */
export function coversForAuthor({ read, author, signer }: Covering, now: Instant): boolean {
  if (read.readingGroupId === null || author?.reader.id === signer.reader.id) return false;
  const atWork = isSignedOn(signer, now) && signer.session?.readingGroupId === read.readingGroupId;
  return atWork && (author === undefined || isOff(author, now));
}

const isSignedOn = ({ session }: ReaderFacts, now: Instant): boolean =>
  session !== null && session.endedAt === null && (session.until === null || now < session.until);

const isOff = (author: ReaderFacts, now: Instant): boolean =>
  !isSignedOn(author, now) && !author.shifts.some(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
