import { rmSync } from 'node:fs';

export default async function tearDown() {
  const running = globalThis.overreadTestPostgres;
  if (!running) return;
  await running.postgres.stop();
  rmSync(running.dir, { recursive: true, force: true });
}
