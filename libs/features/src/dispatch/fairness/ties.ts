import {
  kinshipOf,
  mayContinue,
  type HealthSystemId,
  type Instant,
  type Kinship,
  type Likeness,
  type OfferCandidate,
  type Read,
  type ReaderId,
  type RecentWork,
  type Study,
  type StudyId,
} from '@overread/domain';

/** How readers and health systems stand to each other. */
export interface Standing {
  /** Expected minutes ahead of one's fellows. */
  surplus: ReadonlyMap<ReaderId, number>;
  /** See `AtcQuestion.fairTerm`. */
  fairTerms: ReadonlyMap<HealthSystemId, number>;
}

export interface Known {
  recent: ReadonlyMap<ReaderId, readonly RecentWork[]>;
  /** Who read an earlier study of the patient. */
  readBefore: ReadonlyMap<StudyId, ReadonlySet<ReaderId>>;
  standing: Standing;
  now: Instant;
}

/** What ties readers to studies, and how far ahead of their fellows they are. */
export class Ties {
  /** Candidates with what is theirs whatever they would read. */
  private readonly own = new WeakMap<OfferCandidate, OfferCandidate>();

  constructor(private readonly known: Known) {}

  /** The same, with who read earlier studies of the patient. */
  withPriors(readBefore: Known['readBefore']): Ties {
    return new Ties({ ...this.known, readBefore });
  }

  /** The candidate with what is theirs of this read: balance, priors, what they have just read, and since when they are idle. */
  over(candidate: OfferCandidate, { study, read }: { study: Study; read: Read }): OfferCandidate {
    const { readerId } = candidate;
    const own = this.ownOf(candidate);
    const readPrior = mayContinue(read) && (this.known.readBefore.get(study.id)?.has(readerId) ?? false);
    const { kin, sharesTrauma } = this.kinship(readerId, study);
    // Of most readers nothing is to be told beside that.
    return readPrior || kin || sharesTrauma ? { ...own, readPrior, kin, sharesTrauma } : own;
  }

  /** The share of the study's health system, and what the read would be to a reader, for their own order. */
  ofOrder(readerId: ReaderId, { healthSystemId, ...study }: Likeness & { healthSystemId: Study['healthSystemId'] }) {
    return { fairTerm: this.known.standing.fairTerms.get(healthSystemId) ?? 0, ...this.kinship(readerId, study) };
  }

  private ownOf(candidate: OfferCandidate): OfferCandidate {
    const known = this.own.get(candidate);
    if (known) return known;
    const { readerId, idleSince } = candidate;
    const surplusMinutes = this.known.standing.surplus.get(readerId) ?? 0;
    const own = { ...candidate, surplusMinutes, idleSince: this.idleSince(readerId, idleSince) };
    this.own.set(candidate, own);
    return own;
  }

  private kinship(readerId: ReaderId, study: Likeness): Kinship {
    const recent = this.known.recent.get(readerId) ?? NOTHING;
    return recent.length === 0 ? NO_KIN : kinshipOf(study, recent, this.known.now);
  }

  /** Since when they could have begun something else: signed on, and done with what they had. */
  private idleSince(readerId: ReaderId, startedAt: Instant): Instant {
    let latest = startedAt;
    for (const { completedAt } of this.known.recent.get(readerId) ?? NOTHING)
      if (completedAt !== null && completedAt > latest) latest = completedAt;
    return latest;
  }
}

const NOTHING: readonly RecentWork[] = [];
const NO_KIN: Kinship = { kin: null, sharesTrauma: false };
