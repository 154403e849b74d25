import { describe, expect, it } from '@jest/globals';
import { DomainError, generateInstance, type DispatchInstance } from '@overread/domain';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { instanceFrom, instanceText, readInstance } from './instance-file.js';
import { instanceJsonSchema } from './instance-schema.js';
import { runBench } from './run-bench.js';

const docs = path.resolve(import.meta.dirname, '../../../../docs');
const published = (name: string) => readFileSync(path.join(docs, name), 'utf8');
const example = () => JSON.parse(published('dispatch-instance.example.json')) as DispatchInstance;
const problemsOf = (change: (instance: DispatchInstance) => void) => {
  const instance = example();
  change(instance);
  try {
    instanceFrom(JSON.stringify(instance), 'it');
  } catch (error) {
    if (error instanceof DomainError) return (error.details.errors ?? []).map((each) => each.path);
    throw error;
  }
  return [];
};

describe('an instance file', () => {
  it('has the schema that is published', () => {
    expect(JSON.parse(published('dispatch-instance.schema.json'))).toEqual(instanceJsonSchema());
  });

  it('runs as the published example does', () => {
    const instance = instanceFrom(published('dispatch-instance.example.json'), 'example');
    const { policies, bound } = runBench({ instances: [{ instance, seed: '1' }], policies: ['default'], track: {} });
    const [own, pull] = policies;
    expect(bound).toEqual({ weightedBreachesPerThousand: 0, hopelessPerThousand: 0 });
    expect([own?.policy, pull?.policy]).toEqual(['default', 'priority-pull']);
    expect(own).toMatchObject({ studies: 5, violations: 0, unread: 0 });
  });

  it('is told what no policy can be below, and none is', () => {
    const instances = [1, 2].map((seed) => ({
      instance: generateInstance({ scenario: 'overload', size: 'S', seed }),
      seed: String(seed),
    }));
    const { policies, bound } = runBench({ instances, policies: ['atc'], track: {} });
    expect(bound?.weightedBreachesPerThousand).toBeGreaterThan(0);
    for (const each of policies)
      expect(each.weightedBreachesPerThousand).toBeGreaterThanOrEqual(bound?.weightedBreachesPerThousand ?? Infinity);
    expect(runBench({ instances, policies: [], track: {}, boundUpToStudies: 100 }).bound).toBeNull();
  });

  it('comes back as it was written', () => {
    const instance = generateInstance({ scenario: 'outage', size: 'S', seed: 1 });
    expect(instanceFrom(instanceText(instance), 'it')).toEqual(instance);
  });

  it('is refused by the field that is wrong', () => {
    expect(problemsOf((it) => (it.studies[1]!.facility = 'nowhere'))).toEqual(['studies.1.facility']);
    expect(problemsOf((it) => (it.studies[0]!.readingMinutes = -1))).toEqual(['studies.0.readingMinutes']);
    expect(problemsOf((it) => (it.readers[1]!.id = it.readers[0]!.id))).toEqual(['readers.1.id']);
    expect(problemsOf((it) => (it.readers[0]!.shifts[0]!.toMinute = 0))).toEqual(['readers.0.shifts.0.toMinute']);
    expect(problemsOf((it) => Object.assign(it.readers[0]!, { pase: 1 }))).toEqual(['readers.0']);
    expect(() => instanceFrom('{', 'it')).toThrow('it is not JSON');
    const never = { measuredFromMinute: 90_000, measuredToMinute: 99_000, endsAtMinute: 99_000 };
    expect(problemsOf((it) => Object.assign(it, never))).toEqual(['measuredFromMinute']);
  });

  it('is said to be unreadable where it is not there or no file', async () => {
    await expect(readInstance(path.join(docs, 'nowhere.json'))).rejects.toThrow('there is no such file');
    await expect(readInstance(docs)).rejects.toThrow('it is a directory');
  });

  it('is refused by its size before anything is reckoned with it', () => {
    const many =
      (change: (study: DispatchInstance['studies'][number], at: number) => object) => (it: DispatchInstance) => {
        const [first] = it.studies;
        it.studies = Array.from({ length: 70_000 }, (_, at) => ({ ...first!, id: `s${at}`, ...change(first!, at) }));
      };
    expect(problemsOf(many((_, at) => ({ field: `f${at}` })))).toEqual(['studies']);
    const crowd = (it: DispatchInstance) => {
      many((_, at) => ({ modality: `M${at}` }))(it);
      it.readers = Array.from({ length: 300 }, (_, at) => ({ ...it.readers[0]!, id: `r${at}`, shifts: [] }));
    };
    expect(problemsOf(crowd)).toContain('studies');
  });

  it('is taken whole or refused with a word, whatever it holds', () => {
    const value = fc.oneof(fc.jsonValue(), fc.double(), fc.string());
    const pathTo = fc.constantFrom('name', 'readers', 'studies', 'facilities', 'endsAtMinute', 'readingTimeSigma');
    fc.assert(
      fc.property(pathTo, value, fc.nat(4), (key, made, row) => {
        const instance: Record<string, unknown> = { ...example() };
        const list = instance[key];
        instance[key] = Array.isArray(list) ? list.map((each, index) => (index === row ? made : each)) : made;
        try {
          instanceFrom(JSON.stringify(instance), 'it');
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
          expect((error as DomainError).code).toMatch(/^dispatch-instance\//);
        }
      }),
      { numRuns: 100 },
    );
  });
});
