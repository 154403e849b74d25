import {
  keptNow,
  whyNot,
  whyNotYet,
  type AskedReader,
  type Instant,
  type Read,
  type ReaderFacts,
  type ReaderId,
  type ToldKept,
  type WhyNot,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@overread/platform';
import type { WhyNotAnswer } from '@overread/wire';
import { EligibilityService, readFactsOf } from '../../eligibility/index.js';
import { loadReaderFacts, NetworkDirectory } from '../../network/index.js';
import type { StudyBundle } from '../../studies/index.js';
import { readingPlaceOf } from '../reading-place.js';
import { ParametersInForce } from '../parameters/parameters-in-force.js';
import type { JoinedDecision } from './decision-rows.js';
import { ParamsBook } from './params-book.js';
import { readerThen } from './reader-then.js';

export interface AskedWhyNot {
  bundle: StudyBundle;
  read: Read;
  decisions: readonly JoinedDecision[];
  /** Null of whom the asker may not know. */
  nameOf: (id: ReaderId) => string | null;
}

/** Why a reader was not the one, with what barred them then and what would bar them now. */
@Injectable()
export class WhyNotService {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly params: ParamsBook,
    private readonly parameters: ParametersInForce,
  ) {}

  async ofRead(
    tx: Tx,
    { bundle, read, decisions, nameOf }: AskedWhyNot,
    readerId: ReaderId,
  ): Promise<WhyNotAnswer | null> {
    const known = this.directory.snapshot().readers.get(readerId);
    if (!known) return null;
    const now = await tx.now();
    const present = this.asked(bundle, read, await loadReaderFacts(tx, readerId, read.id), now);
    const asked = decisions.findLast(({ record, row }) => row.inputs && record && record.weighs !== 'named');
    const last = asked ?? decisions.findLast(({ record, row }) => row.inputs && record);
    const then = last && this.asked(bundle, read, await readerThen(tx, readerId, at(last, read)), last.row.at);
    const answer = then
      ? await this.answer(tx, last, then)
      : whyNotYet(read, present, await this.kept(tx, { bundle, read, nameOf }, now));
    return {
      readerId,
      name: known.reader.name,
      decisionId: last?.row.id ?? null,
      at: last?.row.at.toISOString() ?? null,
      ...answer,
      failedThen: then ? [...then.failed] : null,
      failedNow: [...present.failed],
    };
  }

  /** For whom the read is kept just now; null when for nobody. */
  private async kept(tx: Tx, { bundle, read, nameOf }: Omit<AskedWhyNot, 'decisions'>, now: Instant) {
    const told = await toldKept(tx, read);
    const kept = told && keptNow({ read, study: bundle.study }, told, now, this.parameters.current().dispatch);
    return kept && { ...kept, name: nameOf(kept.readerId) };
  }

  private async answer(tx: Tx, { record, row }: JoinedDecision, reader: AskedReader): Promise<WhyNot> {
    if (!record || !row.inputs) throw new Error(`decision ${row.id} keeps no inputs`);
    const params = await this.params.read(tx, record.params);
    return whyNot({ record, inputs: row.inputs, params }, reader);
  }

  /** The reader as the rules and the pools see them at an instant. */
  private asked({ study, reads }: StudyBundle, read: Read, reader: ReaderFacts, when: Instant): AskedReader {
    // A read that was begun later kept nobody from this one.
    const others = reads.map((each) => (each.startedAt && each.startedAt > when ? { ...each, readerId: null } : each));
    const facts = readFactsOf(study, read, others, this.directory.snapshot());
    return {
      readerId: reader.reader.id,
      failed: this.eligibility.failed(facts, reader, 'offer', when),
      place: reader.session ? readingPlaceOf(reader, facts.facility, when) : null,
    };
  }
}

const at = ({ row }: JoinedDecision, read: Read) => ({ at: row.at, without: read.id });

/** For whom the log said last that the read is kept. */
async function toldKept(tx: Tx, { id, studyId }: Read): Promise<ToldKept | null> {
  const [told] = await tx.read<ToldKept>(
    `select data ->> 'readerId' as "readerId", (data ->> 'freeInMinutes')::float8 as "freeInMinutes", at from event
     where study_id = $1 and read_id = $2 and type = 'read.kept' order by position desc limit 1`,
    [studyId, id],
  );
  return told ?? null;
}
