import { DomainError } from '@overread/domain';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '@overread/platform';
import type { DemoDay, DemoDayState, newDemoDay } from '@overread/wire';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { z } from 'zod';

interface Run {
  day: DemoDay;
  child: ChildProcess;
}

/**
 * One simulated day at a time, by the command line's `simulate`: a process of its own that speaks to this server as any
 * client does. It ends with this process, whose end of the channel closes, and signs its readers off first.
 */
@Injectable()
export class DemoDays implements OnApplicationShutdown {
  private run: Run | null = null;

  constructor(private readonly config: Config) {}

  /** Whether one runs here at all, and the one that does. */
  get state(): DemoDayState {
    return { available: this.commandFile !== null, running: this.run?.day ?? null };
  }

  /** Only in evaluation mode: nobody fills a hospital's own network with invented patients. */
  private get commandFile(): string | null {
    return this.config.evaluation ? this.config.commandFile : null;
  }

  async start(asked: z.infer<typeof newDemoDay>, now: Date): Promise<DemoDay> {
    const file = this.commandFile;
    if (file === null)
      throw new DomainError('not-found', 'demo-day/not-here', 'Demo days run in evaluation mode alone');
    if (this.run) throw new DomainError('conflict', 'demo-day/running', 'A demo day is running; end it first');
    const { minutes, readers, speed, seed = randomBytes(4).toString('hex') } = asked;
    const endsAt = new Date(now.getTime() + minutes * 60_000).toISOString();
    const day = { startedAt: now.toISOString(), endsAt, minutes, speed, readers, seed };
    const said = Object.entries({ minutes, speed, readers, seed }).map(([name, value]) => `--${name}=${value}`);
    const args = [file, 'simulate', '--json', `--var-dir=${this.config.varDir}`, ...said];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.run = { day, child };
    child.once('exit', () => this.over(child)).once('error', () => this.over(child));
    await Promise.race([once(child, 'spawn'), once(child, 'exit')]);
    return day;
  }

  /** Its readers sign off first, so that what they hold goes back to the queue; at the latest when their calls time out. */
  async stop(): Promise<void> {
    const child = this.run?.child;
    if (child === undefined) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  /** The server is going: its connections are closed already, so there is nothing to sign off from. */
  onApplicationShutdown(): void {
    this.run?.child.kill('SIGKILL');
  }

  private over(child: ChildProcess): void {
    if (this.run?.child === child) this.run = null;
  }
}
