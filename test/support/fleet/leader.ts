import pg from 'pg';
import { eventually } from '../started-server.js';
import type { Cluster } from './cluster.js';
import type { ServerProcess } from './server-process.js';

export interface Leading {
  leader: ServerProcess;
  other: ServerProcess;
  epoch: number;
}

/** Who leads a job, looked up in the database itself, and how soon another does. */
export class Leader {
  private constructor(
    private readonly client: pg.Client,
    private readonly job: string,
    private readonly servers: readonly [ServerProcess, ServerProcess],
  ) {}

  static async of(cluster: Cluster, job: string, servers: readonly [ServerProcess, ServerProcess]): Promise<Leader> {
    const client = new pg.Client({ connectionString: cluster.superuserUrl });
    client.on('error', () => undefined);
    await client.connect();
    return new Leader(client, job, servers);
  }

  /** Once one of the two leads. */
  async now(): Promise<Leading> {
    return eventually(`somebody to lead ${this.job}`, async () => {
      const row = await this.row();
      const at = this.servers.findIndex(({ pid }) => pid !== undefined && row?.holder.split(':')[1] === String(pid));
      const [leader, other] = at === 0 ? this.servers : this.servers.toReversed();
      return row?.live && at >= 0 && leader && other ? { leader, other, epoch: row.epoch } : undefined;
    });
  }

  /** Milliseconds until there is a later epoch than this one. */
  async takenOverAfter(epoch: number): Promise<number> {
    const began = performance.now();
    await eventually(`another to lead ${this.job}`, async () => ((await this.row())?.epoch ?? 0) > epoch);
    return performance.now() - began;
  }

  /** Runs SQL past row-level security. */
  async sql<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(text, values)).rows;
  }

  end(): Promise<void> {
    return this.client.end();
  }

  private async row(): Promise<{ holder: string; epoch: number; live: boolean } | undefined> {
    const sql = 'select holder, epoch::int as epoch, expires_at > clock_timestamp() as live from lease where name = $1';
    const [row] = await this.sql<{ holder: string; epoch: number; live: boolean }>(sql, [this.job]);
    return row;
  }
}
