import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@overread/domain';
import fc from 'fast-check';
import { parseMultipartType, readMultipart, type MultipartLimits } from './multipart-reader.js';
import { dicomContentType, multipartContentType, writeMultipart } from './multipart-writer.js';

interface WholePart {
  headers: Record<string, string>;
  body: string;
}

function chunks(bytes: Buffer, size: number): Buffer[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

async function read(text: string | Buffer, size = 7, limits: Partial<MultipartLimits> = {}): Promise<WholePart[]> {
  const source = Readable.from(chunks(Buffer.from(text as string, 'latin1'), size));
  const parts: WholePart[] = [];
  for await (const { headers, body } of readMultipart(source, 'BOUND', limits)) {
    const pieces: Buffer[] = [];
    for await (const piece of body) pieces.push(piece);
    parts.push({ headers: Object.fromEntries(headers), body: Buffer.concat(pieces).toString('latin1') });
  }
  return parts;
}

const twoParts =
  'preamble\r\n--BOUND\r\nContent-Type: application/dicom\r\nContent-Location: a\r\n\r\none\r\n--BOUN\r\n' +
  '\r\n--BOUND  \r\n\r\ntwo\r\n--BOUND--\r\nepilogue';
const twoRead: WholePart[] = [
  { headers: { 'content-type': 'application/dicom', 'content-location': 'a' }, body: 'one\r\n--BOUN\r\n' },
  { headers: {}, body: 'two' },
];

describe('reading multipart/related', () => {
  it.each([1, 2, 5, 64, 4096])('finds parts in chunks of %i bytes', async (size) => {
    expect(await read(twoParts, size)).toEqual(twoRead);
  });

  it('finds a boundary in the first line, and an empty part', async () => {
    expect(await read('--BOUND\r\nA: b\r\n\r\n\r\n--BOUND--')).toEqual([{ headers: { a: 'b' }, body: '' }]);
  });

  it('has no parts when the first boundary closes', async () => {
    expect(await read('--BOUND--\r\n')).toEqual([]);
  });

  it.each([
    ['without a boundary', 'nothing of the kind'],
    ['cut off inside a header', '--BOUND\r\nContent-Type: app'],
    ['cut off inside a part', '--BOUND\r\n\r\nhalf a part'],
    ['without its closing boundary', '--BOUND\r\n\r\npart\r\n--BOUND'],
    ['with text behind a boundary', '--BOUNDARY\r\n\r\npart\r\n--BOUND--'],
    ['with a header that has no name', '--BOUND\r\nnonsense\r\n\r\npart\r\n--BOUND--'],
  ])('refuses a body %s', async (_, body) => {
    await expect(read(body)).rejects.toMatchObject({ code: 'dicomweb/malformed-multipart', kind: 'invalid' });
  });

  it('refuses headers and numbers of parts beyond the limits', async () => {
    const long = `--BOUND\r\nA: ${'x'.repeat(500)}\r\n\r\n\r\n--BOUND--`;
    await expect(read(long, 64, { maxHeaderBytes: 100 })).rejects.toMatchObject({
      code: 'dicomweb/part-header-too-large',
      kind: 'too-large',
    });
    await expect(read(twoParts, 64, { maxParts: 1 })).rejects.toMatchObject({ code: 'dicomweb/too-many-parts' });
  });

  it('passes over a part that nobody reads', async () => {
    const seen: string[] = [];
    for await (const { headers } of readMultipart(Readable.from(chunks(Buffer.from(twoParts), 9)), 'BOUND')) {
      seen.push(headers.get('content-location') ?? 'none');
    }
    expect(seen).toEqual(['a', 'none']);
  });

  it('asks the source for no more than the consumer takes', async () => {
    let given = 0;
    const endless = (async function* () {
      yield Buffer.from('--BOUND\r\n\r\n');
      for (;;) yield Buffer.alloc(1000, (given += 1000) % 251);
    })();
    for await (const { body } of readMultipart(endless, 'BOUND')) {
      await body[Symbol.asyncIterator]().next();
      break;
    }
    expect(given).toBe(1000);
  });

  it('leaves a stream open that it stopped reading, so that it can be answered', async () => {
    const source = Readable.from(chunks(Buffer.from(twoParts), 9));
    for await (const part of readMultipart(source, 'BOUND')) if (part.headers.size > 0) break;
    expect(source.destroyed).toBe(false);
  });
});

describe('writing multipart/related', () => {
  it('reads back what was written, in chunks of any size', async () => {
    const bodies = fc.array(fc.string({ unit: 'binary-ascii', maxLength: 60 }), { maxLength: 5 });
    const property = fc.asyncProperty(bodies, fc.integer({ min: 1, max: 50 }), async (texts, size) => {
      const parts = texts.map((text) => ({ contentType: dicomContentType('1.2.3'), body: [Buffer.from(text)] }));
      const written: Uint8Array[] = [];
      for await (const piece of writeMultipart(parts, 'BOUND')) written.push(piece);
      const back = await read(Buffer.concat(written), size);
      expect(back.map(({ body }) => body)).toEqual(texts);
      expect(back.every(({ headers }) => headers['content-type'] === dicomContentType('1.2.3'))).toBe(true);
    });
    await fc.assert(property);
  });

  it('lets no header break the body', async () => {
    const parts = [{ contentType: 'application/dicom', location: 'a\r\nX: y', body: [] }];
    await expect(writeMultipart(parts, 'BOUND').next()).rejects.toThrow(TypeError);
  });

  it('names its boundary so that the reader finds it', () => {
    const type = parseMultipartType(multipartContentType('BOUND', 'application/dicom'));
    expect(type).toEqual({ boundary: 'BOUND', partType: 'application/dicom' });
  });
});

describe('the type of a multipart request', () => {
  it.each([
    ['multipart/related; boundary=abc; type=application/dicom', 'abc', 'application/dicom'],
    ['Multipart/Related;type="application/dicom";boundary="a b;c"', 'a b;c', 'application/dicom'],
    ['multipart/related; boundary="q\\"uote"', 'q"uote', null],
  ])('%s', (contentType, boundary, partType) => {
    expect(parseMultipartType(contentType)).toEqual({ boundary, partType });
  });

  it.each([
    [undefined, 'dicomweb/unsupported-media-type'],
    ['application/dicom', 'dicomweb/unsupported-media-type'],
    ['multipart/form-data; boundary=x', 'dicomweb/unsupported-media-type'],
    ['multipart/related; type="application/dicom"', 'dicomweb/bad-boundary'],
  ])('refuses %s', (contentType, code) => {
    expect(() => parseMultipartType(contentType)).toThrow(expect.objectContaining({ code }));
  });
});

describe('a multipart reader given hostile bytes', () => {
  it('answers with parts or with the reason why not, and nothing else', async () => {
    const pieces = fc.constantFrom('--BOUND', '\r\n', '\r\n\r\n', '--', 'A: b', ':', ' ', 'text', '\r', '\n');
    const property = fc.asyncProperty(
      fc.array(pieces, { maxLength: 20 }),
      fc.integer({ min: 1, max: 20 }),
      async (some, size) => {
        const outcome = await read(some.join(''), size).catch((error: unknown) => error);
        expect(Array.isArray(outcome) || outcome instanceof DomainError).toBe(true);
      },
    );
    await fc.assert(property, { numRuns: 500 });
  });
});
