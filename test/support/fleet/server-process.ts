import { freePort } from '../../../scripts/embedded-pg.mjs';
import { eventually, processesOf, startUp } from '../started-server.js';
import type { Cluster } from './cluster.js';
import { TcpProxy } from './tcp-proxy.js';

export interface Ready {
  status: string;
  leases?: { name: string; holder: string; epoch: number }[];
  [fact: string]: unknown;
}

/** One process of the product under its own supervisor (`scripts/up.mjs`), behind a network of its own to the database. */
export class ServerProcess {
  private run: ReturnType<typeof startUp> | null = null;

  private constructor(
    readonly environment: Readonly<Record<string, string>>,
    readonly network: TcpProxy,
    readonly url: string,
    readonly dicomPort: number,
  ) {}

  static async on(cluster: Cluster, more: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const network = await TcpProxy.before(cluster.port);
    const [PORT, DICOM_PORT, HL7_PORT] = [String(await freePort()), String(await freePort()), String(await freePort())];
    // What finds the process again: its port is nobody else's.
    const environment = { ...cluster.environment(network.port), PORT, DICOM_PORT, HL7_PORT, ...more };
    return new ServerProcess(environment, network, `http://127.0.0.1:${PORT}`, Number(DICOM_PORT));
  }

  async start(): Promise<void> {
    this.run = startUp(this.environment);
    await this.ready();
  }

  /** What it has printed. */
  output(): string {
    return this.run?.output() ?? '';
  }

  get pid(): number | undefined {
    const mine = `PORT=${this.environment['PORT']}`;
    return processesOf(`${mine}\0`).find(([, command]) => command.includes('apps/server'))?.[0];
  }

  signal(signal: NodeJS.Signals): boolean {
    const { pid } = this;
    if (pid === undefined) return false;
    try {
      return process.kill(pid, signal);
    } catch {
      return false; // it ended meanwhile
    }
  }

  /** What `/health/ready` says now, and with which status; null while nobody answers. */
  async health(): Promise<{ code: number; body: Ready } | null> {
    try {
      const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
      return { code: answer.status, body: (await answer.json()) as Ready };
    } catch {
      return null;
    }
  }

  async ready(): Promise<void> {
    await eventually(`${this.url} to be ready`, async () =>
      (await this.health())?.code === 200 ? true : undefined,
    ).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.output().slice(-4000)}`);
    });
  }

  /** As an operator stops it: the supervisor passes it on. */
  async stop(): Promise<void> {
    const { run } = this;
    this.run = null;
    if (!run) return;
    this.signal('SIGCONT');
    run.kill('SIGTERM');
    await run.exited;
  }

  async end(): Promise<void> {
    this.network.mend();
    await this.stop();
    await this.network.close();
  }
}
