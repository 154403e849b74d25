import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Played, Playing } from './play-day.js';

/** The thread needs the rules as script: under test it is that of the build. */
const SCRIPT = import.meta.url.endsWith('.ts')
  ? new URL(`../../../../../dist/libs/features/src/analytics/what-if/play-day.js`, import.meta.url)
  : new URL('./play-day.js', import.meta.url);
const MEMORY_MB = 2048;

export type DonePlaying = Extract<Played, { kind: 'done' }>;

/** Plays the days in a thread, telling how far it is (0..1). Ends the thread when `stop` is aborted. */
export function playDays(
  playing: Playing,
  { onProgress, stop }: { onProgress: (share: number) => void; stop: AbortSignal },
): Promise<DonePlaying> {
  const worker = new Worker(SCRIPT, {
    workerData: playing,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    name: path.basename(SCRIPT.pathname),
  });
  const end = () => void worker.terminate();
  stop.addEventListener('abort', end, { once: true });
  return new Promise<DonePlaying>((resolve, reject) => {
    worker.on('message', (played: Played) => {
      if (played.kind === 'progress') onProgress(played.share);
      else resolve(played);
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the thread that plays the days has ended')));
  }).finally(() => {
    stop.removeEventListener('abort', end);
    end();
  });
}
