import { writeFileSync } from 'node:fs';
import type { Accepted } from '../../../apps/cli/src/verify/check-accepted.js';

/** What senders and readers were told by the product, and what it must not have told them. */
export class Told {
  private readonly accepted: Accepted[] = [];
  readonly faults: string[] = [];
  /** When the last success was told. */
  lastAt = 0;

  get count(): number {
    return this.accepted.length;
  }

  counts(): Record<Accepted['kind'], number> {
    const of = (kind: Accepted['kind']) => this.accepted.filter((each) => each.kind === kind).length;
    return { study: of('study'), image: of('image'), report: of('report') };
  }

  success(what: Accepted): void {
    this.accepted.push(what);
    this.lastAt = performance.now();
  }

  fault(what: string): void {
    this.faults.push(what);
  }

  save(file: string): void {
    writeFileSync(file, this.accepted.map((each) => `${JSON.stringify(each)}\n`).join(''));
  }
}
