// prettier-ignore
export const BODY_REGIONS = [
  'head', 'neck', 'spine', 'chest', 'heart', 'breast', 'abdomen', 'pelvis', 'extremity', 'whole-body',
] as const;
export type BodyRegion = (typeof BODY_REGIONS)[number];

/** Words of descriptions and Body Part Examined terms, whole words only. */
export const REGION_WORDS: readonly (readonly [BodyRegion, RegExp])[] = [
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
