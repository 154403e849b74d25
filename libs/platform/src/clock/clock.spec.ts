import { describe, expect, it } from '@jest/globals';
import { Clock } from './clock.js';

const HOUR_MS = 3_600_000;

describe('the clock of a process', () => {
  const ahead = (milliseconds: number) => new Date(Date.now() + milliseconds);

  it('is the machine’s until the database has been asked', () => {
    const clock = new Clock();
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
    expect(clock.skewMs).toBeNull();
  });

  it('is the database’s from then on, and says how far the machine’s is ahead', () => {
    const clock = new Clock();
    clock.follow(ahead(-HOUR_MS), 10);
    expect(Math.abs(clock.now().getTime() - (Date.now() - HOUR_MS))).toBeLessThan(1_000);
    expect(Math.abs((clock.skewMs ?? 0) - HOUR_MS)).toBeLessThan(1_000);
  });

  it('goes on when the machine’s clock is put right while the process runs', () => {
    const clock = new Clock();
    clock.follow(ahead(0), 0);
    const real = Date.now;
    try {
      Date.now = () => real() + HOUR_MS;
      expect(clock.now().getTime()).toBeLessThan(real() + 1_000);
      expect(clock.skewMs).toBeGreaterThan(HOUR_MS - 1_000);
    } finally {
      Date.now = real;
    }
  });

  it('is not moved by an answer whose way took longer than what it would change', () => {
    const clock = new Clock();
    clock.follow(ahead(-HOUR_MS), 0);
    clock.follow(ahead(-1.5 * HOUR_MS), 2.5 * HOUR_MS);
    expect(clock.skewMs).toBeGreaterThan(HOUR_MS - 1_000);
    clock.follow(ahead(0), 10);
    expect(Math.abs(clock.skewMs ?? HOUR_MS)).toBeLessThan(1_000);
  });
});
