/** A person's name (PS3.5 section 6.2.1.1) as written in up to three scripts, and the parts of the most readable one. */
export interface PersonName {
  readonly alphabetic: string;
  readonly ideographic: string | null;
  readonly phonetic: string | null;
  readonly family: string;
  readonly given: string;
  readonly middle: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** Splits a decoded PN value; null when no part of it is filled. */
export function parsePersonName(value: string): PersonName | null {
  const [alphabetic = '', ideographic = '', phonetic = ''] = value.split('=').map((group) => group.trim());
  const spoken = [alphabetic, ideographic, phonetic].find((group) => /[^^\s]/.test(group));
  if (spoken === undefined) return null;
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = spoken.split('^').map((part) => part.trim());
  return {
    alphabetic,
    ideographic: ideographic || null,
    phonetic: phonetic || null,
    family,
    given,
    middle,
    prefix,
    suffix,
  };
}
