import {
  decisionRecord,
  storedDecision,
  workPriority,
  type ChoiceInputs,
  type DecisionInputs,
  type DispatchParams,
  type EligibilityCounts,
  type Instant,
  type Json,
  type JsonObject,
  type PolicyId,
  type Read,
  type Study,
  type StudyId,
  type Trigger,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { LogTail, newId, type Tx } from '@overread/platform';
import { NetworkDirectory } from '../../network/index.js';
import { ReadingTimes } from '../../studies/index.js';
import { DispatchDecisionEntity } from '../dispatch-decision.entity.js';
import { ParametersInForce } from '../parameters/parameters-in-force.js';
import { hashOf, ParamsBook } from './params-book.js';

/** When and where the state was looked at that a decision stands on. */
export interface Looked {
  /** How far the log was known. */
  position: number;
  /** Which round of the dispatcher; null for what people do. */
  tick: number | null;
  /** Certified gap of the plan that decided; absent or null where none did. */
  gap?: number | null;
  /** By which parameters it was chosen: others may be in force by the time it is written. */
  params: DispatchParams;
}

export interface Decided {
  study: Pick<Study, 'priority'>;
  /** As it was weighed, and as the decision left it. */
  weighed: Read;
  read: Read;
  at: Instant;
  trigger: Trigger;
  choice: ChoiceInputs;
  looked: Looked;
  /** Who may and who may not, where everybody was asked. */
  asked?: EligibilityCounts;
}

type Network = Pick<DecisionInputs['pools'], 'network' | 'signedOn'>;

/** Stores decisions in the transaction that carries them out, with what they stood on. */
@Injectable()
export class DecisionLog {
  constructor(
    private readonly tail: LogTail,
    private readonly directory: NetworkDirectory,
    private readonly params: ParamsBook,
    private readonly parameters: ParametersInForce,
    private readonly readingTimes: ReadingTimes,
  ) {}

  /** The state as this process knows it now. */
  looked(tick: number | null = null): Looked {
    return { position: this.tail.position, tick, params: this.parameters.current().dispatch };
  }

  /** In a constant number of statements for each set of parameters, however many. */
  async store(tx: Tx, decided: readonly Decided[]): Promise<void> {
    if (decided.length === 0) return;
    const versions = new Map<DispatchParams, string>();
    for (const { params } of new Set(decided.map(({ looked }) => looked)))
      if (!versions.has(params)) versions.set(params, await this.params.version(tx, params));
    const policies = await policiesOf(
      tx,
      decided.map(({ read }) => read.studyId),
    );
    const readers = [...this.directory.snapshot().readers.values()];
    const known = {
      model: this.modelInForce(),
      network: readers.length,
      signedOn: readers.filter((reader) => reader.session !== null).length,
    };
    const rows = decided.map((each) => {
      const params = versions.get(each.looked.params) ?? '';
      return rowOf(each, inputsOf(each, { ...known, params, policyVersion: policies.get(each.read.studyId) ?? null }));
    });
    await tx.add(DispatchDecisionEntity, rows);
  }

  /** Of reading times: the catalogue's until something was learned, then by how far the log had been learned from. */
  private modelInForce(): string {
    const { version } = this.readingTimes.current();
    return version === 0 ? 'catalogue' : `learned-${version}`;
  }
}

function inputsOf(
  { study, weighed, read, at, trigger, choice, looked, asked }: Decided,
  { network, signedOn, ...versions }: Pick<DecisionInputs, 'params' | 'policyVersion' | 'model'> & Network,
): DecisionInputs {
  const { queuedAt, dueAt } = weighed;
  const { params: _, ...seen } = looked;
  return {
    at: at.toISOString(),
    trigger,
    ...seen,
    ...versions,
    read: {
      id: weighed.id,
      purpose: weighed.purpose,
      ladder: weighed.ladder,
      ladderStep: weighed.ladderStep,
      declinedBy: weighed.declinedBy,
      expectedMinutes: weighed.expectedMinutes,
      version: read.version - 1,
      priority: workPriority(weighed, study),
      queuedAt: queuedAt.toISOString(),
      dueAt: dueAt?.toISOString() ?? null,
    },
    choice,
    pools: { network, signedOn, eligible: asked?.eligible ?? null },
    failedByRule: asked?.failedByRule ?? {},
    soleBlockers: asked?.soleBlockers ?? {},
    gap: looked.gap ?? null,
  };
}

/** A decision as its row keeps it: the record that its inputs make, and nothing that was computed on the side. */
function rowOf({ read, at, looked }: Decided, inputs: DecisionInputs): DispatchDecisionEntity {
  const record = decisionRecord(inputs, looked.params);
  const stored = storedDecision(record);
  return {
    healthSystemId: read.healthSystemId,
    id: newId(),
    studyId: read.studyId,
    readId: read.id,
    at,
    trigger: record.trigger,
    chosen: record.chosen,
    candidates: stored.candidates as Json[],
    facts: stored.facts as unknown as JsonObject,
    inputs: inputs as unknown as JsonObject,
    hash: hashOf(inputs),
  };
}

/** The versions of the policies that routed these studies. */
async function policiesOf(
  tx: Tx,
  studyIds: readonly StudyId[],
): Promise<Map<StudyId, DecisionInputs['policyVersion']>> {
  const rows = await tx.read<{ studyId: StudyId; id: PolicyId | null; version: number | null }>(
    `select distinct on (study_id) study_id as "studyId", policy_id as id, (explanation ->> 'policyVersion')::int as version
     from routing_decision where study_id = any ($1) order by study_id, at desc, id desc`,
    [studyIds],
  );
  return new Map(rows.map(({ studyId, id, version }) => [studyId, id && version !== null ? { id, version } : null]));
}
