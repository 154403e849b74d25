import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '@overread/domain';
import { subscribe } from '@overread/wire';
import type { z } from 'zod';
import type { LiveConnection, Subscription } from './fan-out/live-connection.js';
import { LiveHub } from './fan-out/live-hub.js';
import { Snapshots } from './snapshots.js';
import { TopicAccess } from './topic-access.js';

type Acknowledge = (answer: unknown) => void;

/** Clients that have no position yet say so by null as well as by nothing. */
const asked = subscribe.extend({ after: subscribe.shape.after.nullable() });
type Asked = z.infer<typeof asked>;

const MOST_TOPICS = 200;
/** Requests of one socket that wait for each other. */
const MOST_PENDING = 250;
const RATE = { requests: 400, perMs: 10_000, closedAbove: 4_000 } as const;

/** What clients ask for: to follow a topic, and to follow it no more. Nothing a client sends makes these throw. */
@Injectable()
export class Subscriptions {
  private readonly logger = new Logger('Subscriptions');
  private readonly rates = new WeakMap<LiveConnection, { since: number; count: number }>();

  constructor(
    private readonly hub: LiveHub,
    private readonly access: TopicAccess,
    private readonly snapshots: Snapshots,
  ) {
    hub.onDoubt((connection, subscription, from) => void this.askAgain(connection, subscription, from));
  }

  async subscribe(connection: LiveConnection, body: unknown, acknowledge: Acknowledge): Promise<void> {
    try {
      this.demandRate(connection);
      const request = asked.safeParse(body);
      if (!request.success) throw new DomainError('invalid', 'request/invalid', 'subscribe takes { topic, after? }');
      await connection.run(() => this.start(connection, request.data, acknowledge));
    } catch (error) {
      acknowledge({ error: this.answerOf(error) });
    }
  }

  async unsubscribe(connection: LiveConnection, body: unknown, acknowledge: Acknowledge): Promise<void> {
    try {
      this.demandRate(connection);
      const request = asked.safeParse(body);
      if (!request.success) throw new DomainError('invalid', 'request/invalid', 'unsubscribe takes { topic }');
      const stop = () => {
        for (const { name, topic } of connection.subscriptions.values())
          if (name === request.data.topic) this.hub.unfollow(connection, topic);
      };
      // At once for one that is being caught up, and again behind requests to follow it that still wait.
      stop();
      await connection.run(() => Promise.resolve(stop()));
      acknowledge({ position: this.hub.position });
    } catch (error) {
      acknowledge({ error: this.answerOf(error) });
    }
  }

  /**
   * The answer says from where events follow: a snapshot's position, or the client's own place. It is sent before the
   * first event; the next request waits until the events since have been sent, and the answer before has been written.
   */
  private async start(connection: LiveConnection, { topic: name, after }: Asked, acknowledge: Acknowledge) {
    if (connection.closed) return;
    const { principal } = connection;
    const allowed = await this.access.demand(principal, name);
    this.hub.unfollow(connection, allowed.logged);
    if (connection.subscriptions.size >= MOST_TOPICS)
      throw new DomainError('conflict', 'live/too-many-topics', `a socket follows at most ${MOST_TOPICS} topics`);
    await connection.written();
    const replay = await this.hub.canReplay(after ?? undefined);
    const position = replay ? Number(after) : this.hub.position;
    const answer = replay ? { position } : { position, snapshot: await this.snapshots.of(principal, allowed) };
    acknowledge(answer);
    const subscription = { name, topic: allowed.logged, start: position, sentUpTo: position, live: false };
    await this.catchUp(connection, subscription, position);
  }

  /** After the answer, a failure is told as `resync`: the client asks again. */
  private async catchUp(connection: LiveConnection, subscription: Subscription, from: number): Promise<void> {
    try {
      await this.hub.follow(connection, subscription, from);
    } catch (error) {
      this.logger.warn(`a topic cannot be caught up now: ${String(error)}`);
      this.drop(connection, subscription);
    }
  }

  private askAgain(connection: LiveConnection, subscription: Subscription, from: number): Promise<void> {
    return connection.run(async () => {
      if (connection.subscriptions.get(subscription.topic) !== subscription) return;
      try {
        await this.access.demand(connection.principal, subscription.name);
      } catch {
        // Asked again, the client is told why.
        return this.drop(connection, subscription);
      }
      await this.catchUp(connection, subscription, from);
    });
  }

  private drop(connection: LiveConnection, subscription: Subscription): void {
    if (connection.subscriptions.get(subscription.topic) !== subscription) return;
    this.hub.unfollow(connection, subscription.topic);
    connection.tellResync(subscription.name);
  }

  private demandRate(connection: LiveConnection): void {
    const now = performance.now();
    let rate = this.rates.get(connection);
    if (!rate || now - rate.since >= RATE.perMs) this.rates.set(connection, (rate = { since: now, count: 0 }));
    rate.count += 1;
    if (rate.count > RATE.closedAbove) connection.refuse();
    if (rate.count > RATE.requests || connection.pending >= MOST_PENDING)
      throw new DomainError('rate-limited', 'live/too-often', 'too many requests on this socket');
  }

  private answerOf(error: unknown): { code: string; message: string } {
    if (error instanceof DomainError) return { code: error.code, message: error.message };
    this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { code: 'live/unavailable', message: 'the topic cannot be read now' };
  }
}
