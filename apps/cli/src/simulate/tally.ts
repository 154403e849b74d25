import { ProblemError, type Read, type Study } from '@overread/wire';

export interface Summary {
  seed: string;
  /** How long it ran. */
  seconds: number;
  stoppedEarly: boolean;
  readers: number;
  submitted: number;
  /** Reads signed by these readers, by tier and by what they issue. */
  signed: number;
  byTier: Record<string, number>;
  byIssue: Record<string, number>;
  declined: number;
  /** First reads graded by their second readers. */
  graded: number;
  /** Of the studies submitted; these four are null when the server no longer said how they stand. */
  finished: number | null;
  open: number | null;
  /** From received to final, on the server's clock; null while nothing is final. */
  medianTurnaroundMinutes: number | null;
  /** Clocks of the submitted studies that ran out. */
  breaches: number | null;
  /** Stable codes of what the server refused. */
  errors: Record<string, number>;
}

const counted = (map: ReadonlyMap<string, number>) =>
  Object.fromEntries([...map].sort(([a], [b]) => a.localeCompare(b)));

/** Counts what happens while a simulation runs. */
export class Tally {
  readonly studies = new Map<string, string>();
  signed = 0;
  declined = 0;
  graded = 0;
  readers = 0;
  private readonly byTier = new Map<string, number>();
  private readonly byIssue = new Map<string, number>();
  private readonly errors = new Map<string, number>();

  submitted({ id, receivedAt }: Pick<Study, 'id' | 'receivedAt'>): void {
    this.studies.set(id, receivedAt);
  }

  signedOff({ tier, issues }: Pick<Read, 'tier' | 'issues'>): void {
    this.signed += 1;
    add(this.byTier, tier ?? 'none');
    add(this.byIssue, issues);
  }

  /** A refusal of the server is counted by its code; anything else is a fault of ours and is thrown on. */
  refused(error: unknown): void {
    if (!(error instanceof ProblemError)) throw error;
    add(this.errors, error.code);
  }

  /** `studies`: how those submitted stand now, null when nobody could be asked. */
  summary(studies: readonly Study[] | null, run: Pick<Summary, 'seed' | 'seconds' | 'stoppedEarly'>): Summary {
    const finished = studies?.filter(({ state }) => state === 'final');
    const late = studies?.flatMap(({ clocks }) => clocks).filter(({ state }) => state === 'late');
    return {
      ...run,
      readers: this.readers,
      submitted: this.studies.size,
      signed: this.signed,
      byTier: counted(this.byTier),
      byIssue: counted(this.byIssue),
      declined: this.declined,
      graded: this.graded,
      finished: finished?.length ?? null,
      open: finished ? this.studies.size - finished.length : null,
      medianTurnaroundMinutes: median(finished?.flatMap(turnaroundMinutes) ?? []),
      breaches: late?.length ?? null,
      errors: counted(this.errors),
    };
  }
}

function add(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function turnaroundMinutes({ receivedAt, reads }: Study): number[] {
  const final = reads.find(({ issues, completedAt }) => issues === 'final' && completedAt !== null);
  return final?.completedAt ? [(Date.parse(final.completedAt) - Date.parse(receivedAt)) / 60_000] : [];
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : Math.round(((low + high) / 2) * 100) / 100;
}
