import {
  JURISDICTION_RULE_KINDS,
  rulesOver,
  type Facility,
  type Instant,
  type JurisdictionRule,
} from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { all, Database, LogTail, systemScope } from '@overread/platform';
import { look } from '../../studies/index.js';
import { JurisdictionRuleEntity } from './jurisdiction-rule.entity.js';

/** Every version of every jurisdiction rule, in memory: a few hundred rows at most; follows the log. */
@Injectable()
export class JurisdictionBook implements OnApplicationBootstrap {
  private versions: readonly JurisdictionRule[] = [];
  private loading: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly tail: LogTail,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.tail.onEvents((events) => {
      if (events.some(({ type }) => type === 'jurisdiction.changed')) void this.refresh().catch(() => undefined);
    });
    await this.refresh();
  }

  /** Called at start, when the log tells of a change, and after a change of our own. */
  async refresh(): Promise<void> {
    // One under way may have read before the change we were told of.
    await this.loading;
    this.loading ??= this.load().finally(() => {
      this.loading = null;
    });
    await this.loading;
  }

  everyVersion(): readonly JurisdictionRule[] {
    return this.versions;
  }

  /** What binds a facility at an instant, by the records of then. */
  over(facility: Facility, at: Instant): JurisdictionRule[] {
    return rulesOver(this.versions, facility, at);
  }

  private async load(): Promise<void> {
    const { versions } = await this.database.transaction(systemScope, (tx) =>
      look(tx, { versions: all(JurisdictionRuleEntity, { rule: [...JURISDICTION_RULE_KINDS] }, { lock: 'none' }) }),
    );
    this.versions = versions;
  }
}
