import { describe, expect, it } from '@jest/globals';
import { isLoopback } from './loopback.js';

describe('isLoopback', () => {
  it.each([
    'http://localhost:3000',
    'http://127.0.0.1',
    'https://127.8.9.1:1',
    'http://[::1]:3000',
    'http://LOCALHOST.',
  ])('takes %s for this machine', (url) => expect(isLoopback(new URL(url))).toBe(true));

  it.each([
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://10.0.0.1',
    'http://[::2]',
    'https://overread.example',
    'http://0.0.0.0',
  ])('takes %s for another', (url) => expect(isLoopback(new URL(url))).toBe(false));
});
