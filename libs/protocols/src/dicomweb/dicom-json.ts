import type { Dataset } from '../dicom/dataset.js';
import type { Tag } from '../dicom/encoding/dictionary.js';
import { isBinary } from '../dicom/encoding/element.js';
import { binaryNumbers } from './binary-numbers.js';

/** A name as DICOM JSON writes it (PS3.18 section F.2.2). */
export interface JsonName {
  Alphabetic?: string;
  Ideographic?: string;
  Phonetic?: string;
}
export type JsonValue = string | number | null | JsonName | JsonAttributes;
export interface JsonAttribute {
  vr: string;
  Value?: JsonValue[];
  /** Base64. */
  InlineBinary?: string;
}
/** A dataset in the DICOM JSON model (PS3.18 annex F): attributes by tag, eight hexadecimal digits. */
export type JsonAttributes = Record<Tag, JsonAttribute>;

/** Bytes that metadata carries inline; larger values are left to the object itself. */
const MAX_INLINE_BYTES = 1024;
const SPECIFIC_CHARACTER_SET = '00080005';

/**
 * A dataset in the DICOM JSON model, for WADO-RS metadata: without file meta, group lengths and bulk data. An attribute
 * whose value is too large stands there with its VR alone.
 */
export function toDicomJson(dataset: Dataset): JsonAttributes {
  const attributes: JsonAttributes = {};
  for (const tag of dataset.tags.toSorted()) {
    if (tag.startsWith('0002') || tag.endsWith('0000')) continue;
    attributes[tag] = attributeOf(dataset, tag);
  }
  // JSON is UTF-8, and so is the text in it, whatever the object's own character set was.
  if (attributes[SPECIFIC_CHARACTER_SET]) attributes[SPECIFIC_CHARACTER_SET] = { vr: 'CS', Value: ['ISO_IR 192'] };
  return attributes;
}

function attributeOf(dataset: Dataset, tag: Tag): JsonAttribute {
  const vr = dataset.vr(tag);
  if (vr === 'SQ') return withValues(vr, dataset.items(tag).map(toDicomJson));
  const bytes = dataset.get(tag)?.value ?? Buffer.alloc(0);
  if (isBinary(vr)) {
    const isInline = bytes.length > 0 && bytes.length <= MAX_INLINE_BYTES;
    return isInline ? { vr, InlineBinary: bytes.toString('base64') } : { vr };
  }
  const numbers = binaryNumbers(bytes, vr, dataset.set.littleEndian);
  return withValues(vr, numbers ?? dataset.texts(tag).map((text) => jsonText(vr, text)));
}

/** An empty attribute has no Value; an empty value between others is null (PS3.18 section F.2.5). */
function withValues(vr: string, values: JsonValue[]): JsonAttribute {
  const isEmpty = values.every((value) => value === null);
  return isEmpty ? { vr } : { vr, Value: values };
}

function jsonText(vr: string, text: string): JsonValue {
  if (text === '') return null;
  if (vr === 'PN') return jsonName(text);
  if (vr === 'DS' || vr === 'IS') return jsonNumber(text);
  return text;
}

/** What is no number stays text: the standard lets DS and IS be either, and nothing a device wrote is to be lost. */
function jsonNumber(text: string): JsonValue {
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim());
  const number = Number(text);
  return isNumber && Number.isFinite(number) ? number : text;
}

/** The three representations of a name; those that are empty are left out. */
export function jsonName(text: string): JsonValue {
  const [alphabetic, ideographic, phonetic] = text.split('=').map((group) => group.trim());
  const name: JsonName = {};
  if (alphabetic) name.Alphabetic = alphabetic;
  if (ideographic) name.Ideographic = ideographic;
  if (phonetic) name.Phonetic = phonetic;
  return Object.keys(name).length === 0 ? null : name;
}
