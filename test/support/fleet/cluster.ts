import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { databaseUrl, startEmbeddedPostgres, type EmbeddedPostgres } from '../../../scripts/embedded-pg.mjs';
import { readDemoFile, type DemoFile } from '../../../apps/cli/src/demo/demo-file.js';
import { runProgram } from './program.js';

const APP_PASSWORD = 'only for the fleet of a test';

/** A PostgreSQL with its default durability that comes back when it is killed, with the demo network in it. */
export class Cluster {
  private stopping = false;
  private kept: Promise<void> = Promise.resolve();

  private constructor(
    readonly varDir: string,
    private postgres: EmbeddedPostgres,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async start(settings: Readonly<Record<string, string>> = {}, within = os.tmpdir()): Promise<Cluster> {
    const varDir = mkdtempSync(path.join(within, 'overread-fleet-'));
    const folder = path.join(varDir, 'postgres');
    const cluster = new Cluster(
      varDir,
      await startEmbeddedPostgres({ dir: folder, settings, endsWithParent: true }),
      settings,
    );
    const env = cluster.environment();
    const owner = { MIGRATION_DATABASE_URL: cluster.postgres.ownerUrl, APP_DATABASE_PASSWORD: APP_PASSWORD };
    await runProgram('cli', ['migrate'], { ...env, ...owner });
    await runProgram('cli', ['demo', '--json'], env);
    cluster.kept = cluster.keep();
    return cluster;
  }

  get port(): number {
    return this.postgres.port;
  }

  get superuserUrl(): string {
    return this.postgres.superuserUrl.replace(/\/postgres$/, '/overread');
  }

  get facts(): DemoFile {
    const facts = readDemoFile(this.varDir);
    if (!facts) throw new Error('there is no demo.json');
    return facts;
  }

  /** Of a program that works on this database, by a port that may be a proxy's. */
  environment(port = this.port): Record<string, string> {
    return {
      VAR_DIR: this.varDir,
      DATABASE_URL: databaseUrl({ role: 'overread_app', password: APP_PASSWORD, port }),
      TOKEN_SECRET: 'only-for-tests-only-for-tests-only',
      SEALING_KEY: 'only-for-tests-only-for-tests-only',
      LOG_LEVEL: 'warn',
    };
  }

  /** SIGKILL of the postmaster; the rest of it goes with it. */
  kill(): void {
    try {
      process.kill(this.postgres.pid, 'SIGKILL');
    } catch {
      // killed already, and not yet back
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.postgres.stop();
    await this.kept;
    rmSync(this.varDir, { recursive: true, force: true });
  }

  private async keep(): Promise<void> {
    const { port, settings } = this;
    for (;;) {
      await this.postgres.exited;
      if (this.stopping) return;
      const dir = path.join(this.varDir, 'postgres');
      const next = await startEmbeddedPostgres({ dir, port, settings, endsWithParent: true }).catch(() => null);
      if (next) this.postgres = next;
      if (this.stopping) return next?.stop();
      // A full disk: as the product's own supervisor does.
      if (!next) await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
