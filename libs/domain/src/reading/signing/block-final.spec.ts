import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { ADA, at, openRead, rowsOf, signing } from '../samples.fixture.js';
import { blockFinal } from './block-final.js';

const failedRules = [{ code: 'licence', fact: 'licence US-TX expired 2026-05-03' }] as const;
const blocked = (draft = null) =>
  blockFinal(
    { ...rowsOf([openRead()]), draft },
    { readId: asId('read-1'), by: ADA.readerId, body: signing().body, failedRules },
    at(6),
  );

describe('a final that a legal rule blocks', () => {
  it('leaves its text as the draft of its author', () => {
    expect(blocked().next?.draft).toMatchObject({
      readerId: ADA.readerId,
      impression: 'Normal head CT.',
      conclusion: 'normal',
      version: 1,
    });
  });

  it('calls a person with the codes, and says nothing of the text', () => {
    const [event, ...more] = blocked().events ?? [];
    expect(more).toEqual([]);
    expect(event).toMatchObject({ type: 'read.uncovered', data: { cause: 'final-blocked', failed: ['licence'] } });
    expect(JSON.stringify(event)).not.toContain('Normal head CT');
  });

  it('moves neither the read nor the study', () => {
    expect(Object.keys(blocked().next ?? {})).toEqual(['draft']);
  });
});
