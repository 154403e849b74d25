import { Readable } from 'node:stream';
import { DomainError } from '@overread/domain';
import { parseMediaType } from './media-type.js';

/** One part of a multipart body. Its body must be read before the next part is asked for, or it is passed over. */
export interface MultipartPart {
  /** Names in lower case; empty for a part without headers. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: AsyncIterable<Buffer>;
}

export interface MultipartLimits {
  readonly maxParts: number;
  readonly maxHeaderBytes: number;
}

export interface MultipartType {
  readonly boundary: string;
  /** What the parts are where they do not say themselves: the `type` parameter, in lower case. */
  readonly partType: string | null;
}

const LIMITS: MultipartLimits = { maxParts: 20_000, maxHeaderBytes: 16 * 1024 };
const MAX_BOUNDARY_LENGTH = 200;

/** The boundary of a multipart/related request. Throws `dicomweb/unsupported-media-type` or `dicomweb/bad-boundary`. */
export function parseMultipartType(contentType: string | undefined): MultipartType {
  const { type, parameters } = parseMediaType(contentType ?? '');
  if (type !== 'multipart/related') {
    throw new DomainError('invalid', 'dicomweb/unsupported-media-type', 'the body must be multipart/related');
  }
  const boundary = parameters.get('boundary') ?? '';
  if (boundary === '' || boundary.length > MAX_BOUNDARY_LENGTH) {
    throw new DomainError('invalid', 'dicomweb/bad-boundary', 'Content-Type must name a boundary');
  }
  return { boundary, partType: parameters.get('type')?.toLowerCase() ?? null };
}

/**
 * The parts of a multipart body as it streams in: nothing is read from the source before the consumer asks, and at most
 * a chunk is held. Throws `dicomweb/malformed-multipart` when the body is not what it says, also in the midst of a part:
 * a part that was read to its end without an error is whole. The source is left open, so that it can still be answered.
 */
export async function* readMultipart(
  source: AsyncIterable<Buffer>,
  boundary: string,
  limits: Partial<MultipartLimits> = {},
): AsyncGenerator<MultipartPart> {
  const { maxParts, maxHeaderBytes } = { ...LIMITS, ...limits };
  const scanner = new Scanner(source);
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  try {
    await drain(scanner.until(delimiter));
    for (let count = 1; !(await scanner.startsWith('--')); count++) {
      if (count > maxParts) throw tooLarge('dicomweb/too-many-parts', `a request may have ${maxParts} parts`);
      const headers = parseHeaders(await scanner.block('\r\n\r\n', maxHeaderBytes));
      const body = scanner.until(delimiter);
      yield { headers, body };
      await drain(body);
    }
  } finally {
    await scanner.close();
  }
}

const malformed = (message: string): DomainError => new DomainError('invalid', 'dicomweb/malformed-multipart', message);
const tooLarge = (code: string, message: string): DomainError => new DomainError('too-large', code, message);

async function drain(body: AsyncIterator<Buffer>): Promise<void> {
  while (!(await body.next()).done);
}

/** A window on the source that moves forward only. */
class Scanner {
  private readonly iterator: AsyncIterator<Buffer>;
  /** Begins with a line end, so that a boundary in the very first line is found like the others. */
  private window: Buffer = Buffer.from('\r\n');

  constructor(source: AsyncIterable<Buffer>) {
    // A request that is destroyed takes its connection along, and with it the answer that says what was wrong.
    const isStream = source instanceof Readable;
    this.iterator = isStream ? source.iterator({ destroyOnReturn: false }) : source[Symbol.asyncIterator]();
  }

  close(): Promise<unknown> | undefined {
    return this.iterator.return?.();
  }

  /** What stands before the delimiter, piece by piece; moves past it. A consumer that leaves early can be drained for. */
  until(delimiter: Buffer): AsyncIterableIterator<Buffer> {
    let isDone = false;
    const next = async (): Promise<IteratorResult<Buffer>> => {
      while (!isDone) {
        const at = this.window.indexOf(delimiter);
        isDone = at >= 0;
        const safe = isDone ? at : Math.max(0, this.window.length - delimiter.length + 1);
        const value = this.window.subarray(0, safe);
        this.window = this.window.subarray(isDone ? at + delimiter.length : safe);
        if (value.length > 0) return { done: false, value };
        if (!isDone) await this.grow();
      }
      return { done: true, value: undefined };
    };
    const iterator: AsyncIterableIterator<Buffer> = { next, [Symbol.asyncIterator]: () => iterator };
    return iterator;
  }

  async startsWith(text: string): Promise<boolean> {
    while (this.window.length < text.length) await this.grow();
    return this.window.toString('latin1', 0, text.length) === text;
  }

  /** The text up to `end`, which must come within `limit` bytes; moves past it. */
  async block(end: string, limit: number): Promise<string> {
    for (;;) {
      const at = this.window.indexOf(end, 0, 'latin1');
      if (at > limit || (at < 0 && this.window.length > limit)) {
        throw tooLarge('dicomweb/part-header-too-large', `a part's headers may have ${limit} bytes`);
      }
      if (at >= 0) {
        const text = this.window.toString('latin1', 0, at);
        this.window = this.window.subarray(at + end.length);
        return text;
      }
      await this.grow();
    }
  }

  private async grow(): Promise<void> {
    const { done, value } = await this.iterator.next();
    if (done) throw malformed('the body ends before its closing boundary');
    this.window = this.window.length === 0 ? value : Buffer.concat([this.window, value]);
  }
}

/** Header lines; the first holds what follows the boundary on its own line, which may only be blank. */
function parseHeaders(block: string): Map<string, string> {
  const [padding = '', ...lines] = block.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  if (padding.trim() !== '') throw malformed('a boundary line has text behind the boundary');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) throw malformed('a header line of a part has no name');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}
