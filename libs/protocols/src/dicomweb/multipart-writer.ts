/** One part to send. */
export interface OutgoingPart {
  readonly contentType: string;
  /** Where the part alone can be retrieved. */
  readonly location?: string;
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** The Content-Type of an instance as it is stored. */
export const dicomContentType = (transferSyntaxUid: string): string =>
  `application/dicom; transfer-syntax=${transferSyntaxUid}`;

/** The Content-Type of a multipart/related answer whose parts are of one type. */
export const multipartContentType = (boundary: string, partType: string): string =>
  `multipart/related; type="${partType}"; boundary=${boundary}`;

/**
 * A multipart/related body (RFC 2387), piece by piece as the consumer asks: give it to `Readable.from` or `pipeline`.
 * The boundary must not occur in the parts: make it random.
 */
export async function* writeMultipart(
  parts: AsyncIterable<OutgoingPart> | Iterable<OutgoingPart>,
  boundary: string,
): AsyncGenerator<Uint8Array> {
  let lead = '';
  for await (const { contentType, location, body } of parts) {
    const headers = [`Content-Type: ${contentType}`, ...(location ? [`Content-Location: ${location}`] : [])];
    if (headers.some((header) => /[\r\n]/.test(header))) throw new TypeError('a header may not hold a line end');
    yield Buffer.from(`${lead}--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n`);
    yield* body;
    lead = '\r\n';
  }
  yield Buffer.from(`${lead}--${boundary}--\r\n`);
}
