/** Words that place an examination, in the text of a description or as a DICOM Body Part Examined term. */
const REGIONS: readonly (readonly [region: string, words: RegExp])[] = [
  ['whole-body', /\b(whole ?body|skull (base )?to (mid ?)?thigh|total body)\b/],
  ['head', /\b(head|brain|skull|orbits?|sinus(es)?|face|facial|iac|iacs|pituitary|temporal bones?|stroke|cta head)\b/],
  ['neck', /\b(neck|carotids?|thyroid|larynx|soft tissue neck)\b/],
  ['spine', /\b(spine|cspine|tspine|lspine|lsspine|cervical|thoracic|lumbar|sacrum|coccyx|vertebrae?)\b/],
  ['breast', /\b(breasts?|mammo\w*|mammography)\b/],
  ['heart', /\b(heart|cardiac|coronary|coronaries|myocardial)\b/],
  ['chest', /\b(chest|thorax|lungs?|ribs?|pulmonary|pe protocol|sternum)\b/],
  ['abdomen', /\b(abdomen|abd|abdominal|liver|renal|kidneys?|kub|pancreas|spleen|gallbladder|mrcp|aorta)\b/],
  ['pelvis', /\b(pelvis|pelvic|prostate|uterus|bladder|hips?)\b/],
  [
    'extremity',
    /\b(extremity|shoulder|elbow|wrist|hand|finger|humerus|forearm|femur|knee|tibia|tib fib|ankle|foot|feet|toe|arm|leg)\b/,
  ],
];

/**
 * The regions an examination covers. Body Part Examined alone is not to be trusted (operators leave the protocol's
 * default), so the description is asked first and the body part fills in when it says nothing.
 */
export function bodyRegions(bodyPart: string | null, description: string | null): string[] {
  const told = regionsIn(description);
  return told.length > 0 ? told : regionsIn(bodyPart);
}

function regionsIn(text: string | null): string[] {
  if (text === null) return [];
  const words = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ');
  return REGIONS.filter(([, pattern]) => pattern.test(words)).map(([region]) => region);
}
