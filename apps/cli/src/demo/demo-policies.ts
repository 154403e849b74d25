import {
  finalOnshore,
  finalOnshoreNearshoreOverflow,
  medicareNightRule,
  offshorePreliminaryOnshoreFinal,
  pediatricRule,
  petRule,
  strokeFinal,
  strokeRule,
  withBlindSecond,
  type PolicyDocument,
  type PolicyRule,
} from '@overread/domain';

/** Every outpatient MR is read twice, the second time blind. */
const mrTwice = (plan: string): PolicyRule => ({
  id: 'outpatient-mr-twice',
  name: 'Outpatient MR is read twice',
  conditions: [
    { attribute: 'modalityFamily', operator: 'equals', value: 'MR' },
    { attribute: 'patientClass', operator: 'equals', value: 'outpatient' },
  ],
  plan,
});

/** Final onshore by day, offshore preliminary and onshore final for Medicare at night, nearshore when onshore is short; one study in twenty read twice. */
export function networkPolicy(): PolicyDocument {
  const overflow = finalOnshoreNearshoreOverflow();
  const night = offshorePreliminaryOnshoreFinal();
  const stroke = strokeFinal();
  const twice = withBlindSecond(overflow);
  return {
    plans: [overflow, finalOnshore(), night, stroke, twice],
    rules: [pediatricRule(), petRule(), strokeRule(stroke.name), medicareNightRule(night.name), mrTwice(twice.name)],
    fallback: overflow.name,
    pediatricBelowYears: 16,
    sampling: {
      salt: 'demo-network',
      rules: [{ id: 'one-in-twenty', kind: 'random', probability: 0.05, conditions: [] }],
    },
  };
}

/** A facility whose plan is one of the network's, whatever the hour. */
export const alwaysPolicy = (plan: string): PolicyDocument => ({
  plans: [],
  rules: [{ id: 'always', name: `Always ${plan}`, conditions: [], plan }],
});
