import cliProgress from 'cli-progress';

/** How far a command is, for a person who watches. */
export interface Progress {
  start(total: number): void;
  update(done: number, facts: object): void;
  stop(): void;
}

const SILENT: Progress = { start: () => undefined, update: () => undefined, stop: () => undefined };

/** A bar on standard error while that is a terminal; `format` names the facts in braces. Programs get none. */
export function progressBar(format: string, quiet: boolean): Progress {
  if (quiet || !process.stderr.isTTY) return SILENT;
  const bar = new cliProgress.SingleBar(
    { format: `{bar} ${format}`, hideCursor: true, stream: process.stderr },
    cliProgress.Presets.shades_classic,
  );
  return {
    start: (total) => bar.start(total, 0),
    update: (done, facts) => bar.update(done, facts),
    stop: () => {
      if (bar.isActive) bar.stop();
    },
  };
}
