import {
  finalOnshore,
  finalOnshoreNearshoreOverflow,
  medicareNightRule,
  offshorePreliminaryOnshoreFinal,
  pediatricRule,
  petRule,
  strokeFinal,
  strokeRule,
  type PolicyDocument,
} from '@overread/domain';

/** Final onshore by day, offshore preliminary and onshore final for Medicare at night, nearshore when onshore is short. */
export function networkPolicy(): PolicyDocument {
  const overflow = finalOnshoreNearshoreOverflow();
  const night = offshorePreliminaryOnshoreFinal();
  const stroke = strokeFinal();
  return {
    plans: [overflow, finalOnshore(), night, stroke],
    rules: [pediatricRule(), petRule(), strokeRule(stroke.name), medicareNightRule(night.name)],
    fallback: overflow.name,
    pediatricBelowYears: 16,
  };
}

/** A facility whose plan is one of the network's, whatever the hour. */
export const alwaysPolicy = (plan: string): PolicyDocument => ({
  plans: [],
  rules: [{ id: 'always', name: `Always ${plan}`, conditions: [], plan }],
});
