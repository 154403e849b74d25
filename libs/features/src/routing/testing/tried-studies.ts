import {
  acceptSubmission,
  asArrived,
  checkSubmission,
  DomainError,
  normaliseSubmission,
  type Facility,
  type FieldError,
  type Instant,
  type Policy,
  type PolicyDocument,
  type Study,
  type StudyFacts,
  type StudyId,
  type Submission,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, inTurns, newId, type Scope, type Tx } from '@overread/platform';
import type { PolicyTest } from '@overread/wire';
import { NetworkDirectory } from '../../network/index.js';
import { loadBundles } from '../../studies/index.js';
import { Circumstances } from '../circumstances.js';
import { countPast, pastStudies } from './past-studies.queries.js';

/** A study that a version is tried on: known, past, or the sample at a place of the list. */
export interface TriedStudy {
  studyId: StudyId | null;
  sample: number | null;
  facts: StudyFacts;
  at: Instant;
}

type AskedAbout = Pick<PolicyTest, 'load' | 'siteStatShare'>;

interface Wanted {
  scope: Scope;
  policy: Policy;
  /** Every document that may be asked: what none of them asks for is not looked up. */
  documents: readonly PolicyDocument[];
  body: PolicyTest;
}

type Use = (study: TriedStudy) => void;

/** Studies are looked at in batches, each in a transaction of its own: a month of them fits in no single one. */
const BATCH = 500;
/** Finding them among millions, milliseconds. */
const LOOKING_MS = 60_000;

function* eachOf(tried: readonly TriedStudy[], use: Use): Generator<void, void> {
  for (const each of tried) {
    use(each);
    yield;
  }
}

/** Finds what a test asks for: one known study, samples that are nobody's, or those received in a period. */
@Injectable()
export class TriedStudies {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly circumstances: Circumstances,
  ) {}

  /** Hands each study over in order, and says how many there were to choose from: of a period that may be more than its limit. */
  async each(wanted: Wanted, use: Use): Promise<number> {
    const { scope, body, documents } = wanted;
    if (body.from !== undefined) return this.past(wanted, use);
    const now = await this.database.transaction(scope, (tx) => tx.now());
    const at = body.at === undefined ? now : new Date(body.at);
    const tried = body.studyId
      ? [await this.known(scope, body.studyId as StudyId)]
      : this.samples(body.samples ?? [], now);
    for (const each of tried) use(await this.told({ ...each, at }, documents, body));
    return tried.length;
  }

  /** The study with the calendar and the share of its day, and what else whoever tries it asks about. */
  private async told(
    study: TriedStudy,
    documents: readonly PolicyDocument[],
    { load, siteStatShare }: AskedAbout = {},
  ): Promise<TriedStudy> {
    const told = await this.circumstances.on(study.facts.facility, study.at, documents);
    const share = siteStatShare ?? told.siteStatShare;
    return { ...study, facts: { ...study.facts, ...told, load, siteStatShare: share, asked: true } };
  }

  private async known(scope: Scope, studyId: StudyId): Promise<Omit<TriedStudy, 'at'>> {
    const [bundle] = await this.database.transaction(scope, (tx) => loadBundles(tx, [studyId]));
    const facility = bundle && this.directory.snapshot().facilities.get(bundle.study.facilityId);
    if (!facility) throw new DomainError('not-found', 'study/not-found', 'no such study');
    return { studyId, sample: null, facts: { study: asAsked(bundle.study), patient: bundle.patient, facility } };
  }

  private samples(samples: readonly Submission[], now: Instant): Omit<TriedStudy, 'at'>[] {
    const { facilityByCode } = this.directory.snapshot();
    const faults: FieldError[] = [];
    const tried = samples.flatMap((submission, sample) => {
      const facility = facilityByCode.get(submission.facility ?? '');
      const wrong = facility ? checkSubmission(submission, now) : [unknownFacility(submission)];
      faults.push(...wrong.map((fault) => ({ ...fault, path: `samples.${sample}.${fault.path}` })));
      return facility && wrong.length === 0
        ? [{ studyId: null, sample, facts: factsOf(submission, facility, now) }]
        : [];
    });
    if (faults.length === 0) return tried;
    throw new DomainError('invalid', 'request/invalid', `The samples break ${faults.length} rules`, { errors: faults });
  }

  private async past({ scope, policy, documents, body }: Wanted, use: Use): Promise<number> {
    const period = { from: new Date(body.from ?? ''), until: new Date(body.until ?? ''), policy };
    const { found, ids } = await this.database.transaction(
      scope,
      async (tx) => {
        const chosen = await pastStudies(tx, { ...period, limit: body.limit });
        const most = chosen.length === body.limit;
        return { found: most ? await countPast(tx, period) : chosen.length, ids: chosen.map(({ id }) => id) };
      },
      { timeoutMs: LOOKING_MS },
    );
    for (let first = 0; first < ids.length; first += BATCH) {
      const tried = await this.database.transaction(scope, (tx) => this.arrived(tx, ids.slice(first, first + BATCH)));
      const told = await Promise.all(tried.map((each) => this.told(each, documents)));
      await inTurns(eachOf(told, use));
    }
    return found;
  }

  private async arrived(tx: Tx, ids: readonly StudyId[]): Promise<TriedStudy[]> {
    const { facilities } = this.directory.snapshot();
    return (await loadBundles(tx, ids)).flatMap(({ study, patient }) => {
      const facility = facilities.get(study.facilityId);
      if (!facility) return [];
      const at = study.readyAt ?? study.receivedAt;
      return [{ studyId: study.id, sample: null, facts: { study: asArrived(study), patient, facility }, at }];
    });
  }
}

/** Without what a policy has made of its priority, so that another can be asked; what a person said stands. */
const asAsked = (study: Study): Study =>
  study.priorityBasis?.source === 'policy'
    ? { ...study, priority: study.priorityBasis.from, priorityBasis: null }
    : study;

const unknownFacility = ({ facility }: Submission): FieldError => ({
  path: 'facility',
  code: 'facility/unknown',
  message: `No facility ${facility ?? ''}`,
});

/** The sample as routing sees a study whose images are there. It is nobody's: its ids name nothing. */
function factsOf(submission: Submission, facility: Facility, now: Instant): StudyFacts {
  const normal = normaliseSubmission(submission, facility);
  const study = acceptSubmission(normal, { id: newId(), patientId: newId() }, now);
  return { study: asArrived(study), patient: normal.patient, facility };
}
