import { describe, expect, it } from '@jest/globals';
import { CharacterSet } from './character-set.js';

/** Bytes of a string in which every character stands for one byte and `~` for ESC. */
const bytes = (text: string): Buffer => Buffer.from(text.replaceAll('~', '\x1b'), 'latin1');
const decode = (terms: string, value: Buffer): string => new CharacterSet(terms.split('\\')).decode(value);

describe('character sets without code extensions', () => {
  // The bytes were written by Python's codecs.
  it.each([
    ['ISO_IR 100', '42e97a696572', 'Bézier'],
    ['ISO_IR 101', '44766ff8e16b', 'Dvořák'],
    ['ISO_IR 109', 'd56f72f5', 'Ġorġ'],
    ['ISO_IR 110', 'a9f3ba6c65', 'Šķēle'],
    ['ISO_IR 126', 'c4e9efedf5f3e9eff2', 'Διονυσιος'],
    ['ISO_IR 127', 'e2c8c7e6ea', 'قباني'],
    ['ISO_IR 138', 'f9f8e5ef', 'שרון'],
    ['ISO_IR 144', 'bbeeda6365dcd17970d3', 'Люкceмбypг'],
    ['ISO_IR 148', 'c7617675fe6ff06c75', 'Çavuşoğlu'],
    ['ISO_IR 166', 'b9d2c1caa1d8c5', 'นามสกุล'],
    ['ISO_IR 203', 'bc75767265a4', 'Œuvre€'],
    ['ISO_IR 13', 'd4cfc0de', 'ﾔﾏﾀﾞ'],
    ['ISO_IR 192', 'e78e8be5b08fe69db1', '王小東'],
    ['GB18030', 'cdf5d0a1b6ab95328236', '王小东𠀀'],
    ['GBK', 'cdf5d0a1b6ab', '王小东'],
    ['ISO 2022 IR 100', '42e97a696572', 'Bézier'],
    ['ISO-IR 100', '42e97a696572', 'Bézier'],
  ])('%s decodes', (term, hex, text) => {
    expect(decode(term, Buffer.from(hex, 'hex'))).toBe(text);
  });

  it('keeps the C1 bytes of Latin-1 apart from windows-1252', () => {
    expect(decode('ISO_IR 100', Buffer.from([0x80, 0xe9]))).toBe('\u0080é');
  });

  it('reads undeclared high bytes as UTF-8 where they are, as Latin-1 where they are not', () => {
    expect(decode('', Buffer.from('Jérôme'))).toBe('Jérôme');
    expect(decode('', bytes('J\xe9r\xf4me'))).toBe('Jérôme');
    expect(decode('ISO_IR 999', bytes('J\xe9r\xf4me'))).toBe('Jérôme');
  });

  it('does not take the second byte of a GB18030 character for a backslash', () => {
    expect(decode('GB18030', Buffer.from('815c41', 'hex'))).toBe('乗A');
  });
});

describe('character sets with code extensions', () => {
  // Published in PS3.5 annexes H.3, I.2 and K.2.
  it.each([
    [
      '\\ISO 2022 IR 87',
      'Yamada^Tarou=~$B;3ED~(B^~$BB@O:~(B=~$B$d$^$@~(B^~$B$?$m$&~(B',
      'Yamada^Tarou=山田^太郎=やまだ^たろう',
    ],
    [
      'ISO 2022 IR 13\\ISO 2022 IR 87',
      '\xd4\xcf\xc0\xde^\xc0\xdb\xb3=~$B;3ED~(J^~$BB@O:~(J=~$B$d$^$@~(J^~$B$?$m$&~(J',
      'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
    ],
    [
      '\\ISO 2022 IR 149',
      'Hong^Gildong=~$)C\xfb\xf3^~$)C\xd1\xce\xd4\xd7=~$)C\xc8\xab^~$)C\xb1\xe6\xb5\xbf',
      'Hong^Gildong=洪^吉洞=홍^길동',
    ],
    ['\\ISO 2022 IR 58', 'Zhang^XiaoDong=~$)A\xd5\xc5^~$)A\xd0\xa1\xb6\xab=', 'Zhang^XiaoDong=张^小东='],
  ])('%s decodes the standard’s example', (terms, value, text) => {
    expect(decode(terms, bytes(value))).toBe(text);
  });

  it('decodes the supplementary kanji of JIS X 0212', () => {
    expect(decode('\\ISO 2022 IR 87\\ISO 2022 IR 159', bytes('~$(D0!~(B~$B;3~(B'))).toBe('丂山');
  });

  it('returns to the first set after a delimiter, as a component must escape anew', () => {
    const terms = 'ISO 2022 IR 100\\ISO 2022 IR 144';
    expect(decode(terms, bytes('\xe9~-L\xbb^\xe9'))).toBe('éЛ^é');
    expect(decode(terms, bytes('~-L\xbb\\\xe9\r\n~-L\xbb'))).toBe('Л\\é\r\nЛ');
  });

  it('reads Korean whose writer left the escapes out', () => {
    expect(decode('\\ISO 2022 IR 149', bytes('\xb1\xe8\xc8\xf1\xc1\xdf'))).toBe('김희중');
  });

  it('drops an escape sequence nobody defined and keeps the text', () => {
    expect(decode('ISO_IR 100', bytes('a~zb~'))).toBe('azb');
  });
});
