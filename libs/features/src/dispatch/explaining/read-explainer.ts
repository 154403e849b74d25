import {
  whyEnded,
  whyHere,
  type Instant,
  type LadderStep,
  type Principal,
  type Read,
  type ReaderId,
  type Study,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@overread/platform';
import type { Explanation } from '@overread/wire';
import { EligibilityService, readFactsOf } from '../../eligibility/index.js';
import { NetworkDirectory } from '../../network/index.js';
import type { StudyBundle } from '../../studies/index.js';
import { decisionsOf, decisionToWire } from './decision-rows.js';
import { onTimeOf } from './on-time-of.js';
import { WhyNotService } from './why-not.service.js';

/** Readers told by name of each kind; a network may have thousands, and all of them are counted. */
const MOST_TOLD = 100;

interface Asked {
  principal: Principal;
  readerId: ReaderId | undefined;
  now: Instant;
}

/** Why one read is where it is, as far as the asker may know. */
@Injectable()
export class ReadExplainer {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly whyNot: WhyNotService,
  ) {}

  async explain(tx: Tx, bundle: StudyBundle, read: Read, asked: Asked): Promise<Explanation['reads'][number]> {
    const { study, reads } = bundle;
    const { principal, readerId, now } = asked;
    const facts = readFactsOf(study, read, reads, this.directory.snapshot());
    const who = await this.eligibility.explain(tx, facts, 'offer', now);
    const decisions = await decisionsOf(tx, read);
    const audience = {
      nameOf: (id: ReaderId) => (this.mayName(principal, id) ? this.nameOf(id) : null),
      seesOthers: principal.role === 'administrator' || principal.role === 'auditor',
    };
    const known = <T extends { readerId: ReaderId }>(list: T[]) =>
      list.filter((each) => this.mayName(principal, each.readerId) && (!readerId || each.readerId === readerId));
    const shown = <T extends { readerId: ReaderId }>(list: T[]) =>
      list.slice(0, MOST_TOLD).map((each) => ({ ...each, name: this.nameOf(each.readerId) }));
    const [eligible, ineligible] = [known(who.eligible), known(who.ineligible)];
    const holder = read.readerId && audience.nameOf(read.readerId);
    const named = readerId !== undefined && this.mayName(principal, readerId);
    const onTime = await onTimeOf(tx, { read, decisions, facility: facts.facility.name, who }, now);
    return {
      readId: read.id,
      ordinal: read.ordinal,
      purpose: read.purpose,
      issues: read.issues,
      state: read.state,
      holder: read.readerId && holder ? { id: read.readerId, name: holder } : null,
      why: whyOf(study, read),
      ladder: read.ladder.map((step) => stepToWire(step, now)),
      eligible: shown(eligible),
      eligibleCount: eligible.length,
      ineligible: shown(ineligible.toSorted((a, b) => a.failed.length - b.failed.length)),
      ineligibleCount: ineligible.length,
      failedByRule: who.failedByRule as Record<string, number>,
      soleBlockers: who.soleBlockers as Record<string, number>,
      decisions: decisions.map((each) => decisionToWire(each, read.id, audience)),
      whyNot: named
        ? await this.whyNot.ofRead(tx, { bundle, read, decisions, nameOf: audience.nameOf }, readerId)
        : null,
      onTime,
    };
  }

  /** Other groups' staff is their own business: a manager is told of their own readers, a reader of themselves. */
  private mayName(principal: Principal, readerId: ReaderId): boolean {
    if (principal.role === 'reader') return principal.readerId === readerId;
    if (principal.role !== 'group-manager') return true;
    const reader = this.directory.snapshot().readers.get(readerId);
    return reader?.reader.readingGroupIds.some((group) => principal.organizationIds.includes(group)) ?? false;
  }

  private nameOf(readerId: ReaderId): string {
    return this.directory.snapshot().readers.get(readerId)?.reader.name ?? '';
  }
}

function whyOf(study: Study, read: Read): Explanation['reads'][number]['why'] {
  const { state, ladder, ladderStep, openedAt, offerExpiresAt, declinedBy } = read;
  const open = { state, ladder, ladderStep, openedAt, offerExpiresAt, declined: declinedBy.length };
  const ended = whyEnded({ read, study });
  if (ended) return ended;
  const { code, text } = whyHere({ ...open, studyState: study.state, hold: study.hold });
  return { code, text: read.breakGlassId === null ? text : `${text}, under break-glass: see Emergencies` };
}

function stepToWire({ step, pool, opens, openedAt, closedUntil }: LadderStep, now: Instant) {
  const closed = closedUntil && new Date(closedUntil) > now ? `; closed by hand until ${utcTime(closedUntil)}` : '';
  return { step, pool, opensWhen: whenOf(opens) + closed, openedAt };
}

const utcTime = (at: string): string => `${at.slice(11, 16)} UTC`;

/** The conditions of a step in words; whichever comes first opens it. */
function whenOf(opens: LadderStep['opens']): string {
  if (opens.atOnce) return 'at once';
  const parts = [
    ...(opens.afterReadOrdinal === null ? [] : [`when read ${opens.afterReadOrdinal + 1} is completed`]),
    ...(opens.afterMinutes === null ? [] : [`after ${opens.afterMinutes} min`]),
    ...(opens.atShareOfDeadline === null
      ? []
      : [`at ${Math.round(opens.atShareOfDeadline * 100)} % of the time to the deadline`]),
    ...((opens.whenForecastBreach ?? null) === null
      ? []
      : [`when the chance of breach is above ${Math.round(Number(opens.whenForecastBreach) * 100)} %`]),
    ...(opens.whenNobodySignedOn ? ['when nobody eligible of the steps before is signed on'] : []),
    ...((opens.whenUncoveredAfterMinutes ?? null) === null
      ? []
      : [`after ${opens.whenUncoveredAfterMinutes} min with nobody eligible of the steps before signed on`]),
  ];
  return parts.join(', or ');
}
