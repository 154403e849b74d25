import type { HealthSystemId } from '../../core/ids.js';
import type { DispatchParams } from '../dispatch-params.js';

/** What a health system usually sends, and what of its work was read lately. Expected minutes of urgent and routine reads. */
export interface SystemFlow {
  healthSystemId: HealthSystemId;
  usualMinutes: number;
  lateMinutes: number;
}

/** What counts as usual, and as lately. Hours. */
export const USUAL_HOURS = 72;
export const LATELY_HOURS = 2;

/** Below so many minutes read lately nothing is said about shares. */
const LEAST_MINUTES = 30;
/** A health system is never taken to send less than this part of an equal share: a new one has no past. */
const LEAST_PART = 0.1;

/**
 * How far ahead of its share each health system is, as the term of the index: `factor * ln(part read lately / usual part)`,
 * at most `most` either way. The share is what it usually sends, not what it has just sent: who sends a thousand at once gets
 * no more for it. The index takes it off urgent and routine work only, and a declared mass-casualty event suspends it.
 */
export function fairTerms(
  flows: readonly SystemFlow[],
  { fairShare }: Pick<DispatchParams, 'fairShare'>,
  { suspended }: { suspended: boolean },
): Map<HealthSystemId, number> {
  const late = flows.reduce((sum, flow) => sum + flow.lateMinutes, 0);
  if (suspended || flows.length < 2 || late < LEAST_MINUTES) return new Map();
  const usual = flows.reduce((sum, flow) => sum + flow.usualMinutes, 0);
  const least = LEAST_PART / flows.length;
  return new Map(
    flows.map(({ healthSystemId, usualMinutes, lateMinutes }) => {
      const share = Math.max(least, usual > 0 ? usualMinutes / usual : 0);
      const part = Math.max(least / 10, lateMinutes / late);
      const term = fairShare.factor * Math.log(part / share);
      return [healthSystemId, Math.max(-fairShare.most, Math.min(fairShare.most, term))];
    }),
  );
}
