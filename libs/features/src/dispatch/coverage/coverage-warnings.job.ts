import { warningEvent, whoCanMend, type CoverageWarning, type Judged, type Mending } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { all, Database, inTurns, LeasedJobs, type Lease } from '@overread/platform';
import { CoverageWarningEntity } from './coverage-warning.entity.js';
import { CoverageService, type SeenCoverage } from './coverage.service.js';
import { findingsOf, judgeOutlook, keyOf, type Findings } from './judge-outlook.js';

const SCOPE = { kind: 'system', actor: 'coverage-warnings' } as const;
/**
 * A network of thousands of kinds takes 20 s to look at, in turns of 8 ms: three in a hundred of a process. Rosters and
 * credentials are missed hours and days later, so that ten minutes lose nothing.
 */
const EVERY_MS = 10 * 60_000;
/** As the console asks, so that the kept answer serves both. */
const ASKED = { readingGroupId: null, hours: 72, days: 30 } as const;

/**
 * Looks at the coming three days and tells what will be missed, once, and again when it gets worse. What was told is on the
 * rows, saved together with its events: whoever takes over goes on where another stopped.
 */
@Injectable()
export class CoverageWarningsJob implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
    private readonly coverage: CoverageService,
  ) {}

  onApplicationBootstrap(): void {
    const round = (lease: Lease) => this.look(lease);
    this.jobs.start({ name: 'coverage-warnings', role: 'dispatcher', everyMs: EVERY_MS, round });
  }

  /** One look, at what was seen within the last minutes or `anew`. How many warnings were told, or told to be over. */
  async look(lease: Lease, anew = false): Promise<number> {
    const seen = await this.coverage.seen(ASKED, anew);
    const findings = findingsOf(seen);
    const mending = await this.mendingOf(findings, seen);
    return this.database.transaction(
      SCOPE,
      async (tx) => {
        await tx.guard(lease);
        return tx.change(OPEN, ({ warnings }, now) => {
          const judged = judgeOutlook(warnings as CoverageWarning[], findings, now).map((each) =>
            mended(each, mending),
          );
          const before = new Set<object>(warnings);
          const told = judged.flatMap(({ tell, warning }) => (tell === null ? [] : [warningEvent(tell, warning)]));
          const changed = judged.map(({ warning }) => warning).filter((warning) => !before.has(warning));
          return { next: { warnings: changed }, events: told, result: told.length };
        });
      },
      { timeoutMs: 60_000 },
    );
  }

  /** Who can mend what will be told, worked out before any row is locked: it is much work. */
  private async mendingOf(findings: Findings, { network, outlook }: SeenCoverage): Promise<Map<string, Mending>> {
    const open = await this.database.transaction(SCOPE, (tx) =>
      tx.change({ warnings: all(CoverageWarningEntity, { endedAt: null }, { lock: 'none' }) }, ({ warnings }) => ({
        result: warnings as CoverageWarning[],
      })),
    );
    const mending = new Map<string, Mending>();
    for (const { tell, warning } of judgeOutlook(open, findings, outlook.madeAt)) {
      if (warning.kind === null || (tell !== 'warned' && tell !== 'worse')) continue;
      const key = keyOf(warning.kind);
      const covered = findings.covered.get(key);
      if (covered && !mending.has(key)) mending.set(key, await inTurns(whoCanMend(covered, network, outlook.madeAt)));
    }
    return mending;
  }
}

const OPEN = { warnings: all(CoverageWarningEntity, { endedAt: null }) };

function mended({ tell, warning }: Judged, mending: ReadonlyMap<string, Mending>): Judged {
  if (warning.kind === null || (tell !== 'warned' && tell !== 'worse')) return { tell, warning };
  return { tell, warning: { ...warning, mending: mending.get(keyOf(warning.kind)) ?? warning.mending } };
}
