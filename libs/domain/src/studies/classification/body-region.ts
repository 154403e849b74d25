import { procedureOf } from './procedure-codes.js';
import { REGION_WORDS, type BodyRegion } from './region-words.js';

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
  const named = REGION_WORDS.filter(([, words]) => words.test(upper)).map(([region]) => region);
  return named.includes('whole-body') ? ['whole-body'] : named;
}
