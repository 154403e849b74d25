import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { at } from '../../sla/samples.fixture.js';
import { sampleRead, sampleStep, sampleStudy } from '../../studies/samples.fixture.js';
import { DEFAULT_DISPATCH_PARAMS as params } from '../dispatch-params.js';
import { keptNow } from './kept-now.js';
import { whyNotYet } from './why-not.js';

const study = sampleStudy({ priority: 'stat' });
const read = sampleRead({ queuedAt: at(0), dueAt: at(30), ladder: [sampleStep('day', at(0).toISOString())] });
const told = { readerId: asId<never>('quick'), freeInMinutes: 4, at: at(1) };
const idle = { readerId: asId<never>('slow'), failed: [], place: null };

describe('a read that is kept for who is busy', () => {
  it('is so for its first minutes, while nobody has it', () => {
    expect(keptNow({ read, study }, told, at(3), params)).toEqual({
      readerId: 'quick',
      freeInMinutes: 2,
      leftMinutes: params.keepMinutes!.stat - 3,
    });
    expect(keptNow({ read, study }, told, at(8), params)?.freeInMinutes).toBe(0);
    expect(keptNow({ read, study }, told, at(10), params)).toBeNull();
    expect(keptNow({ read: { ...read, state: 'assigned' }, study }, told, at(3), params)).toBeNull();
    expect(keptNow({ read, study: { priority: 'routine' } }, told, at(3), params)).toBeNull();
    expect(keptNow({ read: { ...read, queuedAt: at(2) }, study }, told, at(3), params)).toBeNull();
  });

  it('is why an idle reader is not offered it: for whom, until when, by a name that the asker may know', () => {
    const kept = keptNow({ read, study }, told, at(3), params)!;
    const named = whyNotYet(read, idle, { ...kept, name: 'Dr Quick' });
    expect(named).toMatchObject({ code: 'kept', margin: null });
    expect(named.text).toBe(
      'It is kept for Dr Quick, with whom it is surer to be in time and who is expected to be free in about 2 min; ' +
        'in 7 min at the latest it goes to whoever is idle',
    );
    expect(whyNotYet(read, idle, { ...kept, name: null }).text).toContain('kept for a reader who is busy');
    const own = whyNotYet(read, { ...idle, readerId: asId('quick') }, { ...kept, name: 'Dr Quick' });
    expect(own.text).toContain('kept for them');
    const barred = { ...idle, failed: [{ code: 'licence', fact: 'no licence' }] } as const;
    expect(whyNotYet(read, barred, { ...kept, name: null }).code).toBe('barred');
    expect(whyNotYet(read, idle).code).toBe('could');
  });
});
