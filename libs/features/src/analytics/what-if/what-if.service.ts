import { asId, DomainError, type FieldError, type JsonObject, type ReaderId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import {
  Database,
  maybe,
  newId,
  one,
  withIdempotency,
  type RepeatableRequest,
  type Scope,
  type Tx,
} from '@overread/platform';
import { MOST_SYNTHETIC, type NewWhatIf, type WhatIfRun } from '@overread/wire';
import { NetworkDirectory } from '../../network/index.js';
import { PoliciesService } from '../../routing/index.js';
import { look } from '../../studies/index.js';
import { spanOf } from './days.js';
import { isRostered, studiesToMake } from './synthetic-days.js';
import { runToWire } from './what-if-answer.js';
import { WhatIfRunEntity } from './what-if-run.entity.js';

export interface Asked {
  askedBy: string;
  question: NewWhatIf;
}

const LISTED = 50;
/** Runs that wait or are played: one is played at a time. */
const MOST_WAITING = 20;

/** Runs as they are asked for and looked at. */
@Injectable()
export class WhatIfService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly policies: PoliciesService,
  ) {}

  /** Errors: invalid `request/invalid` for what the network does not know; `rate-limited` when too many wait. */
  ask(scope: Scope, { askedBy, question }: Asked, repeatable: RepeatableRequest | null): Promise<WhatIfRun> {
    return this.database.transaction(scope, async (tx) => {
      const { body } = await withIdempotency(tx, repeatable, async () => {
        await this.refuseUnknown(tx, question);
        await this.refuseUnplayable(tx, question);
        await refuseTooMany(tx);
        const run: WhatIfRunEntity = {
          id: newId(),
          name: question.name,
          askedAt: await tx.now(),
          askedBy,
          question: question as unknown as JsonObject,
          state: 'queued',
          tries: 0,
          progress: 0,
          finishedAt: null,
          failure: null,
          result: null,
        };
        await tx.add(WhatIfRunEntity, run);
        return { status: 202, body: runToWire(run) };
      });
      return body;
    });
  }

  list(scope: Scope): Promise<WhatIfRun[]> {
    return this.database.transaction(scope, async (tx) => {
      const runs = await tx.read<WhatIfRunEntity>(
        `select id, name, asked_at as "askedAt", asked_by as "askedBy", question, state, tries, progress,
           finished_at as "finishedAt", failure, jsonb_set(result, '{studies}', '[]') as result
         from what_if_run order by asked_at desc, id desc limit ${LISTED}`,
      );
      return runs.map(runToWire);
    });
  }

  get(scope: Scope, id: string): Promise<WhatIfRun> {
    return this.database.transaction(scope, async (tx) => {
      const { run } = await look(tx, { run: maybe(WhatIfRunEntity, { id }, { lock: 'none' }) });
      if (!run) throw new DomainError('not-found', 'what-if/not-found', 'no such run');
      return runToWire(run);
    });
  }

  /** A run that is done stays as it is. */
  stop(scope: Scope, id: string): Promise<WhatIfRun> {
    return this.database.transaction(scope, (tx) =>
      tx.change({ run: one(WhatIfRunEntity, { id }) }, ({ run }, now) => {
        if (run.finishedAt !== null) return { result: runToWire(run) };
        const stopped = { ...run, state: 'failed' as const, failure: 'Given up', finishedAt: now };
        return { next: { run: stopped }, result: runToWire(stopped) };
      }),
    );
  }

  /** A contract alone lets nobody read: data may go to a group only under an agreement. */
  private unknownContracts(contracts: NewWhatIf['change']['contracts']): FieldError[] {
    const { healthSystems, groups, facilities, agreements } = this.directory.snapshot();
    return contracts.flatMap(({ healthSystemId, readingGroupId, facilityIds }, index) => {
      const path = `change.contracts.${index}`;
      const known = healthSystems.has(asId(healthSystemId));
      if (!known) return [unknownAt(`${path}.healthSystemId`)];
      if (!groups.has(asId(readingGroupId))) return [unknownAt(`${path}.readingGroupId`)];
      const isTheirs = (id: string): boolean => facilities.get(asId(id))?.healthSystemId === healthSystemId;
      const agreed = agreements.some(
        (each) =>
          each.healthSystemId === healthSystemId && each.readingGroupId === readingGroupId && each.retiredAt === null,
      );
      const message = 'There is no agreement between them: under the contract alone nobody may read';
      return [
        ...unknown(`${path}.facilityIds`, facilityIds, isTheirs),
        ...(agreed ? [] : [{ path: `${path}.readingGroupId`, code: 'no-agreement', message }]),
      ];
    });
  }

  /** A synthetic period is read by who is rostered, and is of no more studies than a run can hold. */
  private async refuseUnplayable(tx: Tx, question: NewWhatIf): Promise<void> {
    if (!question.synthetic) return;
    const studies = Math.round(studiesToMake(question, this.directory.snapshot()));
    if (studies === 0) refuseField('synthetic', 'nothing-to-make', 'The network has no facility that sends studies');
    if (studies > MOST_SYNTHETIC) {
      const message = `${studies} studies would be made, at most ${MOST_SYNTHETIC}: fewer a day, or a shorter period`;
      refuseField('synthetic.studiesADay', 'too-many', message);
    }
    const { from, to } = spanOf(question);
    if (await isRostered(tx, from, to)) return;
    refuseField('from', 'nobody-rostered', 'Nobody is rostered in the period: a synthetic one is read by the rosters');
  }

  private async refuseUnknown(tx: Tx, { change }: NewWhatIf): Promise<void> {
    const { readers, groups } = this.directory.snapshot();
    const contracts = new Set<string>(this.directory.snapshot().contracts.map(({ id }) => id));
    const isReader = (id: string): boolean => readers.has(id as ReaderId);
    const errors: FieldError[] = [
      ...unknown('change.withoutReaders', change.withoutReaders, isReader),
      ...unknown('change.withoutContracts', change.withoutContracts, (id) => contracts.has(id)),
      ...unknown(
        'change.shifts',
        change.shifts.map(({ readerId }) => readerId),
        isReader,
        '.readerId',
      ),
      ...unknown(
        'change.shifts',
        change.shifts.map((each) => each.readingGroupId),
        (id) => groups.has(id as never),
        '.readingGroupId',
      ),
    ];
    errors.push(...this.unknownContracts(change.contracts));
    if (errors.length > 0)
      throw new DomainError('invalid', 'request/invalid', 'The change names what is not there', { errors });
    if (!change.policy) return;
    const { versions } = await this.policies.get(tx, change.policy.id as never);
    if (versions.some(({ number }) => number === change.policy?.version)) return;
    throw new DomainError('not-found', 'policy/not-found', 'no such version of this policy');
  }
}

function refuseField(path: string, code: string, message: string): never {
  throw new DomainError('invalid', 'request/invalid', message, { errors: [{ path, code, message }] });
}

const unknownAt = (path: string): FieldError => ({ path, code: 'unknown', message: 'There is no such one' });

const unknown = (path: string, ids: readonly string[], isKnown: (id: string) => boolean, of = ''): FieldError[] =>
  ids.flatMap((id, index) => (isKnown(id) ? [] : [unknownAt(`${path}.${index}${of}`)]));

async function refuseTooMany(tx: Tx): Promise<void> {
  const [row] = await tx.read<{ waiting: number }>(
    `select count(*)::int as waiting from what_if_run where state in ('queued', 'running')`,
  );
  if ((row?.waiting ?? 0) < MOST_WAITING) return;
  throw new DomainError(
    'rate-limited',
    'what-if/too-many',
    `${MOST_WAITING} runs wait already; give one up or come back`,
  );
}
