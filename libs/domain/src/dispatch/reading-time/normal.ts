/**
 * Standard normal cumulative distribution, absolute error below 1e-15 or so: Hart's algorithm 5666 as arranged by West,
 * "Better approximations to cumulative normal functions", Wilmott Magazine (2005).
 */
export function normalCumulative(x: number): number {
  const z = Math.abs(x);
  if (z > 37) return x > 0 ? 1 : 0;
  const density = Math.exp((-z * z) / 2);
  const tail = z < 7.07106781186547 ? (density * ratio(z, ABOVE)) / ratio(z, BELOW) : density / fraction(z);
  return x > 0 ? 1 - tail : tail;
}

const ABOVE = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
];
const BELOW = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];

const ratio = (z: number, coefficients: readonly number[]): number =>
  coefficients.reduce((sum, coefficient) => sum * z + coefficient, 0);

const fraction = (z: number): number => (z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))))) * 2.506628274631;
