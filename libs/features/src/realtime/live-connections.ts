import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { LoggedEvent } from '@overread/domain';
import { Clock, LogTail, Metrics } from '@overread/platform';
import { Gauge } from 'prom-client';
import { TokenService } from '../access/index.js';
import type { LiveConnection } from './fan-out/live-connection.js';
import { LiveHub } from './fan-out/live-hub.js';

const LOOK_MS = 1_000;

/** The sockets of this process, each closed when its token expires, is revoked, or no longer means what it meant. */
@Injectable()
export class LiveConnections implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('LiveConnections');
  private readonly connections = new Set<LiveConnection>();
  private readonly doubted = new Set<LiveConnection>();
  private timer: ReturnType<typeof setInterval> | null = null;
  private checking = false;
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly hub: LiveHub,
    private readonly tokens: TokenService,
    private readonly tail: LogTail,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    const { connections } = this;
    new Gauge({
      name: 'overread_live_sockets',
      help: 'Sockets that follow live events',
      registers: [this.metrics.registry],
      collect() {
        this.set(connections.size);
      },
    });
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.timer.unref();
    this.stops.push(
      this.tokens.onRevoked((principalId) => this.doubt((connection) => connection.principal.id === principalId)),
      this.tail.onEvents((events) => this.doubtAfter(events)),
    );
  }

  onModuleDestroy(): void {
    if (this.timer) clearInterval(this.timer);
    for (const stop of this.stops.splice(0)) stop();
  }

  add(connection: LiveConnection): void {
    this.connections.add(connection);
    // What was revoked between its token's check and now had nobody to tell.
    this.doubted.add(connection);
    void this.check();
  }

  remove(connection: LiveConnection): void {
    this.connections.delete(connection);
    this.doubted.delete(connection);
    this.hub.leave(connection);
  }

  private look(): void {
    const now = this.clock.now();
    for (const connection of this.connections) {
      const { expiresAt } = connection.verified;
      if (expiresAt !== null && expiresAt <= now) connection.refuse();
    }
    void this.check();
  }

  /** A retired health system, a reader's groups: whom it touches is not said. Asked at the next look, all at once. */
  private doubtAfter(events: readonly LoggedEvent[]): void {
    if (!events.some((event) => event.type === 'network.changed' || event.type === 'reader.changed')) return;
    for (const connection of this.connections) this.doubted.add(connection);
  }

  private doubt(isDoubted: (connection: LiveConnection) => boolean): void {
    for (const connection of this.connections) if (isDoubted(connection)) this.doubted.add(connection);
    void this.check();
  }

  private async check(): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    try {
      const failed: LiveConnection[] = [];
      for (const connection of this.doubted) {
        this.doubted.delete(connection);
        if (!(await this.ask(connection))) failed.push(connection);
      }
      for (const connection of failed) if (this.connections.has(connection)) this.doubted.add(connection);
    } finally {
      this.checking = false;
    }
  }

  /** False when it must be asked again. */
  private async ask(connection: LiveConnection): Promise<boolean> {
    try {
      const verified = await this.tokens.find(connection.token);
      // Another role or organization: the client comes back as who it is now.
      const same = JSON.stringify(verified?.principal) === JSON.stringify(connection.verified.principal);
      if (!same) connection.refuse();
      return true;
    } catch (error) {
      this.logger.warn(`a token cannot be checked now: ${String(error)}`);
      return false;
    }
  }
}
