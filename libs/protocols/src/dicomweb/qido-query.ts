import { DomainError } from '@overread/domain';
import { keywordOf, tagNamed, vrOf, type Tag } from '../dicom/encoding/dictionary.js';
import { matchOf, type QidoMatch } from './qido-match.js';

/** One attribute to match. */
export interface QidoCondition {
  /** The attribute's tag; with the tags of the sequences around it in front when it lies in some. */
  readonly path: readonly Tag[];
  readonly tag: Tag;
  readonly keyword: string | null;
  readonly match: QidoMatch;
}

export interface QidoQuery {
  readonly conditions: readonly QidoCondition[];
  /** Attributes wanted beside the usual ones, named by `includefield` or by a match for anything. */
  readonly includeFields: 'all' | readonly Tag[];
  readonly fuzzyMatching: boolean;
  /** Null: as many as the server gives. */
  readonly limit: number | null;
  readonly offset: number;
}

const OPTIONS = new Set(['includefield', 'fuzzymatching', 'limit', 'offset']);

const refuse = (name: string, code: string, message: string): DomainError =>
  new DomainError('invalid', code, `${name}: ${message}`, { errors: [{ path: name, code, message }] });

/**
 * Reads the query of a QIDO-RS request (PS3.18 section 8.3.4). Attributes are keywords (`PatientID`) or tags
 * (`00100020`), in sequences joined by dots. `otherNames` are parameters that mean something to the server itself.
 * Throws `qido/unknown-attribute`, `qido/repeated-attribute`, `qido/bad-value`.
 */
export function parseQidoQuery(parameters: URLSearchParams, otherNames: readonly string[] = []): QidoQuery {
  const names = [...new Set(parameters.keys())].filter((name) => !OPTIONS.has(name) && !otherNames.includes(name));
  const asked = names.map((name) => attributeOf(name, parameters.getAll(name)));
  const conditions = asked.filter((attribute) => attribute.match !== null) as QidoCondition[];
  const wanted = asked.filter(({ match }) => match === null).map(({ tag }) => tag);
  return {
    conditions,
    includeFields: includedIn(parameters.getAll('includefield'), wanted),
    fuzzyMatching: flag(parameters, 'fuzzymatching'),
    limit: parameters.has('limit') ? count(parameters, 'limit') : null,
    offset: count(parameters, 'offset'),
  };
}

function attributeOf(name: string, values: string[]): Omit<QidoCondition, 'match'> & { match: QidoMatch | null } {
  const path = pathOf(name);
  const tag = path.at(-1) ?? '';
  if (values.length > 1) throw refuse(name, 'qido/repeated-attribute', 'give each attribute once');
  const match = matchOf(vrOf(tag), values[0] ?? '');
  if (match === 'bad') throw refuse(name, 'qido/bad-value', `not a value or range of VR ${vrOf(tag)}`);
  return { path, tag, keyword: keywordOf(tag), match };
}

function pathOf(name: string): Tag[] {
  return name.split('.').map((step) => {
    const tag = tagNamed(step);
    if (tag === null) throw refuse(name, 'qido/unknown-attribute', 'neither a keyword nor a tag of an attribute');
    return tag;
  });
}

function includedIn(fields: string[], wanted: Tag[]): QidoQuery['includeFields'] {
  const names = fields.flatMap((field) => splitFields(field)).filter((name) => name !== '');
  if (names.includes('all')) return 'all';
  return [...new Set([...wanted, ...names.map((name) => pathOf(name)[0] ?? '')])];
}

/** Fields are separated by commas; `0010,0020` has one of its own. */
const splitFields = (field: string): string[] =>
  field
    .replace(/(?<![0-9A-Fa-f])([0-9A-Fa-f]{4}),([0-9A-Fa-f]{4})(?![0-9A-Fa-f])/g, '$1$2')
    .split(',')
    .map((name) => name.trim());

function flag(parameters: URLSearchParams, name: string): boolean {
  const value = (parameters.get(name) ?? 'false').toLowerCase();
  if (value !== 'true' && value !== 'false') throw refuse(name, 'qido/bad-value', 'true or false');
  return value === 'true';
}

function count(parameters: URLSearchParams, name: string): number {
  const value = parameters.get(name) ?? '0';
  if (!/^\d{1,9}$/.test(value)) throw refuse(name, 'qido/bad-value', 'a whole number, 0 or more');
  return Number(value);
}
