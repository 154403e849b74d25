/** Credit 0..1 for a pair of classes, by their places in the category list. */
export type Weights = (first: number, second: number) => number;

export const WEIGHT_SCHEMES = ['plain', 'linear', 'quadratic'] as const;
export type WeightScheme = (typeof WEIGHT_SCHEMES)[number];

/**
 * Agreement weights over `categories` classes in order: `plain` credits the same class alone; `linear` and `quadratic`
 * (Cicchetti-Allison, Fleiss-Cohen) also a near one, and have a meaning only where the list is an order.
 */
export function agreementWeights(scheme: WeightScheme, categories: number): Weights {
  const span = Math.max(categories - 1, 1);
  switch (scheme) {
    case 'plain':
      return (first, second) => (first === second ? 1 : 0);
    case 'linear':
      return (first, second) => 1 - Math.abs(first - second) / span;
    case 'quadratic':
      return (first, second) => 1 - ((first - second) / span) ** 2;
  }
}
