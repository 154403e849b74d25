/**
 * Narrows long lists of candidates. Half of those kept are the best by `rank`, so that what is pressing finds who is free
 * first; the others are spread over the rest, by a turn of its own for each work, so that all do not want the same few.
 */
export function candidateCutter(
  rank: Int32Array,
  limit: number,
): (work: number, all: ArrayLike<number>) => ArrayLike<number> {
  const best = limit - (limit >> 1);
  const kept = new Int32Array(limit);
  let list = new Int32Array(4 * limit);
  return (work, all) => {
    const count = all.length;
    if (count <= limit) return all;
    if (count > list.length) list = new Int32Array(2 * count);
    for (let each = 0; each < count; each++) list[each] = all[each] as number;
    selectBest(list, count, best, rank);
    kept.set(list.subarray(0, best));
    const rest = count - best;
    const spread = limit - best;
    for (let each = 0; each < spread; each++) {
      // Knuth's multiplier turns neighbours in the list far apart.
      const turn = (Math.imul(work + 1, 0x9e3779b1) >>> 0) % rest;
      kept[best + each] = list[best + ((turn + Math.floor((each * rest) / spread)) % rest)] as number;
    }
    return kept;
  };
}

/** Moves the `best` of least rank to the front of the first `count` (Hoare's quickselect; ranks are unique). */
function selectBest(list: Int32Array, count: number, best: number, rank: Int32Array): void {
  let from = 0;
  let to = count - 1;
  while (from < to) {
    const pivot = rank[list[(from + to) >> 1] as number] as number;
    let low = from;
    let high = to;
    while (low <= high) {
      while ((rank[list[low] as number] as number) < pivot) low++;
      while ((rank[list[high] as number] as number) > pivot) high--;
      if (low > high) break;
      const moved = list[low] as number;
      list[low++] = list[high] as number;
      list[high--] = moved;
    }
    if (best - 1 <= high) to = high;
    else if (best - 1 >= low) from = low;
    else return;
  }
}
