import { vrOf, type Tag } from '../dicom/encoding/dictionary.js';
import { jsonName, type JsonAttributes, type JsonValue } from './dicom-json.js';

/** A value to put under a tag: one, several, nothing, or the items of a sequence. */
export type AttributeValue = string | number | null | readonly string[] | readonly JsonAttributes[];

/** Attributes in the DICOM JSON model from plain values, each in the VR of the dictionary, in the order of their tags. */
export function jsonAttributes(values: Readonly<Record<Tag, AttributeValue>>): JsonAttributes {
  const attributes: JsonAttributes = {};
  for (const tag of Object.keys(values).toSorted()) {
    const vr = vrOf(tag);
    const filled = [values[tag] ?? []].flat().filter((value) => value !== '') as (string | number | JsonAttributes)[];
    const written = filled.map((value): JsonValue =>
      vr === 'PN' && typeof value === 'string' ? jsonName(value) : value,
    );
    attributes[tag] = written.length === 0 ? { vr } : { vr, Value: written };
  }
  return attributes;
}
