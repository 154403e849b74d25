import { Injectable } from '@nestjs/common';

export const LOG_CHANNEL = 'overread_log';
const COALESCE_MS = 5;

/**
 * Tells readers of the log, here and in other processes, that events were committed. It only wakes them early:
 * nothing depends on its arrival. NOTIFY is sent after commit, in its own transaction, at most one at a time.
 */
@Injectable()
export class LogSignal {
  private readonly listeners = new Set<() => void>();
  private notify: (() => Promise<unknown>) | null = null;
  private sending = false;
  private pending = false;
  private appendedCount = 0;

  /** Events appended by this process since it started. */
  get appended(): number {
    return this.appendedCount;
  }

  /** How to wake other processes. */
  sendWith(notify: () => Promise<unknown>): void {
    this.notify = notify;
  }

  onCommitted(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  committed(events: number): void {
    this.appendedCount += events;
    for (const listener of this.listeners) listener();
    this.pending = true;
    if (!this.sending) void this.send();
  }

  private async send(): Promise<void> {
    this.sending = true;
    while (this.pending && this.notify) {
      this.pending = false;
      // A lost signal costs a poll's delay, nothing else.
      await this.notify().catch(() => undefined);
      await new Promise<void>((resolve) => setTimeout(resolve, COALESCE_MS).unref());
    }
    this.sending = false;
  }
}
