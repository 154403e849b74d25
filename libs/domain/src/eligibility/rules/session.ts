import type { HardRule } from '../hard-rules.js';

/** Signed on, at an attested place, for a group the reader is in; rostered is enough for planning. Not asked at signing. */
export const sessionRule: HardRule = ({ reader, stage, now }, { shift }) => {
  const { session } = reader;
  if (stage === 'sign' || shift !== null) return null;
  if (session === null) return stage === 'plan' ? 'neither signed on nor rostered' : 'not signed on';
  if (session.readerId !== reader.reader.id) return "another reader's session";
  if (session.endedAt !== null && session.endedAt <= now) return `signed off ${session.endedAt.toISOString()}`;
  if (session.startedAt > now) return `signed on only from ${session.startedAt.toISOString()}`;
  if (session.until !== null && session.until <= now) return `signed on until ${session.until.toISOString()}`;
  return reader.reader.readingGroupIds.includes(session.readingGroupId)
    ? null
    : 'signed on for a group no longer theirs';
};
