import {
  DAYS_AHEAD,
  warningEvent,
  whoCanMend,
  type CoverageWarning,
  type Judged,
  type Mending,
} from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { all, Database, inTurns, LeasedJobs, type Lease } from '@overread/platform';
import { CoverageWarningEntity } from './coverage-warning.entity.js';
import { oneAtATime, openOf } from './coverage-warning.queries.js';
import { thinAt, type SeenCoverage } from './coverage-outlook.js';
import { viewedAs } from './coverage-view.js';
import { CoverageService } from './coverage.service.js';
import { subjectsOf, type Subject } from './judge-outlook.js';

const SCOPE = { kind: 'system', actor: 'coverage-warnings' } as const;
/** Rosters and credentials are missed hours and days later, so that ten minutes lose nothing. */
const EVERY_MS = 10 * 60_000;
const [AHEAD] = DAYS_AHEAD;
/** Kinds and credentials of which one look tells something new; the worst first, the others at the next looks. */
const MOST_TOLD = 500;
/** Kinds and credentials of one transaction. */
const BATCH = 100;

/** Something to be saved of a subject: what the look made of it, before it is asked again of the locked rows. */
interface News {
  subject: Subject;
  judged: Judged[];
}

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

  /**
   * One look, at what was seen within the last minutes or `anew`. How many warnings were told, or told to be over. The first
   * look at a large network may find thousands: they are saved a hundred kinds at a time, and told over several looks.
   */
  async look(lease: Lease, anew = false, most = MOST_TOLD): Promise<number> {
    const seen = await this.coverage.seen(null, anew);
    const viewed = { ...seen, outlook: await viewedAs(seen, { hours: seen.outlook.hours.length, days: AHEAD }) };
    const news = newsOf(await this.open(), viewed);
    const told = news.filter(isTold).sort(worstFirst).slice(0, most);
    const saved = [...news.filter((each) => !isTold(each)), ...told];
    let count = 0;
    for (let first = 0; first < saved.length; first += BATCH) {
      const part = saved.slice(first, first + BATCH);
      count += await this.save(lease, part, await mendingOf(part, seen));
    }
    return count;
  }

  private open(): Promise<CoverageWarning[]> {
    return this.database.transaction(SCOPE, (tx) =>
      tx.change({ warnings: all(CoverageWarningEntity, { endedAt: null }, { lock: 'none' }) }, ({ warnings }) => ({
        result: warnings as CoverageWarning[],
      })),
    );
  }

  /** Asked again of the rows as they are once nobody else can write them. */
  private save(lease: Lease, news: readonly News[], mending: ReadonlyMap<Subject, Mending>): Promise<number> {
    return this.database.transaction(
      SCOPE,
      async (tx) => {
        await tx.guard(lease);
        await oneAtATime(tx);
        const open = await openOf(tx, new Set(news.map(({ subject }) => subject.key)));
        const ids = open.map(({ id }) => id);
        const keys = new Map(open.map(({ id, key }) => [id, key]));
        return tx.change({ warnings: all(CoverageWarningEntity, { id: ids }) }, ({ warnings }, now) => {
          const rows = Map.groupBy(warnings as CoverageWarning[], ({ id }) => keys.get(id));
          const judged = news.flatMap(({ subject }) =>
            subject.judge(rows.get(subject.key) ?? [], now).map((each) => mended(each, mending.get(subject))),
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
}

/** Subjects of which the look changes anything. */
function newsOf(open: readonly CoverageWarning[], seen: SeenCoverage): News[] {
  const known = new Set<object>(open);
  return subjectsOf(open, seen)
    .map((subject) => ({ subject, judged: subject.judge(subject.open, seen.outlook.madeAt) }))
    .filter(({ judged }) => judged.some(({ warning }) => !known.has(warning)));
}

const isNews = ({ tell }: Judged): boolean => tell === 'warned' || tell === 'worse';
const isTold = ({ judged }: News): boolean => judged.some(isNews);

/** Studies that will meet nobody before those that will meet one reader alone, more before fewer. */
const worstFirst = (a: News, b: News): number => weightOf(b) - weightOf(a);

const weightOf = ({ judged }: News): number =>
  judged.filter(isNews).reduce((sum, { warning }) => {
    if (warning.subject === 'credential')
      return sum + warning.state.unreadablePerWeek + 0.001 * warning.state.lastReaderPerWeek;
    const { expectedStudies, queued, readers } = warning.state;
    return sum + (expectedStudies + queued) * (readers.includes('0') ? 1 : 0.001);
  }, 0);

/** Who can mend what will be told, worked out before any row is locked. */
async function mendingOf(news: readonly News[], { network, outlook }: SeenCoverage): Promise<Map<Subject, Mending>> {
  const mending = new Map<Subject, Mending>();
  for (const { subject } of news.filter(isTold)) {
    const thin = subject.covered && thinAt(subject.covered, outlook.madeAt);
    if (thin) mending.set(subject, await inTurns(whoCanMend(thin, network, outlook.anyone)));
  }
  return mending;
}

function mended({ tell, warning }: Judged, mending: Mending | undefined): Judged {
  if (warning.kind === null || !isNews({ tell, warning })) return { tell, warning };
  return { tell, warning: { ...warning, mending: mending ?? warning.mending } };
}
