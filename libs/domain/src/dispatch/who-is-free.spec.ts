import { describe, expect, it } from '@jest/globals';
import { asId, type ReaderId } from '../core/ids.js';
import { sampleReaderFacts } from '../eligibility/samples.fixture.js';
import type { ReaderFacts } from '../eligibility/facts.js';
import { sampleReader, sampleSession } from '../network/samples.fixture.js';
import { at } from './samples.fixture.js';
import { freeInMinutes, scarcityOf, whoIsFree, type HeldWork } from './who-is-free.js';

const reader = (id: string, mode: 'push' | 'pull' = 'push'): ReaderFacts =>
  sampleReaderFacts({ reader: sampleReader({ id: asId(id) }), session: sampleSession({ mode }) });
const offered = (changes: Partial<HeldWork> = {}): HeldWork => ({
  purpose: 'primary',
  state: 'assigned',
  openedAt: null,
  dueAt: at(60),
  priority: 'routine',
  ...changes,
});
const sorted = (held: Record<string, HeldWork[]>, ...present: ReaderFacts[]) => {
  const heldBy = new Map(Object.entries(held).map(([id, work]) => [asId<ReaderId>(id), work]));
  const { idle, choosing, yielding } = whoIsFree(present, heldBy);
  return {
    idle: [...idle.keys()],
    choosing: choosing.map((each) => each.reader.id),
    yielding: [...yielding.keys()],
  };
};

describe('who is signed on', () => {
  it('is reading, and takes the next, with one read open and no more', () => {
    const open = offered({ state: 'in-progress', openedAt: at(0) });
    const held = { ann: [open], bob: [open], cid: [open, offered()], dee: [offered()] };
    const heldBy = new Map(Object.entries(held).map(([id, work]) => [asId<ReaderId>(id), work]));
    const present = [reader('ann'), reader('bob', 'pull'), reader('cid'), reader('dee')];
    const { reading } = whoIsFree(present, heldBy);
    expect(reading.map((each) => each.reader.reader.id)).toEqual(['ann']);
  });

  it('is free when what is held is read: longer than expected for what runs long', () => {
    const [fresh, running, long] = [null, at(0), at(-120)].map((openedAt) => ({ openedAt, expectedMinutes: 10 }));
    expect(freeInMinutes([fresh!], at(5))).toBeCloseTo(10, 6);
    expect(freeInMinutes([running!], at(5))).toBeGreaterThan(5);
    expect(freeInMinutes([running!], at(5))).toBeLessThan(10);
    expect(freeInMinutes([long!], at(5))).toBeGreaterThan(10);
    expect(freeInMinutes([], at(5))).toBe(0);
  });

  it('is idle or choosing without work, by what they signed on for', () => {
    expect(sorted({}, reader('ann'), reader('bob', 'pull'))).toEqual({
      idle: ['ann'],
      choosing: ['bob'],
      yielding: [],
    });
  });

  it('yields to critical work while all they hold is unopened and not pressing', () => {
    const held = { ann: [offered(), offered({ state: 'in-progress' })] };
    expect(sorted(held, reader('ann'))).toEqual({ idle: [], choosing: [], yielding: ['ann'] });
  });

  it('yields a second read, whatever was read', () => {
    const held = { ann: [offered({ purpose: 'secondary', priority: 'critical' })] };
    expect(sorted(held, reader('ann')).yielding).toEqual(['ann']);
  });

  it.each([
    ['has a read open', offered({ state: 'in-progress', openedAt: at(0) })],
    ['holds STAT work', offered({ priority: 'stat' })],
    ['holds critical work', offered({ priority: 'critical' })],
  ])('is left alone who %s', (_, pressing) => {
    expect(sorted({ ann: [offered(), pressing] }, reader('ann'))).toEqual({ idle: [], choosing: [], yielding: [] });
  });
});

describe('how scarce a reader is', () => {
  it('grows with what they can do, up to one', () => {
    const scarcity = (competences: number, subspecialties: number) =>
      scarcityOf({
        reader: sampleReader({
          competences: Array.from({ length: competences }, (_, index) => `M${index}`),
          subspecialties: Array.from({ length: subspecialties }, (_, index) => `s${index}`),
        }),
      });
    expect(scarcity(4, 0)).toBeCloseTo(0.2);
    expect(scarcity(4, 2)).toBeCloseTo(0.4);
    expect(scarcity(30, 9)).toBe(1);
  });
});
