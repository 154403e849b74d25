import { describe, expect, it } from '@jest/globals';
import { Chance } from './chance.js';

const draws = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

describe('Chance', () => {
  it('is the same for the same seed and another for another', () => {
    const of = (seed: string) => {
      const chance = new Chance(seed);
      return draws(20, () => chance.next());
    };
    expect(of('a')).toEqual(of('a'));
    expect(of('a')).not.toEqual(of('b'));
    expect(new Set(of('a')).size).toBe(20);
  });

  it('forks without being moved, and forks are not moved by each other', () => {
    const whole = new Chance('a');
    const fork = whole.fork('x');
    draws(5, () => fork.next());
    expect(whole.next()).toBe(new Chance('a').next());
    expect(whole.fork('y').next()).toBe(new Chance('a').fork('y').next());
  });

  it('picks by weight, and never what weighs nothing', () => {
    const chance = new Chance('weights');
    const picked = draws(4000, () => chance.pick([['a', 3] as const, ['never', 0] as const, ['b', 1] as const]));
    const share = picked.filter((each) => each === 'a').length / picked.length;
    expect(picked).not.toContain('never');
    expect(share).toBeGreaterThan(0.72);
    expect(share).toBeLessThan(0.78);
    expect(() => chance.pick([])).toThrow('nothing to pick');
  });

  it('waits one by its rate on average', () => {
    const chance = new Chance('waits');
    const mean = draws(4000, () => chance.waitFor(0.5)).reduce((sum, wait) => sum + wait, 0) / 4000;
    expect(mean).toBeGreaterThan(1.88);
    expect(mean).toBeLessThan(2.12);
  });

  it('draws gamma factors of mean 1, the wider the smaller the shape', () => {
    const chance = new Chance('bursts');
    for (const shape of [1, 8]) {
      const factors = draws(8000, () => chance.gamma(shape));
      const mean = factors.reduce((sum, each) => sum + each, 0) / factors.length;
      const variance = factors.reduce((sum, each) => sum + (each - mean) ** 2, 0) / factors.length;
      expect(Math.abs(mean - 1)).toBeLessThan(0.05);
      expect(Math.abs(variance * shape - 1)).toBeLessThan(0.15);
    }
  });

  it('draws lognormal times around their median', () => {
    const chance = new Chance('times');
    const times = draws(4001, () => chance.lognormal(5.5, 0.5)).sort((a, b) => a - b);
    expect(times[2000]).toBeGreaterThan(5.2);
    expect(times[2000]).toBeLessThan(5.8);
    const logs = times.map((time) => Math.log(time / 5.5));
    const deviation = Math.sqrt(logs.reduce((sum, log) => sum + log * log, 0) / logs.length);
    expect(deviation).toBeGreaterThan(0.47);
    expect(deviation).toBeLessThan(0.53);
  });
});
