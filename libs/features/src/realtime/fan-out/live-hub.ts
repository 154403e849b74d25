import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { replayWindow, type LoggedEvent } from '@overread/domain';
import { Database, LogTail, systemScope } from '@overread/platform';
import type { LiveConnection, Subscription } from './live-connection.js';
import { LivePacket } from './live-packet.js';
import { RecentEvents } from './recent-events.js';
import { isAudience } from '../topic-access.js';

/** Events sent before a client is waited for. */
const SLICE = 500;
/** More positions than this since a client's last one, and a snapshot is cheaper. */
const REPLAYED_POSITIONS = 50_000;
/** How far another process may be ahead of this one's tail. */
const AHEAD = { positions: 10_000, waitMs: 1_000 } as const;

export type AskAgain = (connection: LiveConnection, subscription: Subscription, from: number) => void;

/**
 * Brings the log's events to the sockets of this process. A socket gets each event once, in order of position for each
 * of its topics: a new subscription is caught up from the database, then from memory, and goes live in the same turn
 * of the event loop, so that nothing comes between.
 */
@Injectable()
export class LiveHub implements OnModuleInit, OnModuleDestroy {
  private readonly followers = new Map<string, Map<LiveConnection, Subscription>>();
  private readonly recent: RecentEvents;
  private stopListening: (() => void) | null = null;
  private askAgain: AskAgain | null = null;

  constructor(
    private readonly database: Database,
    private readonly tail: LogTail,
  ) {
    this.recent = new RecentEvents(() => this.tail.position);
  }

  onModuleInit(): void {
    this.stopListening = this.tail.onEvents((events) => this.tell(events));
  }

  onModuleDestroy(): void {
    this.stopListening?.();
  }

  /** Called when an event makes it doubtful that the subscriber may still follow the topic. */
  onDoubt(askAgain: AskAgain): void {
    this.askAgain = askAgain;
  }

  /** Everything up to here is committed: read it before a snapshot, never after. */
  get position(): number {
    return this.tail.position;
  }

  /** Whether a client that has seen everything up to `after` gets the events since. */
  async canReplay(after: number | undefined): Promise<boolean> {
    if (after === undefined) return false;
    await this.tailReaches(after);
    const horizon = this.tail.position;
    const oldest = after >= this.recent.since ? after + 1 : await this.oldestKept();
    return replayWindow(after, { horizon, oldest, maximum: REPLAYED_POSITIONS }) === 'events';
  }

  /** Sends what the topic has had since `from`, then every event as it comes. */
  async follow(connection: LiveConnection, subscription: Subscription, from = subscription.start): Promise<void> {
    connection.subscriptions.set(subscription.topic, subscription);
    let cursor = from;
    while (this.isWanted(connection, subscription)) {
      if (cursor >= this.recent.since) {
        const due = this.recent.after(cursor, subscription.topic);
        if (due.length <= SLICE) return this.goLive(connection, subscription, due, cursor);
        cursor = this.sendSome(connection, subscription, due.slice(0, SLICE)) ?? cursor;
      } else {
        const upTo = this.tail.position;
        const events = await this.tail.eventsSince([subscription.topic], cursor, SLICE);
        const last = this.sendSome(
          connection,
          subscription,
          events.map((event) => new LivePacket(event)),
        );
        cursor = events.length < SLICE ? upTo : (last ?? upTo);
      }
      await connection.room();
    }
  }

  unfollow(connection: LiveConnection, topic: string): void {
    connection.subscriptions.delete(topic);
    const followers = this.followers.get(topic);
    followers?.delete(connection);
    if (followers?.size === 0) this.followers.delete(topic);
  }

  leave(connection: LiveConnection): void {
    for (const topic of connection.subscriptions.keys()) this.unfollow(connection, topic);
    connection.dispose();
  }

  private isWanted(connection: LiveConnection, subscription: Subscription): boolean {
    return !connection.closed && connection.subscriptions.get(subscription.topic) === subscription;
  }

  private goLive(connection: LiveConnection, subscription: Subscription, due: LivePacket[], cursor: number): void {
    this.sendSome(connection, subscription, due);
    if (!this.isWanted(connection, subscription)) return;
    subscription.sentUpTo = Math.max(cursor, this.recent.last);
    subscription.live = true;
    let followers = this.followers.get(subscription.topic);
    if (!followers) this.followers.set(subscription.topic, (followers = new Map()));
    followers.set(connection, subscription);
  }

  /** Position of the last one. What another live topic of the socket has brought already is not sent again. */
  private sendSome(connection: LiveConnection, own: Subscription, packets: readonly LivePacket[]): number | null {
    for (const packet of packets) {
      const covered = packet.topics.some((topic) => {
        const other = connection.subscriptions.get(topic);
        return other !== undefined && other !== own && other.live && other.start < packet.position;
      });
      if (!covered && !this.send(connection, packet)) break;
    }
    return packets.at(-1)?.position ?? null;
  }

  private send(connection: LiveConnection, packet: LivePacket): boolean {
    if (connection.sendEvent(packet)) return true;
    const dropped = [...connection.subscriptions.values()];
    for (const { topic } of dropped) this.unfollow(connection, topic);
    for (const { name } of dropped) connection.tellResync(name);
    return false;
  }

  private tell(events: readonly LoggedEvent[]): void {
    for (const event of events) {
      const packet = new LivePacket(event);
      this.recent.add(packet);
      for (const topic of packet.topics) {
        const followers = this.followers.get(topic);
        if (followers) for (const [connection, subscription] of followers) this.offer(connection, subscription, packet);
      }
    }
  }

  private offer(connection: LiveConnection, subscription: Subscription, packet: LivePacket): void {
    const { position } = packet;
    if (!subscription.live || position <= subscription.sentUpTo) return;
    if (!isAudience(connection.principal, subscription.topic, packet.event)) {
      subscription.live = false;
      this.askAgain?.(connection, subscription, position - 1);
      return;
    }
    if (connection.offered >= position) return;
    connection.offered = position;
    this.send(connection, packet);
  }

  /** A client that comes from another process may have seen what this one is about to be told. */
  private async tailReaches(position: number): Promise<void> {
    const ahead = position - this.tail.position;
    if (ahead <= 0 || ahead > AHEAD.positions) return;
    await this.tail.reached(position, AHEAD.waitMs).catch(() => undefined);
  }

  private async oldestKept(): Promise<number | null> {
    const sql = 'select min(position) as oldest from event';
    const [row] = await this.database.readOnce<{ oldest: number | null }>(systemScope, sql);
    return row?.oldest ?? null;
  }
}
