import { InvalidArgumentError } from 'commander';

/** Reads names that are set apart by commas, each one of `known`. */
export const nameList =
  <Name extends string>(known: readonly Name[]) =>
  (text: string): Name[] => {
    const names = [...new Set(text.split(',').map((each) => each.trim()))];
    const unknown = names.filter((name) => !known.includes(name as Name));
    if (unknown.length === 0) return names as Name[];
    throw new InvalidArgumentError(`there is no ${unknown.join(', ')}; there are ${known.join(', ')}`);
  };
