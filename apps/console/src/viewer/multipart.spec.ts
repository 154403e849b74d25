import { describe, expect, it } from '@jest/globals';
import { firstPart } from './multipart.js';

const bytes = (content: string): ArrayBuffer => new TextEncoder().encode(content).buffer as ArrayBuffer;
const textOf = (body: ArrayBuffer): string => new TextDecoder().decode(body);

describe('firstPart', () => {
  it('takes the body of the first part, without its headers and boundary', () => {
    const body = bytes('--b1\r\nContent-Type: application/dicom\r\n\r\nDICM\r\nx\r\n--b1\r\n\r\nother\r\n--b1--');
    expect(textOf(firstPart(body, 'multipart/related; type="application/dicom"; boundary="b1"'))).toBe('DICM\r\nx');
  });

  it('leaves a body of one part as it is', () => {
    expect(textOf(firstPart(bytes('DICM'), 'application/dicom'))).toBe('DICM');
  });
});
