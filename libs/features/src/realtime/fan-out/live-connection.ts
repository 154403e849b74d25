import type { Principal } from '@overread/domain';
import type { Socket } from 'socket.io';
import type { Verified } from '../../access/index.js';
import { type LivePacket, Packet } from './live-packet.js';
import { Outbox } from './outbox.js';

/** A topic one socket follows. */
export interface Subscription {
  /** As the client named it. */
  readonly name: string;
  /** As the log names it. */
  readonly topic: string;
  /** Everything of the topic after this position reaches the socket. */
  readonly start: number;
  /** Up to here it has been sent; read only while live. */
  sentUpTo: number;
  /** Events are sent as they come; otherwise it is being caught up. */
  live: boolean;
}

/** One client: who it is, what it follows, and what waits to be sent to it. */
export class LiveConnection {
  readonly subscriptions = new Map<string, Subscription>();
  /** Position of the last event sent live: a socket gets an event once, however many of its topics it reaches. */
  offered = 0;
  /** Who it is, and from where. */
  readonly principal: Principal;
  private readonly outbox: Outbox;
  private chain: Promise<void> = Promise.resolve();
  private waitingTasks = 0;

  constructor(
    private readonly socket: Socket,
    readonly token: string,
    readonly verified: Verified,
    address: string,
  ) {
    this.principal = { ...verified.principal, address };
    this.outbox = new Outbox(socket.conn);
  }

  get closed(): boolean {
    return !this.socket.connected;
  }

  /** Tasks that have not ended. */
  get pending(): number {
    return this.waitingTasks;
  }

  /** False when the client is too slow. */
  sendEvent(event: LivePacket): boolean {
    return this.outbox.send(event.packet);
  }

  tellResync(name: string): void {
    this.outbox.send(new Packet('resync', { topic: name }));
  }

  /** Resolves when the client can take more events. */
  room(): Promise<void> {
    return this.outbox.room();
  }

  /** Resolves when everything handed to the transport has been written: a client has one snapshot in memory, not two. */
  async written(): Promise<void> {
    const { conn } = this.socket;
    while (!this.closed && !conn.transport.writable) {
      await new Promise<void>((resolve) => {
        const done = () => {
          conn.transport.off('drain', done);
          conn.off('close', done);
          resolve();
        };
        conn.transport.once('drain', done);
        conn.once('close', done);
      });
    }
  }

  /** One task after the other. */
  run(task: () => Promise<void>): Promise<void> {
    this.waitingTasks += 1;
    const done = this.chain.then(task).finally(() => (this.waitingTasks -= 1));
    this.chain = done.catch(() => undefined);
    return done;
  }

  /** The client's own library does not come back by itself after this: its token is no good. */
  refuse(): void {
    this.socket.disconnect(true);
  }

  dispose(): void {
    this.outbox.close();
  }
}
