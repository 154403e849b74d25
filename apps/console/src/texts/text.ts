import catalogue from './en.json';

/** Every text a person reads is in `en.json`; the compiler knows the keys. */
export type TextKey = keyof typeof catalogue;
export type TextValues = Record<string, string | number>;

const entries: Record<string, string> = catalogue;

const filled = (template: string, values: TextValues): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

export const text = (key: TextKey, values: TextValues = {}): string => filled(catalogue[key], values);

/** The text of a count: `<key>.one` for exactly one, else `<key>.other`, with `{count}` filled in. */
export function counted(key: string, count: number, values: TextValues = {}): string {
  const template = entries[`${key}.${count === 1 ? 'one' : 'other'}`] ?? key;
  return filled(template, { ...values, count: count.toLocaleString('en') });
}

const humanized = (code: string): string => {
  const words = code
    .replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .replace(/[/._-]+/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The name of a code of some kind ("priority", "critical"); a code without a text is made readable. */
export const label = (kind: string, code: string | null | undefined): string =>
  code === null || code === undefined || code === '' ? text('none') : (entries[`${kind}.${code}`] ?? humanized(code));
