/** What changes when: each subject has one next instant (epoch milliseconds), and a later word of it replaces the earlier. */
export class ChangeQueue<Subject> {
  private readonly heap: { at: number; subject: Subject }[] = [];
  private readonly nextOf = new Map<Subject, number>();

  /** `Infinity` is never. */
  set(subject: Subject, at: number): void {
    if (this.nextOf.get(subject) === at) return;
    if (at === Infinity) {
      this.nextOf.delete(subject);
      return;
    }
    this.nextOf.set(subject, at);
    this.heap.push({ at, subject });
    this.rise(this.heap.length - 1);
  }

  /** The earliest instant at which something changes; `Infinity` when nothing will. */
  next(): number {
    for (;;) {
      const [top] = this.heap;
      if (top === undefined) return Infinity;
      if (this.nextOf.get(top.subject) === top.at) return top.at;
      this.drop();
    }
  }

  /** The next subject that changed at or before `now`, with its instant; null when there is none left. */
  due(now: number): { at: number; subject: Subject } | null {
    if (this.next() > now) return null;
    const [top] = this.heap;
    if (top === undefined) return null;
    this.drop();
    this.nextOf.delete(top.subject);
    return top;
  }

  private drop(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink();
  }

  private rise(from: number): void {
    for (let index = from; index > 0;) {
      const parent = (index - 1) >>> 1;
      if (!this.swapIfEarlier(index, parent)) return;
      index = parent;
    }
  }

  private sink(): void {
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const child = this.at(right) < this.at(left) ? right : left;
      if (!this.swapIfEarlier(child, index)) return;
      index = child;
    }
  }

  private at(index: number): number {
    return this.heap[index]?.at ?? Infinity;
  }

  private swapIfEarlier(child: number, parent: number): boolean {
    const [one, other] = [this.heap[child], this.heap[parent]];
    if (one === undefined || other === undefined || one.at >= other.at) return false;
    this.heap[parent] = one;
    this.heap[child] = other;
    return true;
  }
}
