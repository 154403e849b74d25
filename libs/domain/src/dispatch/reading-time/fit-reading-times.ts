import type { ReaderId } from '../../core/ids.js';
import type { BodyRegion } from '../../studies/classification/region-words.js';
import type { ModalityFamily } from '../../studies/study.js';
import { publishedMu } from './expected-time.js';
import { familyOfType } from './exam.js';
import { fitTraits } from './fit-traits.js';
import { invertSymmetric, timesVector } from './invert-symmetric.js';
import { readerInType, SPREAD, type Effect, type ReadingTimeModel } from './reading-time-model.js';
import { SUM_SCALE, SUMS, TRAIT_INDEXES, type ReadingStatistics } from './reading-statistics.js';

/** The mean of one reader's reads of one type, traits taken out, against the published figure. */
interface Cell {
  readerId: ReaderId;
  examType: string;
  family: ModalityFamily;
  mean: number;
  /** Variance of `mean` about family + type + reader: noise over reads, and familiarity. */
  variance: number;
  noise: number;
}

/** Where a family and a type stand among the shared effects. */
interface Places {
  families: ModalityFamily[];
  types: string[];
  of: (cell: Cell) => [number, number];
}

/**
 * The model that best explains these statistics: effects of families, types, readers and readers in types, each pulled
 * towards its parent by partial pooling. A reader's own n reads of a type weigh n/(n + sigma^2/tau^2). These are the
 * best linear unbiased predictions of Henderson's mixed model equations, solved exactly: readers are eliminated first,
 * since no two share an equation. The same statistics in any order give the same model.
 */
export function fitReadingTimes(statistics: readonly ReadingStatistics[]): ReadingTimeModel {
  const sorted = statistics
    .filter(({ reads }) => reads > 0)
    .toSorted((a, b) => (readerInType(a.readerId, a.examType) < readerInType(b.readerId, b.examType) ? -1 : 1));
  const { traits, sigma } = fitTraits(sorted);
  const cells = sorted.flatMap((each) => cellOf(each, traits, sigma));
  const places = placesOf(cells);
  const byReader = Map.groupBy(cells, (cell) => cell.readerId);
  const { shared, inverse } = sharedEffects(cells, byReader, places);
  const level = (cell: Cell) => places.of(cell).reduce((sum, place) => sum + (shared[place] ?? 0), 0);
  const readers = new Map([...byReader].map(([id, own]) => [id, readerEffect(own, level)]));
  const familiar = cells.map((cell): [string, Effect] => {
    const rest = cell.mean - level(cell) - (readers.get(cell.readerId)?.value ?? 0);
    const weight = SPREAD.readerInType / cell.variance;
    return [
      readerInType(cell.readerId, cell.examType),
      { value: weight * rest, variance: SPREAD.readerInType * (1 - weight) },
    ];
  });
  return {
    ...sharedMaps(places, shared, inverse),
    readers,
    readersInTypes: new Map(familiar),
    traits,
    sigma,
    reads: sorted.reduce((sum, { reads }) => sum + reads, 0),
  };
}

function cellOf(
  { readerId, examType, reads, sums }: ReadingStatistics,
  traits: readonly number[],
  sigma: ReadingTimeModel['sigma'],
): Cell[] {
  const family = familyOfType(examType);
  if (family === null) return [];
  const explained = TRAIT_INDEXES.reduce((sum, i) => sum + (traits[i] ?? 0) * (sums[SUMS.x(i)] ?? 0), 0);
  const mean =
    ((sums[SUMS.y] ?? 0) - explained) / SUM_SCALE / reads - publishedMu({ family, region: regionOf(examType) });
  const noise = sigma[family] ** 2 / reads;
  return [{ readerId, examType, family, mean, noise, variance: noise + SPREAD.readerInType }];
}

/** A region that is not known any more has no figure of its own: it counts as its family's. */
const regionOf = (examType: string): BodyRegion => examType.slice(examType.indexOf(':') + 1) as BodyRegion;

function placesOf(cells: readonly Cell[]): Places {
  const families = [...new Set(cells.map(({ family }) => family))].toSorted();
  const types = [...new Set(cells.map(({ examType }) => examType))].toSorted();
  const familyAt = new Map(families.map((family, index) => [family, index]));
  const typeAt = new Map(types.map((type, index) => [type, families.length + index]));
  return { families, types, of: ({ family, examType }) => [familyAt.get(family) ?? 0, typeAt.get(examType) ?? 0] };
}

/** Families and types, with the readers eliminated; and the covariance of what is left uncertain. */
function sharedEffects(cells: readonly Cell[], byReader: ReadonlyMap<ReaderId, Cell[]>, places: Places) {
  const size = places.families.length + places.types.length;
  const priors = Array.from({ length: size }, (_, i) => (i < places.families.length ? SPREAD.family : SPREAD.type));
  const matrix = priors.map((prior, i) => priors.map((_, j) => (i === j ? 1 / prior : 0)));
  const right = priors.map(() => 0);
  const add = (i: number, j: number, value: number) => {
    const row = matrix[i];
    if (row) row[j] = (row[j] ?? 0) + value;
  };
  for (const cell of cells) {
    for (const i of places.of(cell)) {
      right[i] = (right[i] ?? 0) + cell.mean / cell.variance;
      for (const j of places.of(cell)) add(i, j, 1 / cell.variance);
    }
  }
  for (const own of byReader.values()) {
    const { precision, sum } = readerSums(own, (cell) => cell.mean);
    const pulls = own.flatMap((cell) => places.of(cell).map((place) => ({ place, weight: 1 / cell.variance })));
    for (const one of pulls) {
      right[one.place] = (right[one.place] ?? 0) - (sum / precision) * one.weight;
      for (const two of pulls) add(one.place, two.place, (-one.weight * two.weight) / precision);
    }
  }
  const inverse = invertSymmetric(matrix);
  return { shared: timesVector(inverse, right), inverse };
}

function readerEffect(own: readonly Cell[], level: (cell: Cell) => number): Effect {
  const { precision, sum } = readerSums(own, (cell) => cell.mean - level(cell));
  return { value: sum / precision, variance: 1 / precision };
}

function readerSums(own: readonly Cell[], value: (cell: Cell) => number): { precision: number; sum: number } {
  const precision = own.reduce((total, { variance }) => total + 1 / variance, 1 / SPREAD.reader);
  return { precision, sum: own.reduce((total, cell) => total + value(cell) / cell.variance, 0) };
}

/** A type's effect holds its family's: the two are uncertain together, and their sum is what is known. */
function sharedMaps({ families, types }: Places, shared: readonly number[], inverse: readonly (readonly number[])[]) {
  const at = (i: number, j: number) => inverse[i]?.[j] ?? 0;
  const familyEffects = families.map((family, i): [ModalityFamily, Effect] => [
    family,
    { value: shared[i] ?? 0, variance: at(i, i) + SPREAD.type },
  ]);
  const typeEffects = types.map((type, index): [string, Effect] => {
    const i = families.length + index;
    const f = families.findIndex((family) => family === familyOfType(type));
    const variance = at(i, i) + at(f, f) + 2 * at(i, f);
    return [type, { value: (shared[i] ?? 0) + (shared[f] ?? 0), variance }];
  });
  return { families: new Map(familyEffects), types: new Map(typeEffects) };
}
