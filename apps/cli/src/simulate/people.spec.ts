import { describe, expect, it } from '@jest/globals';
import type { DemoUser } from '../demo/load-demo.js';
import { pickReaders } from './people.js';

const user = (email: string, readingGroup: string, role: DemoUser['role'] = 'reader'): DemoUser => ({
  role,
  email,
  readingGroup,
  name: email,
  password: '',
  organization: '',
});

describe('pickReaders', () => {
  it('takes the first of every group before the second of any, and readers alone', () => {
    const users = [
      user('boss', '', 'administrator'),
      user('a1', 'a'),
      user('a2', 'a'),
      user('b1', 'b'),
      user('b2', 'b'),
    ];
    const picked = (count: number) => pickReaders(users, count).map(({ email }) => email);
    expect(picked(2)).toEqual(['a1', 'b1']);
    expect(picked(99)).toEqual(['a1', 'b1', 'a2', 'b2']);
    expect(picked(0)).toEqual([]);
  });
});
