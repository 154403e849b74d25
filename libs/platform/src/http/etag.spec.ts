import { describe, expect, it } from '@jest/globals';
import { etagOf, requireVersion, versionsOf } from './etag.js';

describe('If-Match', () => {
  it('reads back what was sent, weak, strong or in a list', () => {
    expect(versionsOf(etagOf(3))).toEqual([3]);
    expect(versionsOf('W/"v3", "v14"')).toEqual([3, 14]);
  });

  it('accepts any version when absent or *, none when the tag is another’s', () => {
    expect(versionsOf(undefined)).toBeNull();
    expect(versionsOf('*')).toBeNull();
    expect(versionsOf('"abc"')).toEqual([]);
    expect(() => versionsOf('v3')).toThrow('not an entity tag');
  });

  it('is stale when the row moved on', () => {
    expect(() => requireVersion([3], 3)).not.toThrow();
    expect(() => requireVersion(null, 4)).not.toThrow();
    expect(() => requireVersion([3], 4)).toThrow('version 4');
    expect(() => requireVersion([], 4)).toThrow('version 4');
  });
});
