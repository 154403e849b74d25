import { groupOf, impliedVr, tagOf, type Tag } from './dictionary.js';
import { hasShortLength, IMPLICIT_LITTLE, looksLikeVr } from './element.js';
import type { DicomElement, ElementSet, Encoding } from './element.js';

/** Real objects stay far below both; beyond them a file is made to exhaust memory or the stack. */
const MAX_ELEMENTS = 50_000;
const MAX_DEPTH = 64;

const UNDEFINED_LENGTH = 0xffffffff;
const DELIMITER_GROUP = 0xfffe;
const ITEM = 'FFFEE000';
const ITEM_END = 'FFFEE00D';
const SEQUENCE_END = 'FFFEE0DD';
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
}

interface ElementHead {
  readonly tag: Tag;
  readonly vr: string;
  readonly length: number;
}

class ReadFailure extends Error {
  constructor(readonly reason: 'starved' | 'malformed') {
    super(reason);
  }
}

/** Reads elements from a buffer. Never throws on what the bytes say, reads each byte at most once per depth. */
export class ElementReader {
  private offset: number;
  private elementsLeft = MAX_ELEMENTS;

  constructor(
    private readonly bytes: Buffer,
    private encoding: Encoding,
    start = 0,
  ) {
    this.offset = start;
  }

  /** The dataset's elements up to the bulk data (group 7FE0 and above), or of one `group` only. */
  read(group?: number): ElementsRead {
    const set = this.emptySet();
    let start = this.offset;
    try {
      while (this.offset < this.bytes.length) {
        start = this.offset;
        const head = this.head(this.bytes.length);
        const at = groupOf(head.tag);
        if (group !== undefined && at !== group) return { set, outcome: 'complete', offset: start, bulkEnd: null };
        if (at >= BULK_GROUP && at !== DELIMITER_GROUP) return this.stoppedAtBulk(set, head, start);
        // A stray delimiter at the top level carries nothing; many writers leave one behind.
        if (at === DELIMITER_GROUP) this.skipStray(head);
        else this.element(set, head, this.bytes.length, 0);
      }
      return { set, outcome: 'complete', offset: this.offset, bulkEnd: null };
    } catch (failure) {
      if (!(failure instanceof ReadFailure)) throw failure;
      return { set, outcome: failure.reason, offset: start, bulkEnd: null };
    }
  }

  /** The items of a sequence whose value fills the buffer; what could be read of them, however damaged. */
  readSequence(): { items: ElementSet[]; intact: boolean } {
    const items: ElementSet[] = [];
    try {
      this.items(items, this.bytes.length, false, 1);
      return { items, intact: true };
    } catch (failure) {
      if (!(failure instanceof ReadFailure)) throw failure;
      return { items, intact: false };
    }
  }

  private stoppedAtBulk(set: ElementSet, head: ElementHead, start: number): ElementsRead {
    const bulkEnd = head.length === UNDEFINED_LENGTH ? null : this.offset + head.length;
    return { set, outcome: 'bulk', offset: start, bulkEnd };
  }

  private skipStray(head: ElementHead): void {
    if (head.tag === ITEM || head.length !== 0) throw new ReadFailure('malformed');
  }

  private emptySet(): ElementSet {
    return { elements: new Map(), littleEndian: this.encoding.littleEndian };
  }

  /** Reads one element's value into the set. Items are attached before they are read, so a damaged one keeps its start. */
  private element(set: ElementSet, head: ElementHead, end: number, depth: number): void {
    if (this.elementsLeft-- <= 0 || depth > MAX_DEPTH) throw new ReadFailure('malformed');
    const isSequence = head.vr === 'SQ' || (head.length === UNDEFINED_LENGTH && head.vr === 'UN');
    if (isSequence) this.sequence(set, head, end, depth);
    else if (head.length === UNDEFINED_LENGTH) this.fragments(set, head, end);
    else put(set, { tag: head.tag, vr: head.vr, value: this.take(head.length, end) });
  }

  private sequence(set: ElementSet, head: ElementHead, end: number, depth: number): void {
    const items: ElementSet[] = [];
    put(set, { tag: head.tag, vr: 'SQ', value: EMPTY, items });
    const outer = this.encoding;
    // UN of undefined length holds implicit little endian items, whatever surrounds it (PS3.5 section 6.2.2 note 2).
    if (head.vr === 'UN') this.encoding = IMPLICIT_LITTLE;
    const open = head.length === UNDEFINED_LENGTH;
    const sequenceEnd = open ? end : this.offset + head.length;
    try {
      this.items(items, Math.min(sequenceEnd, end), open, depth + 1);
    } catch (failure) {
      const passable = failure instanceof ReadFailure && failure.reason === 'malformed' && !open && sequenceEnd <= end;
      if (!passable) throw failure;
      this.offset = sequenceEnd;
    } finally {
      this.encoding = outer;
    }
    if (!open && sequenceEnd > end) throw this.overrun(end);
  }

  private items(items: ElementSet[], end: number, open: boolean, depth: number): void {
    if (depth > MAX_DEPTH) throw new ReadFailure('malformed');
    while (this.offset < end) {
      const head = this.head(end);
      if (head.tag === SEQUENCE_END) return;
      if (head.tag !== ITEM || this.elementsLeft-- <= 0) throw new ReadFailure('malformed');
      const item = this.emptySet();
      items.push(item);
      this.item(item, head.length, end, depth);
    }
    if (open) throw this.overrun(end);
  }

  private item(item: ElementSet, length: number, end: number, depth: number): void {
    const open = length === UNDEFINED_LENGTH;
    const itemEnd = open ? end : Math.min(this.offset + length, end);
    const isCut = !open && this.offset + length > end;
    while (this.offset < itemEnd) {
      const head = this.head(itemEnd);
      if (head.tag === ITEM_END) return;
      if (groupOf(head.tag) === DELIMITER_GROUP) throw new ReadFailure('malformed');
      this.element(item, head, itemEnd, depth);
    }
    if (open || isCut) throw this.overrun(itemEnd);
  }

  /** Encapsulated data below the top level (an icon image): its fragments are passed over. */
  private fragments(set: ElementSet, head: ElementHead, end: number): void {
    put(set, { tag: head.tag, vr: head.vr, value: EMPTY });
    while (this.offset < end) {
      const fragment = this.head(end);
      if (fragment.tag === SEQUENCE_END) return;
      if (fragment.tag !== ITEM) throw new ReadFailure('malformed');
      this.take(fragment.length, end);
    }
    throw this.overrun(end);
  }

  private head(end: number): ElementHead {
    const at = this.advance(8, end);
    const tag = tagOf(this.uint16(at), this.uint16(at + 2));
    if (groupOf(tag) === DELIMITER_GROUP) return { tag, vr: '', length: this.uint32(at + 4) };
    const written = this.encoding.explicit ? this.bytes.toString('latin1', at + 4, at + 6) : '';
    if (!looksLikeVr(written)) return { tag, vr: impliedVr(tag), length: this.uint32(at + 4) };
    if (hasShortLength(written)) return { tag, vr: written, length: this.uint16(at + 6) };
    return { tag, vr: written, length: this.uint32(this.advance(4, end)) };
  }

  private take(length: number, end: number): Buffer {
    const at = this.advance(length, end);
    return this.bytes.subarray(at, at + length);
  }

  /** Moves past `length` bytes and answers where they began. */
  private advance(length: number, end: number): number {
    const at = this.offset;
    if (at + length > end) throw this.overrun(end);
    this.offset = at + length;
    return at;
  }

  /** Past the end of the buffer more bytes may help; past the end of an enclosing item nothing will. */
  private overrun(end: number): ReadFailure {
    return new ReadFailure(end >= this.bytes.length ? 'starved' : 'malformed');
  }

  private uint16(at: number): number {
    return this.encoding.littleEndian ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }

  private uint32(at: number): number {
    return this.encoding.littleEndian ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }
}

/** A tag stands once in a dataset; of a repeated one the first counts, as it is what other readers index by. */
function put(set: ElementSet, element: DicomElement): void {
  if (!set.elements.has(element.tag)) set.elements.set(element.tag, element);
}
