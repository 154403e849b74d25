import type { DispatchParams } from '../dispatch-params.js';
import type { DecisionRecord } from '../decision-record.js';
import { decisionRecord } from '../decision-record.js';
import { canonicalJson } from './canonical-json.js';
import type { DecisionInputs } from './decision-inputs.js';

export interface DecisionReplay {
  /** Bit for bit the same. */
  same: boolean;
  replayed: DecisionRecord;
  /** Fields of the record that differ. */
  differences: string[];
}

/** Decides again on what was stored, and compares. A record, or inputs, that somebody changed differ. */
export function replayDecision(record: DecisionRecord, inputs: DecisionInputs, params: DispatchParams): DecisionReplay {
  const replayed = decisionRecord(inputs, params);
  const [was, is] = [record, replayed].map((each) => each as unknown as Record<string, unknown>);
  const fields = [...new Set([...Object.keys(record), ...Object.keys(replayed)])].sort();
  const differences = fields.filter((field) => canonicalJson(was?.[field]) !== canonicalJson(is?.[field]));
  return { same: differences.length === 0, replayed, differences };
}

/** What of a log's entry says who was given a read. */
export interface LoggedAssignment {
  /** Of the read, after the event. */
  version: number | null;
  type: string;
  readerId: string | null;
}

/**
 * Whether the log tells the same: the change of the read from the version that was decided on gave it to the one who
 * was chosen. The log is append-only: a record that was changed afterwards contradicts it.
 */
export const logAgrees = (
  record: Pick<DecisionRecord, 'chosen'>,
  { read }: Pick<DecisionInputs, 'read'>,
  logged: readonly LoggedAssignment[],
): boolean =>
  logged.some(
    ({ version, type, readerId }) =>
      version === read.version + 1 &&
      (type === 'read.assigned' || type === 'read.started') &&
      readerId === record.chosen,
  );
