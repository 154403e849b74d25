import { ProblemError, type ReadDetail } from '@overread/wire';

export type Conclusion = NonNullable<NonNullable<ReadDetail['draft']>['conclusion']>;
export interface ReportText {
  findings: string;
  impression: string;
  conclusion: Conclusion | null;
}
export type DraftState =
  | { kind: 'clean' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: string }
  | { kind: 'conflict' }
  | { kind: 'failed'; error: unknown };

export interface Kept {
  report: ReportText;
  state: DraftState;
}
/** Keeps a text on top of a version of the draft, 0 where there is none; answers what it is now. */
export type Send = (report: ReportText, version: number) => Promise<{ version: number; savedAt: string }>;

const PAUSE_MS = 1200;

/**
 * Keeps what is being written: saved after a pause in typing, one save at a time, each on top of the version it knows.
 * A draft that was changed somewhere else stops the saving until the reader says which one stays.
 */
export class DraftSaver {
  private kept: Kept;
  private dirty = false;
  private saving = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly send: Send,
    report: ReportText,
    private version: number,
    /** Null: never saved by itself. */
    private readonly pauseMs: number | null = PAUSE_MS,
  ) {
    this.kept = { report, state: { kind: 'clean' } };
  }

  readonly current = (): Kept => this.kept;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  change(next: Partial<ReportText>): void {
    this.dirty = true;
    const { state } = this.kept;
    const stays = this.saving || state.kind === 'conflict';
    this.tell({ report: { ...this.kept.report, ...next }, state: stays ? state : { kind: 'waiting' } });
    if (state.kind !== 'conflict') this.later();
  }

  async save(): Promise<void> {
    clearTimeout(this.timer);
    if (this.saving || !this.dirty) return;
    this.saving = true;
    this.dirty = false;
    this.tell({ state: { kind: 'saving' } });
    const state = await this.attempt();
    this.saving = false;
    if (state.kind !== 'saved') this.dirty = true;
    else if (this.dirty) this.later();
    this.tell({ state });
  }

  /** After a conflict: this text on top of the other one. */
  keepMine(version: number): Promise<void> {
    this.version = version;
    this.dirty = true;
    return this.save();
  }

  /** After a conflict: the other text in the place of this one. */
  takeOther(report: ReportText, version: number): void {
    this.version = version;
    this.dirty = false;
    this.tell({ report, state: { kind: 'clean' } });
  }

  private async attempt(): Promise<DraftState> {
    try {
      const { version, savedAt } = await this.send(this.kept.report, this.version);
      this.version = version;
      return { kind: 'saved', at: savedAt };
    } catch (error) {
      const moved = error instanceof ProblemError && error.status === 412;
      return moved ? { kind: 'conflict' } : { kind: 'failed', error };
    }
  }

  private later(): void {
    clearTimeout(this.timer);
    if (this.pauseMs === null) return;
    this.timer = setTimeout(() => void this.save(), this.pauseMs);
  }

  private tell(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
    for (const listener of this.listeners) listener();
  }
}
