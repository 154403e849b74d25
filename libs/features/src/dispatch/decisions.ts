import {
  decisionRecord,
  type DecisionFacts,
  type Instant,
  type Json,
  type JsonObject,
  type Read,
} from '@overread/domain';
import { newId, type Tx } from '@overread/platform';
import { DispatchDecisionEntity } from './dispatch-decision.entity.js';

export interface Decided {
  read: Read;
  facts: Omit<DecisionFacts, 'ladderStep' | 'policyVersion'>;
}

/** Stores decisions in the transaction that carries them out: who was weighed, with which terms, and who was chosen. */
export async function storeDecisions(tx: Tx, decided: readonly Decided[], at: Instant): Promise<void> {
  if (decided.length === 0) return;
  await tx.add(
    DispatchDecisionEntity,
    decided.map(({ read, facts }) => {
      const record = decisionRecord({ ...facts, ladderStep: read.ladderStep, policyVersion: null }, at);
      return {
        healthSystemId: read.healthSystemId,
        id: newId(),
        studyId: read.studyId,
        readId: read.id,
        at,
        trigger: record.trigger,
        chosen: record.chosen,
        candidates: record.candidates as unknown as Json[],
        facts: {
          failedByRule: record.failedByRule,
          soleBlockers: record.soleBlockers,
          ladderStep: record.ladderStep,
        } as JsonObject,
      };
    }),
  );
}
