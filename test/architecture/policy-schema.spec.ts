import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { policyJsonSchema } from '../../libs/wire/src/policies/policy-document.js';
import { root } from './source-files.js';

describe('docs/policy.schema.json', () => {
  it('is the JSON Schema that GET /api/v1/policies/schema answers', () => {
    const published: unknown = JSON.parse(readFileSync(path.join(root, 'docs/policy.schema.json'), 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(policyJsonSchema())));
  });
});
