import { Injectable } from '@nestjs/common';
import type { Principal, StudyId } from '@overread/domain';
import { Database, scopeOf, type Scope, type Tx } from '@overread/platform';
import type { QueueRow, Study } from '@overread/wire';
import { BreachChances, queueRows } from '../dispatch/index.js';
import { StudyView } from '../sla/index.js';
import { Gate } from './gate.js';
import type { AllowedTopic } from './topic-access.js';

export type Snapshot = { items: QueueRow[] } | Study;

const PAGE = 20_000;
const AT_ONCE = 3;

/** What a topic's subscriber starts from: one instant's rows. */
@Injectable()
export class Snapshots {
  /** After a restart every client asks at once; requests of people must still get a connection. */
  private readonly gate = new Gate(AT_ONCE);

  constructor(
    private readonly database: Database,
    private readonly view: StudyView,
    private readonly chances: BreachChances,
  ) {}

  async of(principal: Principal, allowed: AllowedTopic): Promise<Snapshot> {
    if (allowed.topic.kind !== 'study') await this.chances.fresh();
    const work = (tx: Tx) => this.read(tx, principal, allowed);
    return this.gate.pass(() =>
      this.database.transaction(scopeFor(principal, allowed), work, { repeatableRead: true }),
    );
  }

  private async read(tx: Tx, principal: Principal, { topic }: AllowedTopic): Promise<Snapshot> {
    if (topic.kind === 'study') return this.view.studyOf(tx, principal, topic.id as StudyId, 'study.follow');
    const filter = topic.kind === 'reading-group' ? { readingGroup: topic.id } : {};
    const rows = await allRows(tx, filter, this.chances);
    // A reader may see the other reads of a study, but their list is their own.
    const own = (row: QueueRow) => row.reader?.id === principal.readerId;
    return { items: topic.kind === 'worklist' ? rows.filter(own) : rows };
  }
}

/** Administrators see everything: a health system's topic shows them what its hospital sees. */
const scopeFor = (principal: Principal, { topic }: AllowedTopic): Scope =>
  topic.kind === 'health-system'
    ? { kind: 'principal', principalId: principal.id, role: 'hospital', organizationIds: [topic.id] }
    : scopeOf(principal);

async function allRows(tx: Tx, filter: { readingGroup?: string }, chances: BreachChances): Promise<QueueRow[]> {
  const view = { now: await tx.now(), chances };
  const rows: QueueRow[] = [];
  for (;;) {
    const after = rows.at(-1)?.readId;
    const page = await queueRows(tx, { ...filter, ...(after ? { after } : {}), limit: PAGE }, view);
    rows.push(...page);
    if (page.length < PAGE) return rows;
  }
}
