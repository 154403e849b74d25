import {
  decisionOf,
  decisionOutcome,
  marginOf,
  whyThisReader,
  type AfterDecision,
  type DecisionInputs,
  type DecisionOutcome,
  type DecisionRecord,
  type Instant,
  type Read,
  type ReaderId,
  type ReadId,
  type StoredDecision,
  type Trigger,
  type WeighedCandidate,
} from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { Decision } from '@overread/wire';

/** A decision as its row keeps it. */
export interface DecisionRow {
  id: string;
  at: Instant;
  trigger: Trigger;
  chosen: ReaderId | null;
  candidates: StoredDecision['candidates'];
  facts: StoredDecision['facts'];
  inputs: DecisionInputs | null;
  hash: string | null;
}

/** Decisions of before inputs were kept: candidates in full, and hardly any facts. */
interface OldRow {
  candidates: WeighedCandidate[];
  facts: Partial<Pick<DecisionRecord, 'failedByRule' | 'soleBlockers' | 'ladderStep'>>;
}

/** A decision with what came of it. */
export interface JoinedDecision {
  row: DecisionRow;
  record: DecisionRecord | null;
  outcome: DecisionOutcome;
  said: Decision['said'];
}

const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

const COLUMNS = 'id, at, trigger, chosen, candidates, facts, inputs, hash';

/** The decisions of a read, the oldest first, each with what the log says came of it. */
export async function decisionsOf(tx: Tx, read: Pick<Read, 'id' | 'studyId' | 'dueAt'>): Promise<JoinedDecision[]> {
  const rows = await tx.read<DecisionRow>(
    `select ${COLUMNS} from dispatch_decision where read_id = $1 order by at, id`,
    [read.id],
  );
  if (rows.length === 0) return [];
  const events = await tx.read<ReadEvent>(
    `select type, at, coalesce((data ->> 'readAt')::timestamptz, at) as "trueAt", version, data ->> 'reason' as reason, actor,
       case when actor ~ '${UUID}' then (select name from user_account where id = actor::uuid) end as "actorName"
     from event where study_id = $1 and read_id = $2 and type like 'read.%' order by position`,
    [read.studyId, read.id],
  );
  return rows.map((row, index) => {
    const next = rows[index + 1];
    const following = events.filter((event) => follows(event, row) && !(next && follows(event, next)));
    // A reading made outside and entered late came of it at its true time.
    const after = following.map((event) => ({ ...event, at: event.trueAt }));
    const outcome = decisionOutcome(row.trigger, after, { dueAt: read.dueAt, superseded: next !== undefined });
    return { row, record: recordOf(row), outcome, said: saidOf(row, events) };
  });
}

interface ReadEvent extends AfterDecision {
  version: number | null;
  trueAt: Instant;
  actor: string;
  actorName: string | null;
}

/** What the manager who named the reader said: it stands in the event that the decision wrote. */
function saidOf({ trigger, inputs }: DecisionRow, events: readonly ReadEvent[]): Decision['said'] {
  if (trigger !== 'manager' || !inputs) return null;
  const made = events.find(
    ({ type, version }) => type === 'read.assigned' && version !== null && version > inputs.read.version,
  );
  if (!made?.reason) return null;
  return { by: { id: made.actor, name: made.actorName ?? '' }, reason: made.reason };
}

/** By the read's version where the decision kept it: two things may happen in one millisecond. */
const follows = (event: { version: number | null; at: Instant }, { inputs, at }: DecisionRow): boolean =>
  inputs && event.version !== null ? event.version > inputs.read.version + 1 : event.at > at;

/** One decision of a study, whatever its read. */
export async function decisionById(tx: Tx, studyId: string, id: string): Promise<DecisionRow | null> {
  const [row] = await tx.read<DecisionRow>(`select ${COLUMNS} from dispatch_decision where study_id = $1 and id = $2`, [
    studyId,
    id,
  ]);
  return row ?? null;
}

/** The record that a row keeps; null for those of before. */
export const recordOf = ({ at, trigger, chosen, candidates, facts, hash }: DecisionRow): DecisionRecord | null =>
  hash === null ? null : decisionOf({ at: at.toISOString(), trigger, chosen }, { candidates, facts });

/** Who may be named to the asker; and whether they may know of other studies that stood in a reader's order. */
export interface Audience {
  nameOf: (readerId: ReaderId) => string | null;
  seesOthers: boolean;
}

export function decisionToWire(
  { row, record, outcome, said }: JoinedDecision,
  readId: ReadId,
  audience: Audience,
): Decision {
  const old = row as unknown as OldRow;
  const candidates = record?.candidates ?? old.candidates;
  const { failedByRule = {}, soleBlockers = {}, ladderStep = null } = record ?? old.facts;
  return {
    id: row.id,
    at: row.at.toISOString(),
    trigger: row.trigger,
    chosen: row.chosen,
    chosenName: row.chosen && audience.nameOf(row.chosen),
    weighs: record?.weighs ?? null,
    candidates: candidates.map((each) => candidateToWire(each, { readId, chosen: row.chosen }, audience)),
    margin: record && marginOf(record),
    slackMinutes: record?.slackMinutes ?? null,
    breachChance: record?.breachChance ?? null,
    pools: record?.pools ?? null,
    failedByRule: failedByRule as Record<string, number>,
    soleBlockers: soleBlockers as Record<string, number>,
    ladderStep,
    policy: record?.policyVersion ?? null,
    paramsVersion: record?.params ?? null,
    readingTimes: record?.model ?? null,
    tick: record?.tick ?? null,
    position: record?.position ?? null,
    gap: record?.gap ?? null,
    hash: row.hash,
    why: record ? whyThisReader(record) : { code: 'not-kept', text: 'Decided before reasons were kept in full' },
    said,
    outcome: { ...outcome, at: outcome.at?.toISOString() ?? null },
  };
}

function candidateToWire(
  { readerId, readId, score, terms, band }: WeighedCandidate,
  of: { readId: ReadId; chosen: ReaderId | null },
  { nameOf, seesOthers }: Audience,
): Decision['candidates'][number] {
  // In a reader's own order every candidate is a read for that one reader.
  const whose = readerId ?? (readId === of.readId ? of.chosen : null);
  const name = whose && nameOf(whose);
  return {
    ...(whose && name !== null ? { readerId: whose } : {}),
    ...(readId && (seesOthers || readId === of.readId) ? { readId } : {}),
    name,
    score,
    terms: { ...terms },
    ...(band ? { band } : {}),
  };
}
