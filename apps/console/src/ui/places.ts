// Regions that Intl names but that are no countries: unions, pseudo-locales, "unknown".
const NOT_A_COUNTRY = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ', 'AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA']);
const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');

export const countryName = (code: string): string => names.of(code) ?? code;

/** ISO 3166-1 countries by name, as the browser knows them; codes that were retired share a name with the one in use. */
export function countries(): { value: string; label: string }[] {
  const found = new Map<string, string>();
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = NOT_A_COUNTRY.has(code) ? undefined : names.of(code);
    const known = name === undefined ? undefined : found.get(name);
    if (name !== undefined && (known === undefined || Intl.getCanonicalLocales(`und-${known}`)[0] !== `und-${known}`))
      found.set(name, code);
  }
  return [...found]
    .map(([label, value]) => ({ value, label: `${label} (${value})` }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
}

export const zones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
