import { topicsOf, type LoggedEvent } from '@overread/domain';
import type { LiveEvent } from '@overread/wire';

export const NAMESPACE = '/live';
/** EVENT of the Socket.IO protocol, revision 5. */
const EVENT = '2';
/** MESSAGE of the Engine.IO protocol, revision 4. */
const MESSAGE = '4';
const TEXT_FRAME = 0x81;

/** Something to send, in the forms that engine.io takes: made once, sent to any number of sockets. */
export class Packet {
  readonly text: string;
  readonly bytes: number;
  /** For engine.io: the WebSocket frame needs not be made again for each socket. */
  readonly options: { readonly compress: false; readonly wsPreEncodedFrame: readonly Buffer[] };

  constructor(name: string, body: object) {
    this.text = `${EVENT}${NAMESPACE},${JSON.stringify([name, body])}`;
    const frame = textFrame(MESSAGE + this.text);
    this.bytes = frame.length;
    this.options = { compress: false, wsPreEncodedFrame: [frame] };
  }
}

/** An event of the log with the topics it reaches; its packet is made when the first socket needs it. */
export class LivePacket {
  readonly topics: readonly string[];
  private made: Packet | null = null;

  constructor(readonly event: LoggedEvent) {
    this.topics = topicsOf(event);
  }

  get position(): number {
    return this.event.position;
  }

  get packet(): Packet {
    this.made ??= new Packet('event', wireEvent(this.event));
    return this.made;
  }
}

/** The public shape of an event: who did it, and who else may see it, stays in the log. */
export function wireEvent(event: LoggedEvent): LiveEvent {
  return {
    position: event.position,
    type: event.type,
    at: event.at.toISOString(),
    studyId: event.studyId,
    ...(event.readId === null ? {} : { readId: event.readId }),
    version: event.version,
    data: event.data,
  };
}

/** An unmasked, final text frame (RFC 6455, 5.2), as a server sends it. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([TEXT_FRAME, length]), payload]);
  const header = Buffer.alloc(length < 65_536 ? 4 : 10);
  header[0] = TEXT_FRAME;
  if (length < 65_536) {
    header[1] = 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}
