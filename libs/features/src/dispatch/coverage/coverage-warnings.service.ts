import {
  acknowledgeWarning,
  demand,
  type CoverageWarning,
  type CoverageWarningId,
  type Principal,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, cursorOf, Database, one, scopeOf, valuesOfCursor, type Page } from '@overread/platform';
import type { CoverageWarning as WireWarning, coverageWarningsQuery } from '@overread/wire';
import type { z } from 'zod';
import { NetworkDirectory } from '../../network/index.js';
import { look } from '../../studies/index.js';
import { CoverageWarningEntity } from './coverage-warning.entity.js';
import { warningPlaces } from './coverage-warning.queries.js';
import { warningToWire } from './coverage-warning-wire.js';

/** What has been told ahead of time, and who has seen it. */
@Injectable()
export class CoverageWarnings {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  list(
    principal: Principal,
    { after, limit, state, facility: code, modalityFamily }: z.infer<typeof coverageWarningsQuery>,
  ): Promise<Page<WireWarning>> {
    demand(principal, 'view-coverage');
    const [warnedAt, id] = after === undefined ? [] : valuesOfCursor(after, 2);
    const place = after === undefined ? null : { warnedAt: new Date(String(warnedAt)), id: String(id) };
    const facility = code === undefined ? null : (this.directory.snapshot().facilityByCode.get(code) ?? null);
    if (code !== undefined && facility === null) return Promise.resolve({ items: [], next: null });
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const places = await warningPlaces(tx, {
        state,
        facility,
        modalityFamily: modalityFamily ?? null,
        after: place,
        limit,
      });
      const page = places.slice(0, limit);
      const last = page.at(-1);
      const ids = page.map((each) => each.id);
      const { warnings } = await look(tx, { warnings: all(CoverageWarningEntity, { id: ids }, { lock: 'none' }) });
      const items = ids.flatMap((wanted) => warnings.filter((each) => each.id === wanted));
      const more = places.length > limit && last !== undefined;
      return {
        items: items.map((warning) => this.wire(principal, warning as CoverageWarning)),
        next: more ? cursorOf([last.warnedAt.toISOString(), last.id]) : null,
      };
    });
  }

  acknowledge(principal: Principal, id: CoverageWarningId, note: string | null): Promise<WireWarning> {
    demand(principal, 'acknowledge-coverage');
    const by = { id: principal.id, name: principal.name };
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const next = await tx.change({ warning: one(CoverageWarningEntity, { id }) }, ({ warning }, now) => {
        demand(principal, 'acknowledge-coverage', { readingGroupIds: warning.readingGroupIds });
        const { next: saved, events, result } = acknowledgeWarning(warning as CoverageWarning, { by, note }, now);
        return { ...(saved ? { next: saved } : {}), ...(events ? { events } : {}), result };
      });
      return this.wire(principal, next);
    });
  }

  private wire(principal: Principal, warning: CoverageWarning): WireWarning {
    const own = principal.role === 'group-manager' ? new Set<string>(principal.organizationIds) : null;
    return warningToWire(warning, this.directory.snapshot(), own);
  }
}
