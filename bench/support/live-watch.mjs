// Follows the live events as a console does, and checks what is promised: each once, in order.
import { io } from 'socket.io-client';

const PATIENCE_MS = 30_000;

/** Whether the server has live sockets at all. */
export async function hasGateway(url) {
  const response = await fetch(`${url}/socket.io/?EIO=4&transport=polling`).catch(() => null);
  return response !== null && response.status !== 404;
}

function connected(url, token) {
  const socket = io(`${url}/live`, { transports: ['websocket'], auth: { token }, forceNew: true });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}

export class LiveWatch {
  last = 0;
  received = 0;
  outOfOrder = 0;
  resyncs = 0;
  waiting = new Map();
  seen = new Set();

  static async start(url, token, topic) {
    const watch = new LiveWatch();
    watch.socket = await connected(url, token);
    watch.socket.on('event', (event) => watch.take(event));
    watch.socket.on('resync', () => (watch.resyncs += 1));
    const answer = await watch.socket.timeout(PATIENCE_MS).emitWithAck('subscribe', { topic });
    if (answer.error) throw new Error(`subscribe ${topic}: ${answer.error.code} ${answer.error.message}`);
    return watch;
  }

  take({ position, type, studyId }) {
    this.received += 1;
    if (position <= this.last) this.outOfOrder += 1;
    this.last = Math.max(this.last, position);
    if (type !== 'report.finalized') return;
    const told = this.waiting.get(studyId);
    this.waiting.delete(studyId);
    if (told) told();
    else this.seen.add(studyId);
  }

  /** Resolves when the final of the study has been delivered. */
  final(studyId) {
    if (this.seen.delete(studyId)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no event told of the final of study ${studyId} within ${PATIENCE_MS} ms`)),
        PATIENCE_MS,
      );
      this.waiting.set(studyId, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  close() {
    this.socket.close();
  }
}
