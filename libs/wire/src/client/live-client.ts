import type { LiveEvent, Subscribed } from '../live.js';

type SocketListener = (...values: unknown[]) => void;

/** What the live client needs of socket.io-client's `Socket`: pass one of namespace `/live`, of its own for each topic. */
export interface LiveSocket {
  readonly connected: boolean;
  connect(): unknown;
  disconnect(): unknown;
  on(event: string, listener: SocketListener): unknown;
  off(event: string, listener: SocketListener): unknown;
  emit(event: string, ...values: unknown[]): unknown;
}

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'refused';
type Accepted = Exclude<Subscribed, { error: unknown }>;
export type Snapshot = NonNullable<Accepted['snapshot']>;

export interface LiveListener {
  /** Everything known starts over from here. */
  snapshot?(snapshot: Snapshot, position: number): void;
  /** Each event once, in order of position. */
  event?(event: LiveEvent): void;
  state?(state: LiveState, error?: { code: string; message: string }): void;
}

const RETRY_MS = [250, 1000, 2000, 5000, 10_000];

/**
 * Follows one topic over one socket. After a break it asks for what it missed, from the last position it has seen;
 * events it has already are dropped; on `resync`, and when the server's log no longer reaches back, it starts over from
 * a snapshot. An event carries no topic, hence one socket a topic.
 */
export class LiveTopic {
  private position: number | undefined;
  private attempts = 0;
  private closed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Answers to an older `subscribe` of this connection are not listened to. */
  private asked = 0;
  /** Events that came before the answer to `subscribe`: they are newer than its snapshot. */
  private early: LiveEvent[] | null = [];

  constructor(
    private readonly socket: LiveSocket,
    private readonly topic: string,
    private readonly listener: LiveListener,
  ) {
    socket.on('connect', this.onConnect);
    socket.on('disconnect', this.onDisconnect);
    socket.on('connect_error', this.onConnectError);
    socket.on('event', this.onEvent);
    socket.on('resync', this.onResync);
    listener.state?.('connecting');
    if (socket.connected) this.onConnect();
    else socket.connect();
  }

  /** The last position seen; undefined before the first answer. */
  get lastPosition(): number | undefined {
    return this.position;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket.off('connect', this.onConnect);
    this.socket.off('disconnect', this.onDisconnect);
    this.socket.off('connect_error', this.onConnectError);
    this.socket.off('event', this.onEvent);
    this.socket.off('resync', this.onResync);
    this.socket.disconnect();
  }

  private readonly onConnect = (): void => this.subscribe();

  private readonly onResync = (): void => {
    this.position = undefined;
    if (this.socket.connected) this.subscribe();
  };

  private readonly onDisconnect = (reason: unknown): void => {
    this.listener.state?.('reconnecting');
    // The client library reconnects by itself, except where the server closed the socket: an expired token.
    if (reason === 'io server disconnect') this.retry();
  };

  private readonly onConnectError = (refusal: unknown): void => {
    const error = refusal as { message: string; data?: { code?: string } };
    this.listener.state?.('reconnecting', { code: error.data?.code ?? 'live/unreachable', message: error.message });
    this.retry();
  };

  private retry(): void {
    clearTimeout(this.timer);
    const delay = RETRY_MS[Math.min(this.attempts, RETRY_MS.length - 1)];
    this.attempts += 1;
    this.timer = setTimeout(() => {
      if (!this.closed && !this.socket.connected) this.socket.connect();
    }, delay);
  }

  private subscribe(): void {
    this.asked += 1;
    const asked = this.asked;
    this.early = [];
    const request = this.position === undefined ? { topic: this.topic } : { topic: this.topic, after: this.position };
    this.socket.emit('subscribe', request, (answer: Subscribed) => {
      if (!this.closed && asked === this.asked) this.onSubscribed(answer);
    });
  }

  private onSubscribed(answer: Subscribed): void {
    if ('error' in answer) {
      this.listener.state?.('refused', answer.error);
      return;
    }
    this.attempts = 0;
    const early = this.early ?? [];
    this.early = null;
    if (answer.snapshot !== undefined || this.position === undefined) {
      this.position = answer.position;
      if (answer.snapshot !== undefined) this.listener.snapshot?.(answer.snapshot, answer.position);
    }
    for (const event of early) this.onEvent(event);
    this.listener.state?.('live');
  }

  private readonly onEvent = (value: unknown): void => {
    const event = value as LiveEvent;
    if (this.early !== null) {
      this.early.push(event);
      return;
    }
    if (this.position !== undefined && event.position <= this.position) return;
    this.position = event.position;
    this.listener.event?.(event);
  };
}
