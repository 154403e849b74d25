import { DomainError } from '@overread/domain';

export const MAX_JSON_DEPTH = 64;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Throws when JSON text nests deeper than the limit: what walks it by recursion would run out of stack. */
export function refuseDeepJson(text: Uint8Array, limit = MAX_JSON_DEPTH): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at];
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > limit)
        throw new DomainError('invalid', 'request/too-deep', `the body nests deeper than ${limit} levels`);
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
}
