import {
  demand,
  DomainError,
  type Action,
  type Principal,
  type StudyId,
  type Study as StudyRow,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, scopeOf, withIdempotency, type RepeatableRequest, type Tx } from '@overread/platform';
import type { Study } from '@overread/wire';
import { StudyView, studyResource } from '../../sla/index.js';
import { loadBundles } from '../../studies/index.js';

/** A correction as it was asked for, and under which conditions. */
export interface Asked {
  id: StudyId;
  /** Of If-Match; null when any will do. */
  versions: readonly number[] | null;
  /** Of Idempotency-Key; null without one. */
  repeatable: RepeatableRequest | null;
  /** The code of the reason, and what was said beside it: both go to the log of who looked, the note nowhere else. */
  reason: string;
  note?: string | null | undefined;
}

/** The frame of every correction: who may, once for an Idempotency-Key, and the look at the patient that the answer is. */
@Injectable()
export class Correcting {
  constructor(
    private readonly database: Database,
    private readonly view: StudyView,
  ) {}

  /** Does the work if the principal may, and answers the study that it names. */
  correct(principal: Principal, asked: Asked, action: Action, work: (tx: Tx) => Promise<StudyId>): Promise<Study> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { body } = await withIdempotency(tx, asked.repeatable, async () => {
        await this.authorize(tx, principal, asked.id, action);
        const shown = await work(tx);
        const reason = asked.note ? `${asked.reason}: ${asked.note}` : asked.reason;
        return {
          status: 200,
          body: await this.view.studyOf(tx, principal, shown, { action: 'study.correct', reason }),
        };
      });
      return body;
    });
  }

  /** What one may not see does not exist. */
  async authorize(tx: Tx, principal: Principal, id: StudyId, action: Action): Promise<StudyRow> {
    const [bundle] = await loadBundles(tx, [id]);
    if (!bundle) throw new DomainError('not-found', 'study/not-found', 'no such study');
    demand(principal, action, studyResource(bundle.study, bundle.reads));
    return bundle.study;
  }
}
