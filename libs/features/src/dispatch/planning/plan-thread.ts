import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { PlanAnswer, PlanRequest } from './plan-message.js';

/** The thread's program as it was built: beside this file, or, for sources that run as they are, where the build puts it. */
function program(): URL {
  const beside = new URL('./plan-worker.js', import.meta.url);
  if (existsSync(beside)) return beside;
  return new URL('../../../../../dist/libs/features/src/dispatch/planning/plan-worker.js', import.meta.url);
}

/** One thread that plans. Started when it is asked; one that failed, ended or took too long is replaced at the next question. */
export class PlanThread {
  private worker: Worker | null = null;

  /** One question at a time. Rejects when the thread fails or does not answer within the time. */
  async ask(request: PlanRequest, withinMs: number): Promise<PlanAnswer> {
    const worker = (this.worker ??= this.start());
    const settled = new AbortController();
    try {
      return await new Promise<PlanAnswer>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no plan within ${withinMs} ms`)), withinMs);
        const exited = (code: number) => reject(new Error(`the planning thread ended with ${code}`));
        worker.on('message', resolve).on('error', reject).on('exit', exited);
        settled.signal.addEventListener('abort', () => {
          clearTimeout(timer);
          worker.off('message', resolve).off('error', reject).off('exit', exited);
        });
        worker.postMessage(request);
      });
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      settled.abort();
    }
  }

  private start(): Worker {
    const worker = new Worker(program());
    worker.unref();
    // One that ends while nobody asks is replaced at the next question; an error nobody hears would end the process.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = null;
    });
    return worker;
  }

  /** Whether it has been started: a new one knows no model yet. */
  get running(): boolean {
    return this.worker !== null;
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
  }
}
