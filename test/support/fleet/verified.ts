import path from 'node:path';
import type { Verified } from '../../../apps/cli/src/verify/verify.js';
import type { Cluster } from './cluster.js';
import { runProgram } from './program.js';
import type { Told } from './told.js';

/** What `overread verify` finds in the database and the image store, with everything that was told. */
export async function verified(cluster: Cluster, told: Told, varDir = cluster.varDir): Promise<Verified> {
  const accepted = path.join(cluster.varDir, 'accepted.jsonl');
  told.save(accepted);
  const printed = await runProgram('cli', ['verify', '--accepted', accepted, '--json'], {
    ...cluster.environment(),
    VAR_DIR: varDir,
  });
  return JSON.parse(printed) as Verified;
}
