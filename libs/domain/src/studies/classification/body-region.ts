import { procedureOf } from './procedure-codes.js';

// prettier-ignore
export const BODY_REGIONS = [
  'head', 'neck', 'spine', 'chest', 'heart', 'breast', 'abdomen', 'pelvis', 'extremity', 'whole-body',
] as const;
export type BodyRegion = (typeof BODY_REGIONS)[number];

/** Words of descriptions and Body Part Examined terms, in the languages the demo network submits in; whole words only. */
const WORDS: readonly (readonly [BodyRegion, RegExp])[] = [
  [
    'whole-body',
    /\b(WHOLE ?BODY|WHOLEBODY|WB|POLYTRAUMA|SKULL BASE TO|EYES TO THIGHS?|TOTAL BODY|TRAUMA SCAN|PAN ?SCAN)\b/,
  ],
  [
    'head',
    /\b(HEAD|BRAIN|SKULL|CRANIUM|CRANIAL|ORBITS?|FACE|FACIAL|SINUS(ES)?|IAC|PITUITARY|STROKE|SCHAEDEL|CEREBRAL)\b/,
  ],
  [
    'spine',
    /\b([CTL] ?-?SPINE|CSPINE|TSPINE|LSPINE|LSSPINE|SPINE|SPINAL|CERVICAL|THORACIC SPINE|LUMBAR|SACRUM|COCCYX)\b/,
  ],
  ['neck', /\b(NECK|THYROID|LARYNX|CAROTIDS?)\b/],
  ['heart', /\b(HEART|CARDIAC|CORONARY|CCTA|MYOCARDIAL)\b/],
  ['breast', /\b(BREASTS?|MAMMO(GRAM|GRAPHY)?)\b/],
  ['chest', /\b(CHEST|THORAX|LUNGS?|RIBS?|CXR|CTPA|PULMONARY)\b/],
  ['abdomen', /\b(ABDOMEN|ABDOMINAL|ABD|ABDOMENPELVIS|LIVER|KIDNEYS?|RENAL|KUB|PANCREAS|GALLBLADDER|RUQ|APPENDIX)\b/],
  ['pelvis', /\b(PELVIS|PELVIC|ABDOMENPELVIS|PROSTATE|UTERUS|BLADDER|SCROTUM|TESTES)\b/],
  [
    'extremity',
    /\b(EXTREMITY|SHOULDER|CLAVICLE|HUMERUS|ELBOW|FOREARM|WRIST|HAND|FINGER|HIP|FEMUR|KNEE|LEG|TIBIA|ANKLE|FOOT|CALCANEUS|TOE)S?\b/,
  ],
];

/**
 * The regions a study shows. Body Part Examined alone is not to be trusted: a known procedure code decides; then the
 * description; the body part answers when both are silent. Empty when nobody knows.
 */
export function bodyRegions(
  bodyPart: string | null,
  procedureCode: { code: string; system: string | null } | null,
  description: string | null,
): BodyRegion[] {
  const procedure = procedureOf(procedureCode);
  if (procedure !== null) return [...procedure.regions];
  const described = regionsNamed(description);
  return described.length > 0 ? described : regionsNamed(bodyPart);
}

/** The one region that stands for a study: abdomen and pelvis are one visit, several others are the whole body. */
export function bodyRegion(...study: Parameters<typeof bodyRegions>): BodyRegion | null {
  const regions = bodyRegions(...study);
  if (regions.every((region) => region === 'abdomen' || region === 'pelvis')) return regions[0] ?? null;
  return regions.length > 1 ? 'whole-body' : (regions[0] ?? null);
}

function regionsNamed(text: string | null): BodyRegion[] {
  const upper = (text ?? '').toUpperCase().replaceAll(/[_/&+,]/g, ' ');
  const named = WORDS.filter(([, words]) => words.test(upper)).map(([region]) => region);
  return named.includes('whole-body') ? ['whole-body'] : named;
}
