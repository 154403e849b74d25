// What the live row compares with: a socket.io server that broadcasts payloads from memory to rooms. Run by the bench, with
// a channel: it says its port, and on `{ payloads, perSecond }` sends them at that rate and answers when each left.
import http from 'node:http';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { Server } from 'socket.io';
import { nowMs } from '../support/monotonic.mjs';

const server = http.createServer();
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
io.of('/live').on('connection', (socket) => {
  socket.on('subscribe', ({ topic }, answer) => {
    void socket.join(topic);
    answer({ position: 0 });
  });
});

async function broadcast({ payloads, perSecond }) {
  const began = nowMs();
  const at = {};
  for (const [n, { topic, event }] of payloads.entries()) {
    const due = began + (n * 1000) / perSecond;
    if (due > nowMs()) await delay(due - nowMs());
    at[event.position] = nowMs();
    io.of('/live').to(topic).emit('event', event);
  }
  process.send({ at });
}

process.on('message', (message) => void broadcast(message));
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
