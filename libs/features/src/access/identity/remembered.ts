/**
 * Answers of a slow question, kept for a while. What is forgotten while it is being asked is not kept: the answer may
 * be older than the reason to forget it. Bounded: the longest kept goes first.
 */
export class Remembered<T> {
  private readonly kept = new Map<string, { answer: Promise<T>; until: number }>();

  constructor(
    private readonly ask: (key: string) => Promise<T>,
    private readonly options: { forMs: number; atMost: number; now: () => number },
  ) {}

  get(key: string): Promise<T> {
    const known = this.kept.get(key);
    if (known && this.options.now() < known.until) return known.answer;
    this.kept.delete(key);
    const [oldest] = this.kept.keys();
    if (this.kept.size >= this.options.atMost && oldest !== undefined) this.kept.delete(oldest);
    const entry = { answer: this.ask(key), until: this.options.now() + this.options.forMs };
    this.kept.set(key, entry);
    entry.answer.catch(() => {
      if (this.kept.get(key) === entry) this.kept.delete(key);
    });
    return entry.answer;
  }

  forget(key: string): void {
    this.kept.delete(key);
  }

  forgetAll(): void {
    this.kept.clear();
  }
}
