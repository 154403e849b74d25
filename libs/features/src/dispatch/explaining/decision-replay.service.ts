import { DomainError, logAgrees, replayDecision, type LoggedAssignment, type StudyId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@overread/platform';
import type { DecisionReplay } from '@overread/wire';
import { decisionById, recordOf } from './decision-rows.js';
import { hashOf, ParamsBook } from './params-book.js';

/** Decides again on what a decision stood on, and says whether everything that was kept of it agrees. */
@Injectable()
export class DecisionReplayService {
  constructor(private readonly params: ParamsBook) {}

  /** @throws DomainError not-found `decision/not-found`; conflict `decision/not-kept` where its inputs are gone. */
  async replay(tx: Tx, studyId: StudyId, decisionId: string): Promise<DecisionReplay> {
    const row = await decisionById(tx, studyId, decisionId);
    if (!row) throw new DomainError('not-found', 'decision/not-found', 'no such decision of this study');
    const record = recordOf(row);
    const { inputs } = row;
    if (!record || !inputs) {
      throw new DomainError('conflict', 'decision/not-kept', 'What this decision stood on is not kept any more');
    }
    // The record names the version: inputs that were made to name another give another record.
    const { differences } = replayDecision(record, inputs, await this.params.read(tx, record.params));
    const computed = hashOf(inputs);
    const log = await this.logged(tx, studyId, inputs.read);
    const agrees = logAgrees(record, inputs, log);
    const hash = { stored: row.hash, computed, same: row.hash === computed };
    return {
      decisionId,
      same: hash.same && differences.length === 0 && agrees,
      hash,
      differences,
      log: { agrees, position: log.find(({ readerId }) => readerId === record.chosen)?.position ?? null },
      paramsVersion: record.params,
    };
  }

  /** What the log tells of the change that the decision made. */
  private logged(tx: Tx, studyId: StudyId, read: { id: string; version: number }) {
    return tx.read<LoggedAssignment & { position: number }>(
      `select position, type, version, data ->> 'readerId' as "readerId" from event
       where study_id = $1 and read_id = $2 and version = $3 order by position`,
      [studyId, read.id, read.version + 1],
    );
  }
}
