import type { Database, Tx } from '@overread/platform';
import { checkAccepted, type Accepted } from './check-accepted.js';
import { checkImages } from './check-images.js';
import { checkStudy } from './check-study.js';
import { checkWhole } from './check-whole.js';
import { storedStudies } from './stored-study.js';
import type { Violation } from './violation.js';

export interface VerifyOptions {
  /** What senders were told: each must be there once. */
  accepted?: readonly Accepted[];
  /** The image store's folder; null leaves the files alone. */
  varDir: string | null;
  onStudy?: (studies: number) => void;
}

export interface Verified {
  studies: number;
  reads: number;
  events: number;
  images: number;
  accepted: number;
  violations: Violation[];
}

const SCOPE = { kind: 'system', actor: 'verify' } as const;
const PATIENCE_MS = 3_600_000;

/** Looks at everything that is kept, as of one instant, and says whatever breaks a promise. The server may run meanwhile. */
export async function verify(database: Database, options: VerifyOptions): Promise<Verified> {
  const settings = { repeatableRead: true, timeoutMs: PATIENCE_MS };
  const verified = await database.transaction(SCOPE, (tx) => verifyRows(tx, options), settings);
  if (options.varDir === null) return verified;
  const { images, violations } = await checkImages(database, options.varDir);
  return { ...verified, images, violations: [...verified.violations, ...violations] };
}

async function verifyRows(tx: Tx, { accepted = [], onStudy }: VerifyOptions): Promise<Verified> {
  const counts = { studies: 0, reads: 0, events: 0 };
  const violations: Violation[] = [];
  for await (const whole of storedStudies(tx)) {
    counts.studies += 1;
    counts.reads += whole.reads.length;
    counts.events += whole.events.length;
    violations.push(...checkStudy(whole));
    onStudy?.(counts.studies);
  }
  violations.push(...(await checkWhole(tx)), ...(await checkAccepted(tx, accepted)));
  return { ...counts, images: 0, accepted: accepted.length, violations };
}
