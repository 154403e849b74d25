import dicomParser, { type DataSet, type Element } from 'dicom-parser';
import { groupOf, impliedVr, type Tag } from './dictionary.js';
import { IMPLICIT_LITTLE, type DicomElement, type ElementSet, type Encoding } from './element.js';
import { GuardedStream, ReadFailure } from './guarded-stream.js';

/** Real objects stay far below; beyond it a file is made to exhaust the stack. */
const MAX_DEPTH = 64;

const UNDEFINED_LENGTH = 0xffffffff;
const DELIMITER_GROUP = 0xfffe;
const ITEM = 'FFFEE000';
const BULK_GROUP = 0x7fe0;
const EMPTY = Buffer.alloc(0);

/** Why reading stopped: at the end of the bytes, at bulk data, inside an element, or at one that makes no sense. */
export type ReadOutcome = 'complete' | 'bulk' | 'starved' | 'malformed';

export interface ElementsRead {
  readonly set: ElementSet;
  readonly outcome: ReadOutcome;
  /** Where the element begins at which reading stopped. */
  readonly offset: number;
  /** With `bulk`: where that element's value ends by its own length; null when the length is undefined. */
  readonly bulkEnd: number | null;
  /** With `bulk` of undefined length: where its fragments begin. */
  readonly fragmentsStart: number | null;
}

const STOPPED = { bulkEnd: null, fragmentsStart: null };

type Head = Element & { readonly name: Tag };
const nameOf = (tag: string): Tag => tag.slice(1).toUpperCase();

/**
 * Reads elements from a buffer with dicom-parser, one at the top level at a time: what was read before the bytes end or
 * stop making sense stays, and it is known where that was. Never throws on what the bytes say.
 */
export class ElementReader {
  constructor(
    private readonly bytes: Buffer,
    private readonly encoding: Encoding,
    private readonly start = 0,
  ) {}

  /** The dataset's elements up to the bulk data (group 7FE0 and above), or of one `group` only. */
  read(group?: number): ElementsRead {
    const set = emptySet(this.encoding);
    if (this.start >= this.bytes.length) return { set, outcome: 'complete', offset: this.start, ...STOPPED };
    const stream = this.streamAt(this.start, this.encoding);
    let offset = this.start;
    try {
      while (stream.position < this.bytes.length) {
        offset = stream.position;
        const head = this.head(stream);
        const at = groupOf(head.name);
        if (group !== undefined && at !== group) return { set, outcome: 'complete', offset, ...STOPPED };
        if (at >= BULK_GROUP && at !== DELIMITER_GROUP) {
          const bulkEnd = endOf(head);
          return { set, outcome: 'bulk', offset, bulkEnd, fragmentsStart: bulkEnd === null ? head.dataOffset : null };
        }
        // A stray delimiter at the top level carries nothing; many writers leave one behind.
        if (at !== DELIMITER_GROUP) this.element(set, head, stream);
        else if (head.name === ITEM || head.length !== 0) throw new ReadFailure('malformed');
      }
      return { set, outcome: 'complete', offset: stream.position, ...STOPPED };
    } catch (failure) {
      return { set, outcome: reasonOf(failure), offset, ...STOPPED };
    }
  }

  /** The items of a sequence whose value fills the buffer; what could be read of them, however damaged. */
  readSequence(): { items: ElementSet[]; intact: boolean } {
    const items: ElementSet[] = [];
    if (this.bytes.length === 0) return { items, intact: true };
    const sequence = { tag: 'x00000000', length: this.bytes.length, dataOffset: 0 };
    try {
      this.items(items, sequence, this.streamAt(0, this.encoding), this.encoding);
      return { items, intact: true };
    } catch (failure) {
      reasonOf(failure);
      return { items, intact: false };
    }
  }

  private streamAt(offset: number, { littleEndian }: Encoding): GuardedStream {
    return new GuardedStream(this.bytes, littleEndian, offset);
  }

  /** Asked to read until a tag, the library stops behind that element's length. */
  private head(stream: GuardedStream): Head {
    const tag = dicomParser.readTag(stream);
    stream.seek(-4);
    const element = this.encoding.explicit
      ? dicomParser.readDicomElementExplicit(stream, stream.warnings, tag)
      : dicomParser.readDicomElementImplicit(stream, tag, vrIn(stream));
    return { ...element, name: nameOf(tag), vr: element.vr ?? impliedVr(nameOf(tag)) };
  }

  private element(set: ElementSet, head: Head, stream: GuardedStream): void {
    const isOpen = head.length === UNDEFINED_LENGTH;
    if (head.vr === 'SQ' || (isOpen && head.vr === 'UN')) this.sequence(set, head, stream);
    else if (isOpen) this.fragments(set, head, stream);
    else {
      stream.seek(head.length);
      put(set, { tag: head.name, vr: head.vr ?? 'UN', value: this.bytes.subarray(head.dataOffset, stream.position) });
    }
  }

  private sequence(set: ElementSet, head: Head, stream: GuardedStream): void {
    const items: ElementSet[] = [];
    put(set, { tag: head.name, vr: 'SQ', value: EMPTY, items });
    // UN of undefined length holds implicit little endian items, whatever surrounds it (PS3.5 section 6.2.2 note 2).
    const encoding = head.vr === 'UN' ? IMPLICIT_LITTLE : this.encoding;
    const inside = encoding === this.encoding ? stream : this.streamAt(stream.position, encoding);
    const end = endOf(head);
    try {
      this.items(items, head, inside, encoding);
    } catch (failure) {
      const reason = reasonOf(failure);
      // What its own length contains costs no more than itself.
      if (end === null || end > this.bytes.length) throw new ReadFailure(reason);
    }
    stream.position = end ?? inside.position;
  }

  /** Reads the items of `sequence`; those that were read before a failure are kept. */
  private items(into: ElementSet[], sequence: Element, stream: GuardedStream, encoding: Encoding): void {
    const read: Element = { ...sequence };
    try {
      if (encoding.explicit) dicomParser.readSequenceItemsExplicit(stream, read, stream.warnings);
      else dicomParser.readSequenceItemsImplicit(stream, read, vrIn(stream));
    } finally {
      for (const { dataSet } of read.items ?? []) if (dataSet) into.push(this.setOf(dataSet, encoding, 1));
    }
    // The library takes the end of the bytes for the end of a sequence, and an item that is too long as it comes.
    if (stream.warnings.some((warning) => warning.startsWith('eof encountered'))) throw new ReadFailure('starved');
    const end = endOf(sequence);
    if (end !== null && stream.position !== end) throw new ReadFailure('malformed');
  }

  private setOf(dataSet: DataSet, encoding: Encoding, depth: number): ElementSet {
    if (depth > MAX_DEPTH) throw new ReadFailure('malformed');
    const set = emptySet(encoding);
    for (const { tag, vr, dataOffset, length, hadUndefinedLength, items } of Object.values(dataSet.elements)) {
      const name = nameOf(tag);
      if (groupOf(name) === DELIMITER_GROUP) continue;
      const inner = vr === 'UN' && items ? IMPLICIT_LITTLE : encoding;
      const sets = items?.map((item) => (item.dataSet ? this.setOf(item.dataSet, inner, depth + 1) : emptySet(inner)));
      const value = sets || hadUndefinedLength ? EMPTY : this.bytes.subarray(dataOffset, dataOffset + length);
      put(set, { tag: name, vr: sets ? 'SQ' : (vr ?? impliedVr(name)), value, ...(sets ? { items: sets } : {}) });
    }
    return set;
  }

  /** Encapsulated data outside the pixels' own element: its fragments are passed over. */
  private fragments(set: ElementSet, head: Head, stream: GuardedStream): void {
    put(set, { tag: head.name, vr: head.vr ?? 'UN', value: EMPTY });
    const element: Element = { ...head };
    dicomParser.findEndOfEncapsulatedElement(stream, element, stream.warnings);
    if (element.length === UNDEFINED_LENGTH) throw new ReadFailure('starved');
  }
}

const emptySet = ({ littleEndian }: Encoding): ElementSet => ({ elements: new Map(), littleEndian });

const endOf = ({ length, dataOffset }: Element): number | null =>
  length === UNDEFINED_LENGTH ? null : dataOffset + length;

/** The library asks for the VR of each implicit element; where the dictionary has none it looks at the value. */
const vrIn = (stream: GuardedStream) =>
  ((tag: string) => {
    stream.count();
    const vr = impliedVr(nameOf(tag));
    return vr === 'UN' ? undefined : vr;
  }) as (tag: string) => string;

/** The library throws texts, and a RangeError where items are nested beyond the stack. */
function reasonOf(failure: unknown): 'starved' | 'malformed' {
  if (failure instanceof ReadFailure) return failure.reason;
  // An item that says it is longer than all bytes.
  return typeof failure === 'string' && failure.includes('invalid value for parameter') ? 'starved' : 'malformed';
}

/** A tag stands once in a dataset; of a repeated one the first counts, as it is what other readers index by. */
function put(set: ElementSet, element: DicomElement): void {
  if (!set.elements.has(element.tag)) set.elements.set(element.tag, element);
}
