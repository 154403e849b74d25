import { CharacterSet } from './encoding/character-set.js';
import { vrOf, type Tag } from './encoding/dictionary.js';
import { ElementReader } from './encoding/element-reader.js';
import { EXPLICIT_LITTLE, IMPLICIT_LITTLE, isKnownVr } from './encoding/element.js';
import type { DicomElement, ElementSet } from './encoding/element.js';
import { parsePersonName, type PersonName } from './person-name.js';

const SPECIFIC_CHARACTER_SET = '00080005';
const PIXEL_REPRESENTATION = '00280103';
/** VRs whose text follows (0008,0005); the other text VRs are ASCII (PS3.5 section 6.1.2.3). */
const ENCODED_VRS = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);
/** VRs with one value only, in which `\` is a character. */
const SINGLE_VALUED = new Set(['LT', 'ST', 'UT', 'UR']);
/** VRs in which spaces in front mean something. */
const LEADING_SPACE_VRS = new Set(['LT', 'ST', 'UT', 'UC', 'PN']);

/** The values of a dataset or of one sequence item, decoded. Absent and empty values both answer null. */
export class Dataset {
  private readonly characterSet: CharacterSet;

  constructor(
    readonly set: ElementSet,
    inherited: CharacterSet = CharacterSet.default,
  ) {
    const declared = set.elements.get(SPECIFIC_CHARACTER_SET);
    // An item without its own character set uses that of what it is in (PS3.3 section C.12.1.1.2).
    this.characterSet = declared ? new CharacterSet(declared.value.toString('latin1').split('\\')) : inherited;
  }

  /** Tags in the order of the file. */
  get tags(): Tag[] {
    return [...this.set.elements.keys()];
  }

  get(tag: Tag): DicomElement | undefined {
    return this.set.elements.get(tag);
  }

  /** The VR as written, or the dictionary's where the file says UN (some converters write UN for everything). */
  vr(tag: Tag): string {
    const written = this.get(tag)?.vr ?? 'UN';
    return isKnownVr(written) && written !== 'UN' ? written : vrOf(tag, this.hasSignedPixels());
  }

  /** Every value of a text element, without padding. */
  texts(tag: Tag): string[] {
    const element = this.get(tag);
    if (!element || element.value.length === 0) return [];
    const vr = this.vr(tag);
    const whole = ENCODED_VRS.has(vr) ? this.characterSet.decode(element.value) : element.value.toString('latin1');
    const values = SINGLE_VALUED.has(vr) ? [whole] : whole.split('\\');
    return values.map((value) => trimmed(value, vr));
  }

  /** The first value of a text element. */
  text(tag: Tag): string | null {
    return this.texts(tag)[0] || null;
  }

  /** A UID exactly as written, but for NULs and spaces at its end: it may be no valid UID, yet it is the identity. */
  uid(tag: Tag): string | null {
    const written = this.get(tag)?.value.toString('latin1') ?? '';
    return written.replace(/[\0 ]+$/, '') || null;
  }

  /** A whole number written as IS or US; null when it is neither. */
  integer(tag: Tag): number | null {
    const element = this.get(tag);
    if (element && this.vr(tag) === 'US') return this.unsignedShort(element.value);
    const text = this.text(tag) ?? '';
    return /^[+-]?\d{1,12}$/.test(text) ? Number(text) : null;
  }

  personName(tag: Tag): PersonName | null {
    return parsePersonName(this.text(tag) ?? '');
  }

  /** The items of a sequence, also of one whose VR was written as UN. */
  items(tag: Tag): Dataset[] {
    const element = this.get(tag);
    if (!element) return [];
    const sets = element.items ?? (this.vr(tag) === 'SQ' ? unwrapped(element.value) : []);
    return sets.map((set) => new Dataset(set, this.characterSet));
  }

  private hasSignedPixels(): boolean {
    const representation = this.get(PIXEL_REPRESENTATION)?.value;
    return representation !== undefined && this.unsignedShort(representation) === 1;
  }

  private unsignedShort(value: Buffer): number | null {
    if (value.length < 2) return null;
    return this.set.littleEndian ? value.readUInt16LE(0) : value.readUInt16BE(0);
  }
}

function trimmed(value: string, vr: string): string {
  const cut = value.replace(/[\0 ]+$/, '');
  return LEADING_SPACE_VRS.has(vr) ? cut : cut.replace(/^ +/, '');
}

/** A sequence inside a UN value is implicit little endian (PS3.5 section 6.2.2); not every writer knows. */
function unwrapped(value: Buffer): readonly ElementSet[] {
  const implicit = new ElementReader(value, IMPLICIT_LITTLE).readSequence();
  if (implicit.intact) return implicit.items;
  const explicit = new ElementReader(value, EXPLICIT_LITTLE).readSequence();
  return explicit.intact ? explicit.items : implicit.items;
}
