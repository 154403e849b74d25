import { LiveTopic, type LiveSocket } from '@overread/wire';
import { io, type Socket } from 'socket.io-client';
import { eventually } from '../started-server.js';

/** Somebody who watches a topic by the public client, and writes down the positions of what they are told. */
export class Follower {
  readonly heard: number[] = [];
  snapshots = 0;
  breaks = 0;
  private start = -1;
  private readonly socket: Socket;
  private readonly live: LiveTopic;

  constructor(url: string, token: () => string, topic: string) {
    this.socket = io(`${url}/live`, {
      transports: ['websocket'],
      forceNew: true,
      autoConnect: false,
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
      auth: (tell) => tell({ token: token() }),
    });
    this.live = new LiveTopic(this.socket as LiveSocket, topic, {
      snapshot: (_, position) => {
        this.snapshots += 1;
        if (this.start < 0) this.start = position;
      },
      event: ({ position }) => this.heard.push(position),
      state: (state) => {
        if (state === 'reconnecting') this.breaks += 1;
      },
    });
  }

  /** Where it began: what came before is in its snapshot. */
  async began(): Promise<number> {
    await eventually('a snapshot', () => this.start >= 0);
    return this.start;
  }

  async reached(position: number): Promise<void> {
    await eventually(`a watcher to hear of ${position}`, () => (this.live.lastPosition ?? -1) >= position);
  }

  close(): void {
    this.live.close();
  }
}
