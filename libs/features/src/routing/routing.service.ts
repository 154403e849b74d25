import {
  asArrived,
  chainOf,
  compareVersion,
  covers,
  routeStudy,
  studyEvent,
  type ActivePolicy,
  type Contract,
  type DomainEvent,
  type Facility,
  type Instant,
  type Json,
  type JsonObject,
  type Patient,
  type Planning,
  type Read,
  type Study,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '@overread/platform';
import { EligibilityService } from '../eligibility/index.js';
import { NetworkDirectory } from '../network/index.js';
import { Circumstances } from './circumstances.js';
import { Plannings, type RoutedPlanning } from './plannings.js';
import { PolicyBook } from './policy-book.js';
import { RoutingDecisionEntity } from './routing-decision.entity.js';
import { ShadowRecorder } from './shadow/shadow-recorder.js';

/** A study as it was routed, with what is told of it. */
export interface Routed {
  study: Study;
  planning: RoutedPlanning;
  lines: readonly string[];
  /** Whatever the policies say, the reads are left as they are. */
  planStays: boolean;
  at: Instant;
}

/** What is tried in the place of what is in force. */
export interface TriedRouting {
  policy: ActivePolicy | null;
  contracts?: readonly Contract[];
}

type RoutedPatient = Pick<Patient, 'birthDate' | 'sex'>;

/** Which reads a study needs and who may be offered them, by the policies and contracts in force. */
@Injectable()
export class RoutingService {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly book: PolicyBook,
    private readonly eligibility: EligibilityService,
    private readonly plannings: Plannings,
    private readonly circumstances: Circumstances,
    private readonly shadows: ShadowRecorder,
  ) {}

  /** What `planReads` and `reroute` stand on. `asked`: the submitter asks for the study's priority just now. */
  planningOf(study: Study, patient: RoutedPatient, now: Instant, { asked = false } = {}): RoutedPlanning {
    const facility = this.facilityOf(study);
    const told = this.circumstances.now(facility, study.modalityFamily, now);
    const facts = { study, patient, facility, asked, ...told };
    const inForce = this.book.activeFor(facility);
    return { ...this.plannings.of(facts, routeStudy(facts, inForce, now), now), facts, inForce };
  }

  /**
   * What a study of another time would be planned on, as it arrived: by the policies and contracts in force, or with what is
   * tried in their place.
   */
  async planningUnder(tried: TriedRouting, study: Study, patient: RoutedPatient, at: Instant): Promise<Planning> {
    const facility = this.facilityOf(study);
    const inForce = this.book.activeFor(facility);
    const asked = [tried.policy, ...chainOf(inForce)].flatMap((each) => each?.version.document ?? []);
    const told = await this.circumstances.on(facility, at, asked);
    const facts = { study: asArrived(study), patient, facility, asked: true, ...told };
    const { policy, contracts } = tried;
    const decision =
      policy && covers(policy.policy, facility)
        ? compareVersion(facts, { inForce, tried: policy }, at).after
        : routeStudy(facts, inForce, at);
    return this.plannings.of(facts, decision, at, contracts);
  }

  private facilityOf({ facilityId }: Pick<Study, 'facilityId'>): Facility {
    const facility = this.directory.snapshot().facilities.get(facilityId);
    if (!facility) throw new Error(`facility ${facilityId} is unknown`);
    return facility;
  }

  /**
   * `read.uncovered` for each read that no reader, or only one, could take by any hard rule, signed on or rostered: with
   * what is missing, so that it can be mended long before the deadline. `asked` are those of the reads that are new.
   */
  thinlyCovered(study: Study, reads: readonly Read[], now: Instant, asked: readonly Read[] = reads): DomainEvent[] {
    return asked.flatMap((read) => {
      // A read without a ladder is told of already.
      const thin = read.ladder.length === 0 ? null : this.eligibility.thinCoverage(study, read, reads, now);
      if (thin === null) return [];
      const cause = thin.eligible === 0 ? 'no-eligible-reader' : 'sole-eligible-reader';
      const { failedByRule, soleBlockers, missing } = thin;
      const data = { cause, issues: read.issues, failedByRule, soleBlockers, missing } as unknown as JsonObject;
      return [studyEvent('read.uncovered', study, [], data, read)];
    });
  }

  /**
   * Stores why the study was routed as it was, in the transaction that plans its reads, and beside it how whatever runs in
   * shadow would have routed it.
   */
  async store(tx: Tx, routed: Routed): Promise<void> {
    const { study, planning, lines, at } = routed;
    const { decision } = planning;
    const forbidden = this.plannings.forbiddenBy(study, planning, at);
    const id = newId<string>();
    await tx.add(RoutingDecisionEntity, {
      healthSystemId: study.healthSystemId,
      id,
      studyId: study.id,
      at,
      policyId: decision.policyId,
      policyVersionId: decision.policyVersionId,
      ruleId: decision.ruleId,
      plan: decision.plan,
      explanation: {
        lines: [
          ...decision.lines,
          ...lines,
          ...forbidden.map(({ message }) => `Not allowed, kept all the same: ${message}`),
        ],
        sets: decision.sets as unknown as Json,
        setBy: decision.setBy as unknown as Json,
        policyVersion: decision.policyVersion,
        ...(decision.ruling ? { ruling: decision.ruling as unknown as Json } : {}),
        ...(forbidden.length > 0 ? { forbiddenBy: forbidden as unknown as Json } : {}),
        ...(decision.told ? { told: decision.told as unknown as Json } : {}),
      } as JsonObject,
    });
    if (!routed.planStays) await this.shadows.record(tx, planning, { decisionId: id, at });
  }

  /** The latest stored decision of a study. */
  async latest(tx: Tx, studyId: StudyId): Promise<RoutingDecisionEntity | null> {
    const [row] = await tx.read<RoutingDecisionEntity>(
      `select health_system_id as "healthSystemId", id, study_id as "studyId", at, policy_id as "policyId",
         policy_version_id as "policyVersionId", rule_id as "ruleId", plan, explanation
       from routing_decision where study_id = $1 order by at desc, id desc limit 1`,
      [studyId],
    );
    return row ?? null;
  }
}
