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
  constructor(private readonly known: Known) {}

  /** The candidate with what is theirs of this read: balance, priors, what they have just read, and since when they are idle. */
  over(candidate: OfferCandidate, { study, read }: { study: Study; read: Read }): OfferCandidate {
    const { readerId, idleSince } = candidate;
    const { standing, readBefore } = this.known;
    return {
      ...candidate,
      surplusMinutes: standing.surplus.get(readerId) ?? 0,
      readPrior: mayContinue(read) && (readBefore.get(study.id)?.has(readerId) ?? false),
      ...this.kinship(readerId, study),
      idleSince: this.idleSince(readerId, idleSince),
    };
  }

  /** The share of the study's health system, and what the read would be to a reader, for their own order. */
  ofOrder(readerId: ReaderId, { healthSystemId, ...study }: Likeness & { healthSystemId: Study['healthSystemId'] }) {
    return { fairTerm: this.known.standing.fairTerms.get(healthSystemId) ?? 0, ...this.kinship(readerId, study) };
  }

  private kinship(readerId: ReaderId, study: Likeness): Kinship {
    return kinshipOf(study, this.known.recent.get(readerId) ?? [], this.known.now);
  }

  /** Since when they could have begun something else: signed on, and done with what they had. */
  private idleSince(readerId: ReaderId, startedAt: Instant): Instant {
    const done = (this.known.recent.get(readerId) ?? []).flatMap(({ completedAt }) => completedAt ?? []);
    return done.reduce((latest, each) => (each > latest ? each : latest), startedAt);
  }
}
