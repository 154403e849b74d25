const decoder = new TextDecoder('latin1');

/** The first part of a multipart answer; an answer of one part as it is. */
export function firstPart(body: ArrayBuffer, contentType: string | null): ArrayBuffer {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1];
  if (!contentType?.toLowerCase().startsWith('multipart/') || boundary === undefined) return body;
  const head = decoder.decode(body.slice(0, 4096));
  const start = head.indexOf('\r\n\r\n', head.indexOf(`--${boundary}`)) + 4;
  const tail = decoder.decode(body);
  const end = tail.indexOf(`\r\n--${boundary}`, start);
  return body.slice(start, end === -1 ? undefined : end);
}
