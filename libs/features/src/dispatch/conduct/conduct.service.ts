import {
  conductFigures,
  conductIn,
  demand,
  DomainError,
  plusMinutes,
  type ConductContest,
  type ConductFigures,
  type ContestSubject,
  type DispatchParams,
  type DomainEvent,
  type JsonObject,
  type Principal,
  type Reader,
  type ReaderId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import {
  Database,
  newId,
  one,
  withIdempotency,
  type Answer,
  type RepeatableRequest,
  type Tx,
} from '@overread/platform';
import { ReaderEntity } from '../../network/index.js';
import { ParametersInForce } from '../parameters/parameters-in-force.js';
import { conductByCountry } from './conduct-settings.service.js';
import { ConductContestEntity } from './conduct-contest.entity.js';
import { contestsOf, fellowsOf, returnedFrom, skippedBy, takenBy, type Span } from './conduct.queries.js';

/** What is recorded of a reader's way to work; `figures` is null where the country turns them off. */
export interface Conduct extends Span {
  readerId: ReaderId;
  figures: ConductFigures | null;
  contests: ConductContestEntity[];
}

const DAY_MINUTES = 24 * 60;

/** Readers see what is recorded of them, and may contest it; whoever leads them sees the same. */
@Injectable()
export class ConductService {
  constructor(
    private readonly database: Database,
    private readonly parameters: ParametersInForce,
  ) {}

  private weights(): DispatchParams['weights'] {
    return this.parameters.current().dispatch.weights;
  }

  of(principal: Principal, readerId: ReaderId, days: number): Promise<Conduct> {
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const reader = await readerOf(tx, readerId);
      demand(principal, 'view-reader-analytics', resourceOf(reader));
      const contests = await ofReader(tx, readerId);
      const latest = contests.toSorted((a, b) => (a.id < b.id ? 1 : -1));
      return {
        ...(await figuresOf(tx, reader, { days, contests, weights: this.weights() })),
        readerId,
        contests: latest,
      };
    });
  }

  /** Kept with the figures as they stand, so that nobody argues about what they said. */
  contest(
    principal: Principal,
    readerId: ReaderId,
    { about, note, days }: { about: ContestSubject; note: string; days: number },
    repeatable: RepeatableRequest | null,
  ): Promise<Answer<ConductContestEntity>> {
    return this.database.transaction({ kind: 'system', actor: principal.id }, (tx) =>
      withIdempotency(tx, repeatable, async () => {
        const reader = await readerOf(tx, readerId);
        demand(principal, 'contest-conduct', resourceOf(reader));
        const { figures, from, until } = await figuresOf(tx, reader, {
          days,
          contests: await ofReader(tx, readerId),
          weights: this.weights(),
        });
        if (figures === null) {
          throw new DomainError('conflict', 'conduct/switched-off', 'No figures are recorded of readers here');
        }
        const row = {
          id: newId(),
          readerId,
          since: from,
          at: until,
          about,
          note,
          figures: figures as unknown as JsonObject,
          answer: null,
          version: 1,
        };
        await tx.put(ConductContestEntity, row, [contested(reader, row.id, about)]);
        return { status: 201, body: row };
      }),
    );
  }
}

async function figuresOf(
  tx: Tx,
  reader: Reader,
  {
    days,
    contests,
    weights,
  }: { days: number; contests: readonly ConductContest[]; weights: DispatchParams['weights'] },
): Promise<Span & Pick<Conduct, 'figures'>> {
  const until = await tx.now();
  const span = { from: plusMinutes(until, -days * DAY_MINUTES), until };
  const { surveillance } = conductIn(await conductByCountry(tx), reader.homePlace.country);
  if (!surveillance) return { ...span, figures: null };
  const group = await takenBy(tx, await fellowsOf(tx, reader.readingGroupIds), span);
  const taken = group.filter(({ readerId }) => readerId === reader.id);
  const skipped = await skippedBy(tx, reader.id, span);
  const returned = await returnedFrom(tx, reader.id, span);
  return {
    ...span,
    figures: conductFigures({ taken, skipped, returned, group, contests }, weights),
  };
}

async function ofReader(tx: Tx, readerId: ReaderId): Promise<ConductContestEntity[]> {
  const rows = await tx.read<{ id: string }>('select id from conduct_contest where reader_id = $1', [readerId]);
  return contestsOf(
    tx,
    rows.map(({ id }) => id),
  );
}

const readerOf = (tx: Tx, id: ReaderId): Promise<Reader> =>
  tx.change({ reader: one(ReaderEntity, { id }, { lock: 'none' }) }, ({ reader }) => ({ result: reader }));

const resourceOf = ({ id, readingGroupIds }: Reader) => ({ readerIds: [id], readingGroupIds });

const contested = ({ id, readingGroupIds, version }: Reader, contestId: string, about: string): DomainEvent => ({
  type: 'reader.contested',
  healthSystemId: null,
  studyId: null,
  readId: null,
  readingGroupIds,
  readerIds: [id],
  version,
  data: { readerId: id, contestId, about },
});
