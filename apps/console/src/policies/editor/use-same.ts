import { replaceEqualDeep } from '@tanstack/react-query';
import { useRef } from 'react';

/** The value with those parts of it that are as they were being the very ones: what stands on them is not drawn anew. */
export function useSame<Value>(value: Value): Value {
  const kept = useRef(value);
  kept.current = replaceEqualDeep(kept.current, value) as Value;
  return kept.current;
}
