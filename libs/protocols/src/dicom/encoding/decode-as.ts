import { TextDecoder } from 'node:util';

const decoders = new Map<string, TextDecoder>();

/** Decodes with one of the platform's decoders (WHATWG labels). A byte order mark stays: a value is not a file. */
export function decodeAs(label: string, bytes: Uint8Array): string {
  let decoder = decoders.get(label);
  if (!decoder) decoders.set(label, (decoder = new TextDecoder(label, { ignoreBOM: true })));
  return decoder.decode(bytes);
}
