import {
  correctRule,
  JURISDICTION_RULE_KINDS,
  knownAt,
  recordRule,
  standingVersion,
  type Instant,
  type JurisdictionRule,
  type JurisdictionRuleId,
  type JurisdictionTerms,
  type Principal,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import {
  added,
  all,
  Database,
  newId,
  requireVersion,
  scopeOf,
  withIdempotency,
  type RepeatableRequest,
  type Scope,
  type Tx,
} from '@overread/platform';
import { look } from '../../studies/index.js';
import { JurisdictionBook } from './jurisdiction-book.js';
import { JurisdictionRuleEntity } from './jurisdiction-rule.entity.js';

export interface Correction {
  id: JurisdictionRuleId;
  /** The versions that the caller saw; null when any will do. */
  accepted: readonly number[] | null;
  /** What the record is to say, made of what it says. */
  terms: (before: JurisdictionRule) => JurisdictionTerms;
  reason: string;
}

/** Administrators write down what places ask of reading plans. Nothing is deleted: a record is corrected by its next version. */
@Injectable()
export class JurisdictionsService {
  constructor(
    private readonly database: Database,
    private readonly book: JurisdictionBook,
  ) {}

  /** Every version, or those that were known at an instant; by place, the latest of a record first. */
  async list(scope: Scope, { country, at }: { country?: string | undefined; at?: Instant | undefined }) {
    const where = { rule: [...JURISDICTION_RULE_KINDS], ...(country ? { country } : {}) };
    const { versions } = await this.database.transaction(scope, (tx) =>
      look(tx, { versions: all(JurisdictionRuleEntity, where, { lock: 'none' }) }),
    );
    const shown = at === undefined ? versions : knownAt(versions, at);
    return shown.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : orderOf(a) > orderOf(b) ? 1 : b.number - a.number));
  }

  async record(
    principal: Principal,
    { terms, reason }: { terms: JurisdictionTerms; reason: string },
    repeatable: RepeatableRequest | null,
  ): Promise<JurisdictionRule> {
    const { body } = await this.database.transaction(scopeOf(principal), (tx) =>
      withIdempotency(tx, repeatable, async () => {
        const standing = await standingRules(tx);
        const recorded = { id: newId<JurisdictionRuleId>(), terms, reason, by: principal.id };
        const made = await tx.change({ versions: added(JurisdictionRuleEntity) }, (_, now) =>
          recordRule(standing, recorded, now),
        );
        return { status: 201, body: made };
      }),
    );
    await this.book.refresh();
    return body;
  }

  /** Errors: 412 when somebody corrected it since it was seen; conflict `jurisdiction/changed` when just now. */
  async correct(
    principal: Principal,
    { id, accepted, terms, reason }: Correction,
    repeatable: RepeatableRequest | null,
  ): Promise<JurisdictionRule> {
    const { body } = await this.database.transaction(scopeOf(principal), (tx) =>
      withIdempotency(tx, repeatable, async () => {
        const standing = await standingRules(tx);
        const made = await tx.change({ versions: all(JurisdictionRuleEntity, { id }) }, ({ versions }, now) => {
          const before = standingVersion(versions);
          requireVersion(accepted, before.number);
          const correction = { terms: terms(before), reason, by: principal.id };
          return correctRule({ versions, standing }, correction, now);
        });
        return { status: 201, body: made };
      }),
    );
    await this.book.refresh();
    return body;
  }
}

async function standingRules(tx: Tx): Promise<JurisdictionRule[]> {
  return (await look(tx, { rules: all(JurisdictionRuleEntity, { supersededAt: null }, { lock: 'none' }) })).rules;
}

const orderOf = ({ country, subdivision, rule, validFrom, id }: JurisdictionRule): string =>
  [country, subdivision ?? '', rule, validFrom, id].join(' ');
