import { demand, DomainError, type GroupKey, type Principal } from '@overread/domain';

/** Half-open: from `from` on, up to but not including `to`. */
export interface ReportPeriod {
  from: Date;
  to: Date;
}

const LONGEST_DAYS = 400;
const DAY_MS = 86_400_000;

/** @throws DomainError invalid `period/empty` or `period/too-long` */
export function reportPeriodOf(query: { from: string; to: string }): ReportPeriod {
  const period = { from: new Date(query.from), to: new Date(query.to) };
  const days = (period.to.getTime() - period.from.getTime()) / DAY_MS;
  if (!(days > 0)) throw wrong('period/empty', 'to must be after from');
  if (days > LONGEST_DAYS) throw wrong('period/too-long', `a report covers at most ${LONGEST_DAYS} days`);
  return period;
}

/** From an instant, or the day's midnight in UTC, up to now and with it. */
export const todayUpTo = (now: Date, from?: string): ReportPeriod =>
  reportPeriodOf({
    from: from ?? `${now.toISOString().slice(0, 10)}T00:00:00.000Z`,
    to: new Date(now.getTime() + 1).toISOString(),
  });

/** So many days of 24 hours up to an instant and with it. */
export const daysBefore = (to: Date, days: number): ReportPeriod => ({
  from: new Date(to.getTime() - days * DAY_MS),
  to: new Date(to.getTime() + 1),
});

const wrong = (code: string, message: string): DomainError =>
  new DomainError('invalid', code, message, { errors: [{ path: 'to', code, message }] });

/** Refuses a report that the principal may not have; figures of single readers have a rule of their own. */
export function demandReport(principal: Principal, keys: readonly GroupKey[] = []): void {
  demand(principal, keys.includes('reader') ? 'view-reader-analytics' : 'view-analytics');
}

/** Gives a value its place among a statement's parameters. */
export type Bind = (value: unknown) => string;

/**
 * Which reads (`r`) count as one's own, of those that row-level security shows: of a group those it holds or is offered,
 * of a reader those they hold, of a key limited to facilities those made there.
 */
export function ownReads(principal: Principal, bind: Bind): string[] {
  const { role, organizationIds, facilityIds, readerId } = principal;
  if (role === 'reader') return [`r.reader_id = ${bind(readerId)}::uuid`];
  if (role === 'group-manager') {
    const groups = `${bind(organizationIds)}::uuid[]`;
    return [
      `(r.reading_group_id = any (${groups}) or (r.state = 'queued'
         and read_grantees(r.state, r.ladder, r.reading_group_id, r.reader_id) && ${groups}))`,
    ];
  }
  return facilityIds.length === 0 ? [] : [`r.facility_id = any (${bind(facilityIds)}::uuid[])`];
}
