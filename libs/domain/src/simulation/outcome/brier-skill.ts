/** A chance (0..1) that was foretold, and whether it came. */
export interface Foretold {
  chance: number;
  came: boolean;
}

/** Brier skill: 1 is perfect, 0 no better than always foretelling the share that came, NaN where that is certain. */
export function brierSkill(foretold: readonly Foretold[]): number {
  const share = foretold.filter(({ came }) => came).length / foretold.length;
  const error = (chanceOf: (each: Foretold) => number): number =>
    foretold.reduce((sum, each) => sum + (chanceOf(each) - Number(each.came)) ** 2, 0);
  return 1 - error(({ chance }) => chance) / error(() => share);
}
