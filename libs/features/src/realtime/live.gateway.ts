import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayInit } from '@nestjs/websockets';
import { DomainError } from '@overread/domain';
import { Config } from '@overread/platform';
import type { Namespace, Socket } from 'socket.io';
import { TokenService, type Verified } from '../access/index.js';
import { LiveConnection } from './fan-out/live-connection.js';
import { LiveConnections } from './live-connections.js';
import { NAMESPACE } from './fan-out/live-packet.js';
import { Subscriptions } from './subscriptions.js';

type Next = (error?: Error) => void;
type Acknowledge = (answer: unknown) => void;

/** A refused connection as the client sees it: `connect_error` with `data: { code, message }`. */
class Refusal extends Error {
  readonly data: { code: string; message: string };

  constructor(code: string, message: string) {
    super(message);
    this.data = { code, message };
  }
}

const LONGEST_TOKEN = 4_096;

/** Live events over socket.io, websocket only. Each process follows the log itself, so that none needs another. */
@WebSocketGateway({
  namespace: NAMESPACE,
  transports: ['websocket'],
  serveClient: false,
  // What clients send is a topic's name; whoever sends more is closed.
  maxHttpBufferSize: 16 * 1024,
  perMessageDeflate: false,
  connectTimeout: 10_000,
  pingInterval: 20_000,
  pingTimeout: 15_000,
})
export class LiveGateway implements OnGatewayInit<Namespace>, BeforeApplicationShutdown {
  private readonly logger = new Logger('LiveGateway');
  private namespace: Namespace | null = null;

  constructor(
    private readonly tokens: TokenService,
    private readonly connections: LiveConnections,
    private readonly subscriptions: Subscriptions,
    private readonly config: Config,
  ) {}

  afterInit(namespace: Namespace): void {
    this.namespace = namespace;
    // The default namespace has nothing to tell: a socket that joins none is closed after `connectTimeout`.
    namespace.server.use((_socket, next) => next(new Refusal('live/namespace', `live events are in ${NAMESPACE}`)));
    namespace.use((socket, next) => void this.admit(socket, next));
    namespace.on('connection', (socket) => this.serve(socket));
  }

  /** Closes the transports, not the sockets: clients then come back by themselves. */
  beforeApplicationShutdown(): void {
    for (const socket of this.namespace?.sockets.values() ?? []) socket.conn.close();
  }

  private async admit(socket: Socket, next: Next): Promise<void> {
    const token: unknown = socket.handshake.auth['token'];
    if (typeof token !== 'string' || token === '' || token.length > LONGEST_TOKEN)
      return next(new Refusal('auth/token-missing', 'connect with auth: { token }'));
    try {
      socket.data.verified = await this.tokens.verify(token);
      next();
    } catch (error) {
      if (error instanceof DomainError) return next(new Refusal(error.code, error.message));
      this.logger.error(error);
      next(new Refusal('live/unavailable', 'whose token it is cannot be told now'));
    }
  }

  private serve(socket: Socket): void {
    const { verified } = socket.data as { verified: Verified };
    const token = String(socket.handshake.auth['token']);
    const connection = new LiveConnection(socket, token, verified, addressOf(socket, this.config.trustedProxies));
    this.connections.add(connection);
    socket.on('disconnect', () => this.connections.remove(connection));
    socket.on('subscribe', (...args: unknown[]) => {
      void this.subscriptions.subscribe(connection, args[0], acknowledgeOf(args));
    });
    socket.on('unsubscribe', (...args: unknown[]) => {
      void this.subscriptions.unsubscribe(connection, args[0], acknowledgeOf(args));
    });
  }
}

const acknowledgeOf = (args: readonly unknown[]): Acknowledge => {
  const last = args.at(-1);
  return typeof last === 'function' ? (last as Acknowledge) : () => undefined;
};

/** Each trusted proxy has added whom it heard to the header; the client is whom the outermost of them heard. */
function addressOf({ handshake }: Socket, trustedProxies: number): string {
  const heard = trustedProxies === 0 ? [] : String(handshake.headers['x-forwarded-for'] ?? '').split(',');
  const hops = [...heard.map((hop) => hop.trim()).filter((hop) => hop !== ''), handshake.address];
  return hops.at(-1 - trustedProxies) ?? hops[0] ?? handshake.address;
}
