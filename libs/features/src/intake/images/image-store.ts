/** An object on its way in: it has a place once it is finished, and none when it is abandoned. */
export interface IncomingImage {
  /** Resolves when the bytes were taken: whoever waits for it never runs ahead of the disk. */
  write(chunk: Buffer): Promise<void>;
  /** The object is whole and survives a power cut. Its place, as the image's row keeps it. */
  finish(): Promise<string>;
  abandon(): Promise<void>;
}

/** Tells which of these places, made since then, a row names. */
export type KeptPlaces = (files: readonly string[], since: Date) => Promise<ReadonlySet<string>>;

export interface StoreRoom {
  readonly freeBytes: number;
  /** What is left to others: below it nothing more is taken. */
  readonly reservedBytes: number;
}

/** Where objects are kept, byte for byte as they came. Rows say what they are; a place never says whose they are. */
export abstract class ImageStore {
  /** Begins an object; `name` is what its place is derived from. */
  abstract begin(name: string): Promise<IncomingImage>;
  /** The object's row is committed: what was kept to undo it may go. */
  abstract settle(file: string): Promise<void>;
  /** The object got no row. */
  abstract discard(file: string): Promise<void>;
  /** The object from the byte at `start` on, at most to the one before `end`. */
  abstract read(file: string, range?: { start?: number; end?: number }): AsyncIterable<Buffer>;
  abstract room(): Promise<StoreRoom>;
  /** Removes what processes that ended in the middle of a store left behind. */
  abstract sweep(kept: KeptPlaces): Promise<void>;
}
