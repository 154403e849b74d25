import type { LiveEvent, Subscribed } from '@overread/wire';
import { io, type Socket } from 'socket.io-client';

/** A socket of `/live` that writes down what it is told. */
export interface LiveClient {
  readonly socket: Socket;
  readonly events: LiveEvent[];
  readonly resyncs: string[];
  subscribe(topic: unknown, after?: number): Promise<Subscribed>;
  positions(): number[];
  /** Resolves once `done` holds; asked again at everything that is told. */
  until(done: () => boolean): Promise<void>;
  close(): void;
}

const PATIENCE_MS = 30_000;

export function liveClient(url: string, auth: object, options: object = {}): LiveClient {
  const socket = io(`${url}/live`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth,
    ...options,
  });
  const events: LiveEvent[] = [];
  const resyncs: string[] = [];
  const watchers = new Set<() => void>();
  const told = () => watchers.forEach((watch) => watch());
  socket.on('event', (event: LiveEvent) => {
    events.push(event);
    told();
  });
  socket.on('resync', ({ topic }: { topic: string }) => {
    resyncs.push(topic);
    told();
  });
  for (const name of ['connect', 'disconnect', 'connect_error']) socket.on(name, told);
  return {
    socket,
    events,
    resyncs,
    subscribe: (topic, after) =>
      socket.timeout(PATIENCE_MS).emitWithAck('subscribe', { topic, ...(after === undefined ? {} : { after }) }),
    positions: () => events.map(({ position }) => position),
    until: (done) => waitFor(done, watchers),
    close: () => void socket.disconnect(),
  };
}

function waitFor(done: () => boolean, watchers: Set<() => void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(() => reject(new Error('what was waited for was not told'))), PATIENCE_MS);
    const watch = () => done() && finish(resolve);
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      watchers.delete(watch);
      settle();
    };
    watchers.add(watch);
    watch();
  });
}

/** Why a connection was refused. */
export const refusalOf = (client: LiveClient): Promise<{ code: string; message: string }> =>
  new Promise((resolve) =>
    client.socket.once('connect_error', (error) => resolve((error as never as { data: never }).data)),
  );
