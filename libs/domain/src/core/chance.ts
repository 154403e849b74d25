/** One of several, each with its weight; weights need not sum to one. */
export type Weighted<T> = readonly (readonly [T, number])[];

/** Chances that are the same at every run of a seed. */
export class Chance {
  private state: number;

  constructor(private readonly seed: string) {
    this.state = hashOf(seed);
  }

  /** Chances of their own, so that what one part draws does not move what another draws. */
  fork(label: string): Chance {
    return new Chance(`${this.seed}/${label}`);
  }

  /** mulberry32: 0 (inclusive) to 1 (exclusive). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  happens(share: number): boolean {
    return this.next() < share;
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(weighted: Weighted<T>): T {
    let rest = this.next() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of weighted) {
      rest -= weight;
      if (rest < 0) return value;
    }
    const last = weighted.findLast(([, weight]) => weight > 0);
    if (last === undefined) throw new Error('there is nothing to pick from');
    return last[0];
  }

  oneOf<T>(list: readonly T[]): T {
    return this.pick(list.map((each) => [each, 1] as const));
  }

  /** A wait until the next of events that come independently, `rate` of them in a unit of time. */
  waitFor(rate: number): number {
    return -Math.log(1 - this.next()) / rate;
  }

  /** Half of the draws are below `median`; `sigma` is of the logarithm. */
  lognormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** How many of events that come independently, `mean` expected. Knuth; for means to some hundreds. */
  poisson(mean: number): number {
    let count = 0;
    for (let rest = mean - this.waitFor(1); rest > 0; rest -= this.waitFor(1)) count += 1;
    return count;
  }

  /** Gamma of mean 1 and variance `1 / shape`, for a shape of at least 1. Marsaglia and Tsang (2000). */
  gamma(shape: number): number {
    const least = shape - 1 / 3;
    for (;;) {
      const normal = this.normal();
      const cubed = (1 + normal / Math.sqrt(9 * least)) ** 3;
      if (cubed <= 0) continue;
      const bound = normal ** 2 / 2 + least - least * cubed + least * Math.log(cubed);
      if (Math.log(1 - this.next()) < bound) return (least * cubed) / shape;
    }
  }

  /** Standard normal. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
}

/** FNV-1a of 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}
