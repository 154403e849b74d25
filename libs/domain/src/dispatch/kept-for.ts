/**
 * For which busy reader which read is kept: one for each. Whoever has one kept for them is not free soon for a second, until
 * that one waits no more. The server's round and the simulator keep by it.
 */
export class KeptFor<Reader, Read> {
  private readonly byReader = new Map<Reader, Read>();

  constructor(private readonly stillWaits: (read: Read) => boolean) {}

  /** Whether the read may be kept for this reader. */
  admits(reader: Reader, read: Read): boolean {
    const other = this.byReader.get(reader);
    return other === undefined || other === read || !this.stillWaits(other);
  }

  keep(reader: Reader, read: Read): void {
    this.byReader.set(reader, read);
  }
}
