import type { BodyRegion } from './region-words.js';

/** What a procedure code says about the images. */
export interface Procedure {
  modalities: readonly string[];
  bodyPart: string;
  regions: readonly BodyRegion[];
}

const LOINC = 'http://loinc.org';

/** LOINC/RSNA Playbook codes in common use; dated data of an administrator, these are the defaults. Source: domain facts 8.5. */
export const LOINC_PROCEDURES: Readonly<Record<string, Procedure>> = {
  '24725-4': { modalities: ['CT'], bodyPart: 'HEAD', regions: ['head'] },
  '30799-1': { modalities: ['CT'], bodyPart: 'HEAD', regions: ['head'] },
  '24627-2': { modalities: ['CT'], bodyPart: 'CHEST', regions: ['chest'] },
  '36813-4': { modalities: ['CT'], bodyPart: 'ABDOMEN', regions: ['abdomen', 'pelvis'] },
  '24590-2': { modalities: ['MR'], bodyPart: 'BRAIN', regions: ['head'] },
  '24558-9': { modalities: ['US'], bodyPart: 'ABDOMEN', regions: ['abdomen'] },
  '36643-5': { modalities: ['DX'], bodyPart: 'CHEST', regions: ['chest'] },
};

/** What a code means, null when its system is another's or the code is not in the table. No system means LOINC. */
export function procedureOf(code: { code: string; system: string | null } | null): Procedure | null {
  if (code === null) return null;
  const { system } = code;
  if (system !== null && system !== LOINC && system !== 'LN' && system !== 'urn:oid:2.16.840.1.113883.6.1') return null;
  return Object.hasOwn(LOINC_PROCEDURES, code.code) ? (LOINC_PROCEDURES[code.code] ?? null) : null;
}
