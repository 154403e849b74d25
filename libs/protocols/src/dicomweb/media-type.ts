/** A media type or range with its parameters, names in lower case (RFC 9110 section 8.3.1). */
export interface MediaType {
  /** `multipart/related`, in lower case. */
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** A run of characters that are neither `separator` nor quotes, or a quoted string, as often as they come. */
const pieces = (text: string, separator: ',' | ';'): string[] =>
  (text.match(separator === ',' ? /(?:[^",]|"(?:\\.|[^"\\])*"?)+/g : /(?:[^";]|"(?:\\.|[^"\\])*"?)+/g) ?? [])
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');

/** Parses a Content-Type. Parameter values may be quoted or, as many senders do, hold a bare slash. */
export function parseMediaType(text: string): MediaType {
  const [type = '', ...rest] = pieces(text, ';');
  const parameters = new Map<string, string>();
  for (const parameter of rest) {
    const [, name, value = ''] = /^([^=]*)=(.*)$/s.exec(parameter) ?? [];
    if (name !== undefined) parameters.set(name.trim().toLowerCase(), unquoted(value.trim()));
  }
  return { type: type.toLowerCase(), parameters };
}

const unquoted = (value: string): string =>
  value.startsWith('"') ? value.slice(1, value.endsWith('"') ? -1 : undefined).replace(/\\(.)/gs, '$1') : value;

/** The ranges of an Accept header that are wanted at all, the most wanted first; without a header, anything. */
export function parseAccept(text: string | undefined): MediaType[] {
  if (!text?.trim()) return [{ type: '*/*', parameters: new Map() }];
  return pieces(text, ',')
    .map(parseMediaType)
    .map((range) => ({ range, quality: qualityOf(range) }))
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .map(({ range }) => range);
}

function qualityOf({ parameters }: MediaType): number {
  const quality = Number(parameters.get('q') ?? 1);
  return Number.isFinite(quality) ? quality : 1;
}
