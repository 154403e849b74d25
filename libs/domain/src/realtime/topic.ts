/** A topic as a client names it; `worklist` is always one's own. */
export type Topic =
  { kind: 'network' | 'worklist'; id: null } | { kind: 'health-system' | 'reading-group' | 'study'; id: string };

const PLAIN = /^(network|worklist)$/;
const WITH_ID = /^(health-system|reading-group|study):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The topic a client's text names, or `null` when it names none. Ids are lower-case UUIDs. */
export function parseTopic(text: string): Topic | null {
  const plain = PLAIN.exec(text);
  if (plain) return { kind: plain[1] as 'network' | 'worklist', id: null };
  const named = WITH_ID.exec(text);
  if (named?.[2] === undefined) return null;
  return { kind: named[1] as 'health-system' | 'reading-group' | 'study', id: named[2] };
}

/** Every topic of several events or subscriptions once, in order of first appearance. */
export const mergeTopics = (...lists: Iterable<string>[]): string[] => [...new Set(lists.flatMap((list) => [...list]))];
