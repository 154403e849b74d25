import {
  chainOf,
  earned,
  fullAllowance,
  maySpend,
  routeInShadow,
  spent,
  type Instant,
  type ShadowRouting,
  type ShadowSide,
  type TimeAllowance,
} from '@overread/domain';
import { Injectable, Logger } from '@nestjs/common';
import type { Tx } from '@overread/platform';
import { EligibilityService } from '../../eligibility/index.js';
import { Plannings, type RoutedPlanning } from '../plannings.js';
import { PolicyBook, type RunningShadow } from '../policy-book.js';
import { ShadowRoutingEntity } from './shadow-routing.entity.js';

const TOLD_EVERY_MS = 60_000;
/** Short enough for the index that carries it. */
const LONGEST_FAILURE = 200;
export const OVER_ALLOWANCE = 'Skipped: versions in shadow had used up their share of the server’s time';

const NOTHING: ShadowRouting = { differences: [], dueShiftMinutes: null, sides: null };

/**
 * Routes a study by every version that runs in shadow over it, and keeps what comes of it in the transaction that keeps the
 * decision. Nothing that goes wrong here is the study's: a failure is the shadow's answer. Rows go with the statement that
 * saves the decision, and have nothing to fail by that the decision has not.
 */
@Injectable()
export class ShadowRecorder {
  private readonly logger = new Logger('Shadow');
  private allowance: TimeAllowance = fullAllowance(performance.now());
  private toldAt = -Infinity;

  constructor(
    private readonly book: PolicyBook,
    private readonly plannings: Plannings,
    private readonly eligibility: EligibilityService,
  ) {}

  async record(tx: Tx, planning: RoutedPlanning, decided: { decisionId: string; at: Instant }): Promise<void> {
    const running = this.book.shadowsOver(planning.facility, decided.at);
    if (running.length === 0) return;
    await tx.add(
      ShadowRoutingEntity,
      running.map((each) => ({
        ...placeOf(planning, decided),
        shadowId: each.shadow.id,
        ...this.answer(planning, each, decided.at),
      })),
    );
  }

  private answer(planning: RoutedPlanning, { shadow, tried }: RunningShadow, at: Instant) {
    this.allowance = earned(this.allowance, performance.now());
    if (!maySpend(this.allowance)) return answerOf(NOTHING, OVER_ALLOWANCE);
    try {
      const help = {
        plan: (facts: RoutedPlanning['facts'], decision: RoutedPlanning['decision']) =>
          this.plannings.of(facts, decision, at),
        firstStepReaders: (
          ...[study, read, reads]: Parameters<Parameters<typeof routeInShadow>[2]['firstStepReaders']>
        ) => this.eligibility.inFirstStep(study, read, reads, at),
      };
      return answerOf(routeInShadow({ ...planning, at }, tried, help), null);
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      this.tell(`${shadow.id} could not route study ${planning.study.id}: ${failure}`);
      return answerOf(NOTHING, failure.replaceAll('\u0000', '').slice(0, LONGEST_FAILURE));
    } finally {
      this.allowance = spent(this.allowance, performance.now());
    }
  }

  /** A version that fails for one study mostly fails for every one. */
  private tell(message: string): void {
    if (performance.now() - this.toldAt < TOLD_EVERY_MS) return;
    this.toldAt = performance.now();
    this.logger.warn(message);
  }
}

const placeOf = (
  { study, decision, inForce }: RoutedPlanning,
  { decisionId, at }: { decisionId: string; at: Instant },
) => ({
  healthSystemId: study.healthSystemId,
  id: decisionId,
  studyId: study.id,
  facilityId: study.facilityId,
  at,
  modalityFamily: study.modalityFamily,
  priority: decision.sets.priority,
  inForce: chainOf(inForce).map(({ version }) => version.id),
});

const answerOf = ({ differences, dueShiftMinutes, sides }: ShadowRouting, failure: string | null) => ({
  differences,
  dueShiftMinutes,
  fewestBefore: fewest(sides?.before),
  fewestAfter: fewest(sides?.after),
  sides,
  failure,
});

function fewest(side: ShadowSide | undefined): number | null {
  const counts = (side?.reads ?? []).map(({ firstStepReaders }) => firstStepReaders).filter((count) => count !== null);
  return counts.length === 0 ? null : Math.min(...counts);
}
