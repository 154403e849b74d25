import { Clock } from '@overread/platform';
import pg from 'pg';

export interface Step {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
  milliseconds?: number;
}

const millisecondsOf = (step: Step): number =>
  ((((step.days ?? 0) * 24 + (step.hours ?? 0)) * 60 + (step.minutes ?? 0)) * 60 + (step.seconds ?? 0)) * 1000 +
  (step.milliseconds ?? 0);

/**
 * The clock of one test database and of the server in this process: `set` stops it at an instant, `advance` moves it,
 * stopped or running, `run` lets it go on from where it is. Leases keep the real clock.
 */
export class TestClock extends Clock {
  private stoppedAt: number | null = null;
  private shift = 0;

  constructor(private readonly ownerUrl: string) {
    super();
  }

  override now(): Date {
    return new Date(this.stoppedAt ?? Date.now() + this.shift);
  }

  async set(instant: Date | string): Promise<Date> {
    this.stoppedAt = new Date(instant).getTime();
    return this.save();
  }

  async advance(step: Step): Promise<Date> {
    if (this.stoppedAt === null) this.shift += millisecondsOf(step);
    else this.stoppedAt += millisecondsOf(step);
    return this.save();
  }

  async run(): Promise<Date> {
    if (this.stoppedAt !== null) this.shift = this.stoppedAt - Date.now();
    this.stoppedAt = null;
    return this.save();
  }

  private async save(): Promise<Date> {
    const client = new pg.Client({ connectionString: this.ownerUrl });
    await client.connect();
    try {
      const at = this.stoppedAt === null ? null : new Date(this.stoppedAt);
      await client.query(`update test_clock set at = $1, shift = $2 * interval '1 millisecond'`, [at, this.shift]);
    } finally {
      await client.end();
    }
    return this.now();
  }
}

/** Makes a migrated database's clock settable. Only test templates are built with it. */
export const SETTABLE_CLOCK = `
  create table test_clock (at timestamptz, shift interval not null default '0');
  insert into test_clock default values;
  create or replace function overread_now() returns timestamptz language sql volatile as $$
    select coalesce((select coalesce(at, clock_timestamp() + shift) from test_clock), clock_timestamp())::timestamptz(3) $$`;
