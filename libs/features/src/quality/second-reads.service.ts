import {
  followSignature,
  gradingInForce,
  samplingInForce,
  type ActivePolicies,
  type DomainEvent,
  type Followed,
  type GradingPolicy,
  type Instant,
  type PairRows,
  type Patient,
  type Planning,
  type Read,
  type SamplingRule,
  type SamplingTerms,
  type Study,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, newId, type Tx } from '@overread/platform';
import { NetworkDirectory } from '../network/index.js';
import { PolicyBook, RoutingService } from '../routing/index.js';
import { firstReader, type FirstReader, type Signer } from './first-reader.queries.js';
import { ReadPairEntity } from './entities/read-pair.entity.js';
import { SamplingDecisionEntity } from './entities/sampling-decision.entity.js';

/** The pairs of a study and how its second reads came about: load them in a change that signs or withdraws a result. */
export const pairRows = (studyId: StudyId) => ({
  pairs: all(ReadPairEntity, { studyId }),
  samplings: all(SamplingDecisionEntity, { studyId }),
});

/** Second reads as signing knows them: asked for and compared in the change that signs. */
@Injectable()
export class SecondReads {
  constructor(
    private readonly book: PolicyBook,
    private readonly directory: NetworkDirectory,
    private readonly routing: RoutingService,
  ) {}

  /** What is asked of the database before anything is locked. */
  before(tx: Tx, signer: Signer): Promise<FirstReader> {
    return firstReader(tx, signer, this.newReaderLimit());
  }

  /** What a signature is followed by; `rows` are as it leaves them. */
  follow(rows: PairRows, { signed, before }: { signed: Read; before: FirstReader }, now: Instant): Followed {
    const sampling = signed.purpose === 'primary' ? this.termsOf(rows.study, before, now) : null;
    const followed = followSignature(rows, { signed, sampling, newId: { pair: newId, duty: newId } }, now);
    const thin = this.thinlyCovered(rows.study, rows.reads, followed.reads, now);
    return { ...followed, events: [...followed.events, ...thin] };
  }

  /** How pairs of the study are graded. */
  gradingOf(study: Study): GradingPolicy {
    return gradingInForce(this.policiesFor(study));
  }

  /** Told of a second or third read that nobody, or only one, could take. */
  thinlyCovered(study: Study, reads: readonly Read[], added: readonly Read[], now: Instant): DomainEvent[] {
    return this.routing.thinlyCovered(study, [...reads, ...added], now, added);
  }

  /** How another read of the study is planned. */
  planningOf(study: Study, patient: Pick<Patient, 'birthDate' | 'sex'>, now: Instant): Planning {
    return this.routing.planningOf(study, patient, now);
  }

  private policiesFor(study: Study): ActivePolicies {
    return this.book.activeFor(this.facilityOf(study));
  }

  private termsOf(study: Study, { patient, readsBefore }: FirstReader, now: Instant): SamplingTerms | null {
    const active = samplingInForce(this.policiesFor(study));
    if (active === null) return null;
    const facility = this.facilityOf(study);
    const planning = () => this.planningOf(study, patient, now);
    return { active, patient, facility, readsBefore, planning, newId: { read: newId, sampling: newId } };
  }

  private facilityOf(study: Study) {
    const facility = this.directory.snapshot().facilities.get(study.facilityId);
    if (!facility) throw new Error(`facility ${study.facilityId} is unknown`);
    return facility;
  }

  /** Reads are counted only as far as some policy cares. */
  private newReaderLimit(): number {
    const rules = this.book.everyActive().flatMap(({ version }) => version.document.sampling?.rules ?? []);
    return Math.max(0, ...rules.map((rule: SamplingRule) => (rule.kind === 'new-reader' ? rule.first : 0)));
  }
}
