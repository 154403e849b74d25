import type { LiveSocket } from '@overread/wire';
import { io } from 'socket.io-client';
import { currentToken, renew } from '../session/api.js';

/** A socket of its own (one a topic); each connection shows the token of that moment. */
export function openSocket(): LiveSocket {
  const socket = io('/live', {
    transports: ['websocket'],
    forceNew: true,
    autoConnect: false,
    reconnectionDelay: 300,
    reconnectionDelayMax: 5000,
    auth: (answer) => answer({ token: currentToken() }),
  });
  // The server closes a socket when its token expires; the next connection needs a new one.
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') void renew();
  });
  socket.on('connect_error', () => {
    if (!socket.active) void renew();
  });
  return socket;
}
