import { Injectable } from '@nestjs/common';
import { DomainError } from '@overread/domain';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;
const FAILURES_PER_ACCOUNT_AND_ADDRESS = 10;
const FAILURES_PER_ADDRESS = 100;
const FAMILIAR = 50_000;

/**
 * Slows guessing without locking anybody out: failures count for an account **from an address**, so that nobody can
 * shut a reader out from elsewhere, and for an address, where those who signed in there before still may.
 */
@Injectable()
export class SignInThrottle {
  private readonly pairs = new RateLimiterMemory({
    points: FAILURES_PER_ACCOUNT_AND_ADDRESS,
    duration: WINDOW_SECONDS,
  });
  private readonly addresses = new RateLimiterMemory({ points: FAILURES_PER_ADDRESS, duration: WINDOW_SECONDS });
  private readonly familiar = new Set<string>();
  private readonly turns = new Map<string, Promise<unknown>>();

  /** Runs the attempt, which answers null when it failed. One at a time per account and address: a flood is counted. */
  attempt<T>(account: string, address: string, work: () => Promise<T | null>): Promise<T | null> {
    const pair = `${account.toLowerCase()} ${address}`;
    const before = this.turns.get(pair) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => this.counted(pair, address, work));
    this.turns.set(pair, mine);
    const leave = () => {
      if (this.turns.get(pair) === mine) this.turns.delete(pair);
    };
    mine.then(leave, leave);
    return mine;
  }

  private async counted<T>(pair: string, address: string, work: () => Promise<T | null>): Promise<T | null> {
    refuse(await this.pairs.get(pair), FAILURES_PER_ACCOUNT_AND_ADDRESS);
    if (!this.familiar.has(pair)) refuse(await this.addresses.get(address), FAILURES_PER_ADDRESS);
    const result = await work();
    if (result === null) {
      await this.pairs.penalty(pair);
      await this.addresses.penalty(address);
    } else {
      await this.pairs.delete(pair);
      this.remember(pair);
    }
    return result;
  }

  private remember(pair: string): void {
    this.familiar.delete(pair);
    this.familiar.add(pair);
    const [oldest] = this.familiar;
    if (this.familiar.size > FAMILIAR && oldest !== undefined) this.familiar.delete(oldest);
  }
}

function refuse(state: RateLimiterRes | null, limit: number): void {
  if (state === null || state.consumedPoints < limit) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
  const message = `too many failed sign-ins; try again in ${retryAfterSeconds} s`;
  throw new DomainError('rate-limited', 'auth/too-many-failures', message, { retryAfterSeconds });
}
