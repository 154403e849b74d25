import type { ReportSheet } from '@overread/domain';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Printed, Printing } from './print-reports.js';

/** The same file as source under test, as script in the build. */
const SCRIPT = new URL(`./print-reports${path.extname(import.meta.url)}`, import.meta.url);
/** A page costs about a tenth of a second of work on fonts; the longest reports a second. */
const MEMORY_MB = 256;

interface Waiting {
  resolve: (pdf: Buffer) => void;
  reject: (error: Error) => void;
}

/** Prints reports as PDF in a thread of its own: everybody's requests go on meanwhile. Begun with the first print. */
@Injectable()
export class ReportPrinter implements OnModuleDestroy {
  private worker: Worker | null = null;
  private jobs = 0;
  private readonly waiting = new Map<number, Waiting>();

  async onModuleDestroy(): Promise<void> {
    await this.worker?.terminate();
  }

  print(sheets: readonly ReportSheet[]): Promise<Buffer> {
    this.worker ??= this.begin();
    const printing: Printing = { job: ++this.jobs, sheets };
    this.worker.postMessage(printing);
    return new Promise((resolve, reject) => this.waiting.set(printing.job, { resolve, reject }));
  }

  private begin(): Worker {
    const worker = new Worker(SCRIPT, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
    worker.unref();
    worker.on('message', (printed: Printed) => {
      const waiting = this.waiting.get(printed.job);
      this.waiting.delete(printed.job);
      if ('pdf' in printed)
        waiting?.resolve(Buffer.from(printed.pdf.buffer, printed.pdf.byteOffset, printed.pdf.length));
      else waiting?.reject(new Error(`a report cannot be printed: ${printed.failure}`));
    });
    // The next print begins another; those under way cannot be finished.
    worker.on('error', (error: Error) => this.lost(worker, error));
    worker.on('exit', () => this.lost(worker, new Error('the printing thread has ended')));
    return worker;
  }

  private lost(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = null;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
