import type { LoggedEvent, StudyId } from '@overread/domain';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config, LeaseKeeper, LogTail, type Lease } from '@overread/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { DISPATCH_SETTINGS } from '../dispatch-settings.js';
import { Dispatcher } from './dispatcher.js';

const WAKES = /^(study|read|reader|group|network|roster)\./;
/** What may open many ladders at once. */
const WIDE = /^group\./;

/** Keeps one dispatcher of the network at work: whoever holds the lease, woken by the log and by the clock. */
@Injectable()
export class DispatcherLoop implements OnApplicationBootstrap {
  private readonly logger = new Logger('Dispatcher');
  private heard = new Set<StudyId>();
  private wake: (() => void) | null = null;
  private woken = false;
  private wide = false;

  constructor(
    private readonly config: Config,
    private readonly leases: LeaseKeeper,
    private readonly tail: LogTail,
    private readonly dispatcher: Dispatcher,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.roles.has('dispatcher')) return;
    this.tail.onEvents((events) => this.hear(events));
    this.leases.lead('dispatcher', (lease) => this.work(lease));
  }

  private hear(events: readonly LoggedEvent[]): void {
    for (const event of events) {
      if (!WAKES.test(event.type)) continue;
      if (event.studyId) this.heard.add(event.studyId);
      if (WIDE.test(event.type)) this.wide = true;
      this.woken = true;
    }
    if (this.woken) this.wake?.();
  }

  private async work(lease: Lease): Promise<void> {
    // Whoever begins to lead, or has lost the thread, looks at everything before anything is offered.
    let anew = true;
    let lastAround = -Infinity;
    let lastChores = -Infinity;
    while (!lease.lost.aborted) {
      const now = performance.now();
      const full = anew || this.wide;
      const chores = full || now - lastChores >= DISPATCH_SETTINGS.tickMs;
      if (full) lastAround = now;
      else if (now - lastAround >= DISPATCH_SETTINGS.lookAroundMs) {
        lastAround = now;
        this.lookAround();
      }
      if (chores) lastChores = now;
      anew = false;
      const studies = [...this.heard];
      this.heard = new Set();
      this.woken = false;
      this.wide = false;
      let more = false;
      try {
        more = await this.dispatcher.round(lease, full ? undefined : studies, chores);
        this.dispatcher.considerPlan(lease);
      } catch (error) {
        // Nobody knows what it had seen.
        anew = true;
        this.logger.warn(`A round failed: ${error instanceof Error ? error.message : String(error)}`);
      }
      // A busy log wakes us all the time: what it tells in between is one round's work.
      await sleep(more ? 0 : DISPATCH_SETTINGS.leastGapMs);
      if (!more && !this.woken) await this.rest(lease.lost);
    }
  }

  private lookAround(): void {
    this.dispatcher.lookAround().catch((error: unknown) => {
      this.logger.warn(`What waits was not compared with the tables: ${String(error)}`);
    });
  }

  /** Until the log wakes us, the lease is lost, or the next tick. */
  private rest(lost: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        lost.removeEventListener('abort', done);
        this.wake = null;
        resolve();
      };
      const timer = setTimeout(done, DISPATCH_SETTINGS.tickMs);
      lost.addEventListener('abort', done);
      this.wake = done;
    });
  }
}
