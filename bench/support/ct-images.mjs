// CT images of real size in a folder: explicit little endian, uncompressed, each its own instance of few studies.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/evaluation.mjs';

const built = (name) => import(path.join(root, 'dist/libs/protocols/src', name));
const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const PIXELS_TAG = 'e07f10004f570000';

/** Bytes that do not compress well and are the same for the same seed (a linear congruential generator). */
function noise(bytes, seed) {
  const words = new Uint32Array(Math.ceil(bytes / 4));
  let state = seed >>> 0;
  for (let at = 0; at < words.length; at++) words[at] = state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Buffer.from(words.buffer, 0, bytes);
}

/** `count` instances under UIDs beginning with `name`; a study has as many as a CT head has images. */
export async function makeImages(folder, { name, count, bytes, perStudy }) {
  const [{ fileMeta }, { writeElements }] = [await built('index.js'), await built('dicom/encoding/element-writer.js')];
  mkdirSync(folder, { recursive: true });
  const pixels = noise(bytes, 7);
  const files = [];
  for (let n = 0; n < count; n++) {
    const study = `1.2.826.0.1.3680043.9.7433.7.${name}.${Math.floor(n / perStudy) + 1}`;
    const instance = `${study}.1.${(n % perStudy) + 1}`;
    const texts = {
      '00080005': ['CS', 'ISO_IR 192'],
      '00080016': ['UI', CT_IMAGE],
      '00080018': ['UI', instance],
      '00080020': ['DA', '20261122'],
      '00080060': ['CS', 'CT'],
      '00081030': ['LO', 'CT HEAD WO CONTRAST'],
      '00100010': ['PN', 'Doe^Jane'],
      '00100020': ['LO', `M${name}${Math.floor(n / perStudy)}`],
      '00180015': ['CS', 'HEAD'],
      '0020000D': ['UI', study],
      '0020000E': ['UI', `${study}.1`],
      '00200011': ['IS', '1'],
      '00200013': ['IS', String((n % perStudy) + 1)],
    };
    const head = writeElements(Object.entries(texts).map(([tag, [vr, value]]) => ({ tag, vr, value })));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes);
    const meta = fileMeta({
      sopClassUid: CT_IMAGE,
      sopInstanceUid: instance,
      transferSyntaxUid: EXPLICIT_LITTLE_ENDIAN,
    });
    const file = path.join(folder, `${n}.dcm`);
    writeFileSync(
      file,
      [meta, head, Buffer.from(PIXELS_TAG, 'hex'), length, pixels].reduce((a, b) => Buffer.concat([a, b])),
    );
    files.push(file);
  }
  return files;
}
