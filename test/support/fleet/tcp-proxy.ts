import net from 'node:net';
import type { AddressInfo } from 'node:net';

/** A network between a client and a server, which a test can break. */
export class TcpProxy {
  private readonly pairs = new Set<readonly [net.Socket, net.Socket]>();
  private readonly server = net.createServer((client) => this.join(client));
  private refusing = false;
  private frozen = false;
  private cutting = false;

  private constructor(private readonly target: number) {}

  static async before(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Every connection breaks, and none is made until `mend`. */
  cutOff(): void {
    this.refusing = true;
    this.dropAll();
  }

  /** Not a byte passes and nobody is told, as when a cable is pulled; new connections hang too. */
  freeze(): void {
    this.frozen = true;
    for (const pair of this.pairs) for (const socket of pair) socket.pause();
  }

  /** Requests arrive, and the connection breaks instead of bringing the answer. */
  cutAnswers(): void {
    this.cutting = true;
  }

  /** Whole again. What was frozen goes on, or, with `drop`, breaks. */
  mend({ drop = false } = {}): void {
    this.refusing = this.frozen = this.cutting = false;
    if (drop) this.dropAll();
    for (const pair of this.pairs) for (const socket of pair) socket.resume();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.dropAll();
    await closed;
  }

  private dropAll(): void {
    for (const [client, server] of this.pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  private join(client: net.Socket): void {
    client.on('error', () => undefined);
    if (this.refusing) return void client.resetAndDestroy();
    const server = net.connect(this.target, '127.0.0.1');
    const pair = [client, server] as const;
    this.pairs.add(pair);
    server.on('error', () => client.destroy());
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.once('close', () => {
        this.pairs.delete(pair);
        for (const each of pair) each.destroy();
      });
      if (this.frozen) socket.pause();
    }
    client.on('data', (bytes) => pass(client, server, bytes));
    server.on('data', (bytes) => (this.cutting ? client.resetAndDestroy() : pass(server, client, bytes)));
    client.once('end', () => server.end());
    server.once('end', () => client.end());
  }
}

function pass(from: net.Socket, to: net.Socket, bytes: Buffer): void {
  if (to.destroyed || to.write(bytes)) return;
  from.pause();
  to.once('drain', () => from.resume());
}
