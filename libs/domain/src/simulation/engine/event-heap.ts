/** The least time first; among equal times the least number. Grows as needed. */
export class EventHeap {
  private times = new Float64Array(64);
  private items = new Int32Array(64);
  size = 0;

  get nextAt(): number {
    return this.size === 0 ? Infinity : (this.times[0] as number);
  }

  push(time: number, item: number): void {
    if (this.size === this.times.length) this.grow();
    let place = this.size++;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.isBefore(time, item, parent)) break;
      this.move(parent, place);
      place = parent;
    }
    this.times[place] = time;
    this.items[place] = item;
  }

  /** Takes the first away; -1 when there is none. */
  pop(): number {
    if (this.size === 0) return -1;
    const first = this.items[0] as number;
    const [time, item] = [this.times[--this.size] as number, this.items[this.size] as number];
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.size) break;
      if (
        child + 1 < this.size &&
        this.isBefore(this.times[child + 1] as number, this.items[child + 1] as number, child)
      )
        child++;
      if (this.isBefore(time, item, child)) break;
      this.move(child, place);
      place = child;
    }
    this.times[place] = time;
    this.items[place] = item;
    return first;
  }

  private isBefore(time: number, item: number, place: number): boolean {
    const other = this.times[place] as number;
    return time < other || (time === other && item < (this.items[place] as number));
  }

  private move(from: number, to: number): void {
    this.times[to] = this.times[from] as number;
    this.items[to] = this.items[from] as number;
  }

  private grow(): void {
    const [times, items] = [this.times, this.items];
    this.times = new Float64Array(2 * times.length);
    this.items = new Int32Array(2 * items.length);
    this.times.set(times);
    this.items.set(items);
  }
}
