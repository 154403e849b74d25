import type { FieldError } from '../core/domain-error.js';
import { FieldChecks } from '../core/field-checks.js';
import { minutesBetween } from '../core/instant.js';
import type { Reader, RosterShift } from './network.js';

const LONGEST_MINUTES = 24 * 60;

export type ShiftDraft = Omit<RosterShift, 'id'>;

/**
 * The shifts of one group: each ends after it starts and within 24 h, is of a reader of the group, and stands there once.
 * Several at the same time are allowed, of one reader too: a reader's list is the union of their shifts.
 */
export function checkRoster(
  shifts: readonly ShiftDraft[],
  readers: readonly Pick<Reader, 'id' | 'readingGroupIds' | 'retiredAt'>[],
): FieldError[] {
  const checks = new FieldChecks();
  const members = new Map(readers.map((reader) => [reader.id, reader]));
  const seen = new Set<string>();
  shifts.forEach((shift, index) => {
    const path = `shifts.${index}`;
    checks.text(`${path}.name`, shift.name, 200, true);
    checkHours(shift, path, checks);
    const reader = members.get(shift.readerId);
    if (reader === undefined || !reader.readingGroupIds.includes(shift.readingGroupId)) {
      checks.fail(`${path}.readerId`, 'not-in-group', 'the reader does not read for this group');
    } else if (reader.retiredAt !== null && reader.retiredAt < shift.endsAt) {
      checks.fail(`${path}.readerId`, 'retired', 'the reader no longer reads');
    }
    const same = [shift.readerId, shift.name, shift.startsAt.getTime(), shift.endsAt.getTime()].join('\n');
    if (seen.has(same)) checks.fail(path, 'repeated', 'the same shift of the same reader stands here twice');
    seen.add(same);
  });
  return checks.errors;
}

function checkHours({ startsAt, endsAt }: ShiftDraft, path: string, checks: FieldChecks): void {
  const minutes = minutesBetween(startsAt, endsAt);
  if (Number.isNaN(minutes)) checks.fail(`${path}.startsAt`, 'not-an-instant', 'a shift starts and ends at instants');
  if (minutes <= 0) checks.fail(`${path}.endsAt`, 'not-after-start', 'a shift ends after it starts');
  if (minutes > LONGEST_MINUTES) checks.fail(`${path}.endsAt`, 'too-long', 'a shift lasts 24 h at most');
}
