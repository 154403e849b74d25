import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ENVIRONMENT } from '../../libs/platform/src/config/config.js';
import { root } from './source-files.js';

describe('.env.example', () => {
  it('names each variable that the configuration reads, once, and no other', () => {
    const lines = readFileSync(path.join(root, '.env.example'), 'utf8').split('\n');
    const names = lines.filter((line) => line && !line.startsWith('#')).map((line) => line.split('=')[0]!);
    expect(names.sort()).toEqual(Object.keys(ENVIRONMENT.shape).sort());
  });
});
