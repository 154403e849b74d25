import {
  DomainError,
  failedRules,
  RULE_CODES,
  type FailedRule,
  type HealthSystemId,
  type Instant,
  type Read,
  type ReaderId,
  type ReadId,
  type RuleCode,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, one, type Tx } from '@overread/platform';
import {
  AgreementEntity,
  ContractEntity,
  FacilityEntity,
  HealthSystemEntity,
  loadReaderFacts,
} from '../../network/index.js';
import { look, ReadEntity, StudyEntity } from '../../studies/index.js';
import { readFactsOf } from '../read-facts.js';
import { refuse } from '../refuse.js';
import { Disagreements } from './disagreements.js';

/** A read that is being given to a reader, whom the rules in memory let pass. */
export interface AssignedPair {
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  readId: ReadId;
  readerId: ReaderId;
}

interface Compared extends AssignedPair {
  stage: 'offer' | 'open';
  at: Instant;
  memorySaid: RuleCode[];
  databaseSaid: RuleCode[];
}

/** A read that is held, with who holds it. */
export function pairOf({ healthSystemId, studyId, id, readerId }: Read): AssignedPair {
  if (readerId === null) throw new Error(`read ${id} was given to nobody`);
  return { healthSystemId, studyId, readId: id, readerId };
}

/** Others take and sign reads meanwhile: that these rules have changed since memory was asked is nobody's fault. */
const BY_THE_MINUTE: readonly RuleCode[] = ['session', 'capacity', 'fatigue'];
const UNLOCKED = { lock: 'none' } as const;

/**
 * Asks the hard rules a second time of who is given a read: in the transaction that gives it, by SQL over the source tables.
 * Where the answers differ it is refused, whichever is right.
 */
@Injectable()
export class PairCheck {
  constructor(
    private readonly database: Database,
    private readonly disagreements: Disagreements,
  ) {}

  async assert(tx: Tx, pairs: readonly AssignedPair[], stage: 'offer' | 'open', at: Instant): Promise<void> {
    if (pairs.length === 0) return;
    const answers = await askDatabase(tx, pairs, stage, at);
    for (const [nr, pair] of pairs.entries()) {
      const databaseSaid = answers[nr] as RuleCode[];
      if (databaseSaid.length > 0) refuse(await this.agreed(tx, { ...pair, stage, at, memorySaid: [], databaseSaid }));
    }
  }

  /**
   * The same of who is given a read although rules fail: what the rows say fails, where both answers are the same. Throws
   * where they differ, be it that one more holds than was thought.
   */
  async failing(
    tx: Tx,
    pair: AssignedPair,
    memory: readonly FailedRule[],
    at: Instant,
  ): Promise<readonly FailedRule[]> {
    const [databaseSaid = []] = await askDatabase(tx, [pair], 'offer', at);
    const memorySaid = memory.map(({ code }) => code);
    if (memorySaid.join() === databaseSaid.join()) return memory;
    return this.agreed(tx, { ...pair, stage: 'offer', at, memorySaid, databaseSaid });
  }

  /** Memory was other than the database: that only rules by the minute differ is no alarm, and the rows say what fails. */
  private async agreed(tx: Tx, { memorySaid, databaseSaid, stage, at, ...pair }: Compared): Promise<FailedRule[]> {
    const fresh = await this.freshly(tx, (system) => failedByRows(system, pair, stage, at));
    const rowsSaid = fresh.map(({ code }) => code);
    const same = rowsSaid.join() === databaseSaid.join();
    const differing = RULE_CODES.filter((code) => memorySaid.includes(code) !== databaseSaid.includes(code));
    if (same && differing.every((code) => BY_THE_MINUTE.includes(code))) return fresh;
    this.disagreements.raise({
      ...pair,
      at,
      stage,
      memorySaid,
      rowsSaid,
      databaseSaid,
      cause: same ? 'memory' : 'rules',
    });
    throw new DomainError(
      'conflict',
      'eligibility/disagreement',
      'Two checks of who may read this do not agree, so nobody is given it; the administrators have been told',
      { facts: { databaseSaid: RULE_CODES.filter((code) => databaseSaid.includes(code)) } },
    );
  }

  /** A reader's own transaction does not see agreements and contracts. */
  private freshly<T>(tx: Tx, ask: (system: Tx) => Promise<T>): Promise<T> {
    return tx.scope.kind === 'system' ? ask(tx) : this.database.transaction({ kind: 'system' }, ask);
  }
}

/** What the second implementation says of each pair, in their order. */
async function askDatabase(
  tx: Tx,
  pairs: readonly AssignedPair[],
  stage: 'offer' | 'open',
  at: Instant,
): Promise<RuleCode[][]> {
  const answers = await tx.read<{ failed: RuleCode[] }>(
    `select overread_failed_rules(read_id, reader_id, $3, $4::timestamptz) as failed
     from unnest($1::uuid[], $2::uuid[]) with ordinality pair (read_id, reader_id, nr) order by nr`,
    [pairs.map(({ readId }) => readId), pairs.map(({ readerId }) => readerId), stage, at],
  );
  // No answer is no yes.
  if (answers.length !== pairs.length) throw new Error('the database answered for too few readers');
  return answers.map(({ failed }) => failed);
}

/** The rules of the first implementation, asked of nothing but the rows. */
async function failedByRows(
  tx: Tx,
  { healthSystemId, studyId, readId, readerId }: AssignedPair,
  stage: 'offer' | 'open',
  now: Instant,
): Promise<FailedRule[]> {
  const reader = await loadReaderFacts(tx, readerId, readId);
  const { study, reads, healthSystem, agreements, contracts } = await look(tx, {
    study: one(StudyEntity, { healthSystemId, id: studyId }, UNLOCKED),
    reads: all(ReadEntity, { studyId }, UNLOCKED),
    healthSystem: one(HealthSystemEntity, { id: healthSystemId }, UNLOCKED),
    agreements: all(AgreementEntity, { healthSystemId }, UNLOCKED),
    contracts: all(ContractEntity, { healthSystemId }, UNLOCKED),
  });
  const { facility } = await look(tx, { facility: one(FacilityEntity, { id: study.facilityId }, UNLOCKED) });
  const read = reads.find((each) => each.id === readId);
  if (!read) throw new DomainError('not-found', 'read/not-found', 'no such read');
  const places = {
    facilities: new Map([[facility.id, facility]]),
    healthSystems: new Map([[healthSystem.id, healthSystem]]),
  };
  return failedRules({
    read: readFactsOf(study, read, reads, places),
    reader,
    relations: { agreements, contracts },
    stage,
    now,
  });
}
