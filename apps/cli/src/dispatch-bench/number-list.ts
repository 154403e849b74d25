import { InvalidArgumentError } from 'commander';

const MOST = 1000;

/** Reads `1-10` or `1,3,7-9` into whole numbers from 1, each once and in order. */
export function numberList(text: string): number[] {
  const numbers = new Set(text.split(',').flatMap(rangeOf));
  if (numbers.size > MOST) throw new InvalidArgumentError(`names more than ${MOST}`);
  return [...numbers].sort((a, b) => a - b);
}

function rangeOf(part: string): number[] {
  const [, from = '', to = from] = /^\s*([1-9]\d{0,5})(?:-([1-9]\d{0,5}))?\s*$/.exec(part) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (from === '' || last < first || last - first >= MOST) {
    throw new InvalidArgumentError('must be whole numbers from 1, as in 1-10 or 1,3,7-9');
  }
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
