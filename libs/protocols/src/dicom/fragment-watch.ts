const HEAD_BYTES = 8;
const ITEM = 0xe000fffe;
const SEQUENCE_END = 0xe0ddfffe;

/**
 * Follows the fragments of encapsulated bulk data (PS3.5 annex A.4) as they stream past, without keeping them: they say
 * how long each is and end with a delimiter, so that an object cut off in its pixels is told from a whole one.
 */
export class FragmentWatch {
  private head: Buffer = Buffer.alloc(0);
  private left = 0;
  private state: 'inside' | 'ended' | 'unknown' = 'inside';

  /** The bytes behind the element's head, in order. */
  push(bytes: Buffer): void {
    let at = 0;
    while (this.state === 'inside' && at < bytes.length) {
      const skipped = Math.min(this.left, bytes.length - at);
      this.left -= skipped;
      at += skipped;
      if (this.left > 0) return;
      const taken = bytes.subarray(at, at + HEAD_BYTES - this.head.length);
      at += taken.length;
      this.head = Buffer.concat([this.head, taken]);
      if (this.head.length === HEAD_BYTES) this.next();
    }
  }

  /** Whether the object ends inside its fragments. What does not look like fragments is not judged. */
  get isCut(): boolean {
    return this.state === 'inside';
  }

  private next(): void {
    const tag = this.head.readUInt32LE(0);
    this.left = this.head.readUInt32LE(4);
    this.head = Buffer.alloc(0);
    if (tag !== ITEM) this.state = tag === SEQUENCE_END ? 'ended' : 'unknown';
  }
}
