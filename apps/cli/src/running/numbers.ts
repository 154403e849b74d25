import { InvalidArgumentError } from 'commander';

export interface Bounds {
  from: number;
  to: number;
  whole?: boolean;
}

/** Reads a number of the command line within bounds; commander says what is wrong with it. */
export const numberWithin =
  ({ from, to, whole = false }: Bounds) =>
  (text: string): number => {
    const value = Number(text);
    const fits = text.trim() !== '' && value >= from && value <= to && (!whole || Number.isInteger(value));
    if (fits) return value;
    throw new InvalidArgumentError(`must be a ${whole ? 'whole ' : ''}number from ${from} to ${to}`);
  };
