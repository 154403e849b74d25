/** One study: the class each reader gave it, `null` where a reader did not read it. Places are readers. */
export type Ratings<C extends string> = readonly (C | null)[];

/** One study: how many readers put it in each category of the scheme. */
export type RatingCounts = readonly number[];

/**
 * The counts of each study over the fixed category list; a study that nobody read has zeros.
 *
 * @throws RangeError for a class outside of the list
 */
export function countRatings<C extends string>(categories: readonly C[], studies: readonly Ratings<C>[]): number[][] {
  return studies.map((ratings) => {
    const counts = categories.map(() => 0);
    for (const rating of ratings) {
      if (rating === null) continue;
      const place = categories.indexOf(rating);
      if (place === -1) throw new RangeError(`${rating} is no class of the scheme`);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    return counts;
  });
}
