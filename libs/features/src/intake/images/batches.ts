interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does work for items of one key together: while some are under way those that come wait, and are then done at once, in
 * the order they came. Items of different keys do not wait for each other.
 */
export class Batches<Item, Result> {
  private readonly queues = new Map<string, Waiting<Item, Result>[]>();

  /** `work` answers a result for each item, in order. */
  constructor(
    private readonly work: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly atMost: number,
  ) {}

  add(key: string, item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const waiting = { item, resolve, reject };
      const queue = this.queues.get(key);
      if (queue) queue.push(waiting);
      else {
        this.queues.set(key, [waiting]);
        void this.run(key);
      }
    });
  }

  private async run(key: string): Promise<void> {
    for (;;) {
      const batch = this.queues.get(key)?.splice(0, this.atMost) ?? [];
      if (batch.length === 0) break;
      try {
        const results = await this.work(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, index) => resolve(results[index] as Result));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.queues.delete(key);
  }
}
