import type { HardRule } from '../hard-rules.js';

/** Has the subspecialty the study requires, at the levels that require one. */
export const subspecialtyRule: HardRule = ({ read, reader }, _, { subspecialtyRequiredFor }) => {
  const wanted = read.subspecialty?.toLowerCase();
  if (wanted === undefined || !subspecialtyRequiredFor.includes(read.issues)) return null;
  const has = reader.reader.subspecialties.some((each) => each.toLowerCase() === wanted);
  return has ? null : `no ${wanted} subspecialty, required for a ${read.issues} read`;
};
