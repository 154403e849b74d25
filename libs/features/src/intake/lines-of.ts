import { DomainError } from '@overread/domain';
import { StringDecoder } from 'node:string_decoder';

const LONGEST = 256 * 1024;
const MOST_LINES = 20_000;

/** The lines of a body as they arrive; never holds more than one. A line or body over its limit is `too-large`. */
export async function* linesOf(body: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let count = 0;
  for await (const chunk of body) {
    const parts = (rest + decoder.write(chunk)).split('\n');
    rest = parts.pop() ?? '';
    for (const part of [...parts, rest]) {
      if (part.length > LONGEST)
        throw new DomainError('too-large', 'request/too-large', 'A line has more than 256 KiB');
    }
    for (const part of parts) {
      count += 1;
      if (count > MOST_LINES)
        throw new DomainError('too-large', 'request/too-large', `At most ${MOST_LINES} lines in one batch`);
      yield part;
    }
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}
