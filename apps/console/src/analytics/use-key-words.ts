import { nameOf, useReaders, useReadingGroups } from '../network/directory.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';

const KINDS: Record<string, string> = { modalityFamily: 'modality' };

export type KeyWords = (row: { key: Record<string, string | null | undefined> }, key: string) => string;

/** The words for a value of a report's key: codes by their texts, groups and readers by their names. */
export function useKeyWords(): KeyWords {
  const groups = useReadingGroups().data;
  const readers = useReaders(null, useMay()('view-readers')).data;
  return (row, key) => {
    const value = row.key[key] ?? null;
    if (value === null) return text('none');
    if (key === 'readingGroup') return nameOf(groups, value) ?? value;
    if (key === 'reader') return nameOf(readers, value) ?? value;
    return key === 'facility' ? value : label(KINDS[key] ?? key, value);
  };
}
