import type { Cluster } from './cluster.js';
import type { ServerProcess } from './server-process.js';
import type { TcpProxy } from './tcp-proxy.js';
import type { randomOf } from '../random.js';

export interface Fleet {
  cluster: Cluster;
  /** Doors and API. */
  server: ServerProcess;
  /** In a process of its own. */
  dispatcher: ServerProcess;
  /** Between the clients and the server. */
  clients: TcpProxy;
}

type Random = ReturnType<typeof randomOf>;
/** Breaks something; what it answers mends what does not come back by itself. */
type Kill = (fleet: Fleet, random: Random) => (() => void) | undefined;

const either = ({ server, dispatcher }: Fleet, random: Random): ServerProcess =>
  random.chance(0.5) ? server : dispatcher;

export const KILLS: Readonly<Record<string, Kill>> = {
  server: ({ server }) => void server.signal('SIGKILL'),
  dispatcher: ({ dispatcher }) => void dispatcher.signal('SIGKILL'),
  postgres: ({ cluster }) => {
    cluster.kill();
    return undefined;
  },
  'network cut': (fleet, random) => {
    const { network } = either(fleet, random);
    network.cutOff();
    return () => network.mend();
  },
  'network frozen': (fleet, random) => {
    const { network } = either(fleet, random);
    const drop = random.chance(0.5);
    network.freeze();
    return () => network.mend({ drop });
  },
  'answers cut': ({ clients }) => {
    clients.cutAnswers();
    return () => clients.mend({ drop: true });
  },
  paused: (fleet, random) => {
    const process = either(fleet, random);
    process.signal('SIGSTOP');
    return () => void process.signal('SIGCONT');
  },
};
