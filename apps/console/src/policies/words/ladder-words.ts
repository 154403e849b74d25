import type { PlannedRead, PolicyDocument } from '@overread/domain';
import { label, text } from '../../texts/text.js';

type CoveragePolicy = NonNullable<PolicyDocument['coverage']>;
type Step = PlannedRead['ladder'][number];
type Opening = Omit<Step['opens'], 'whenForecastBreach' | 'whenUncoveredAfterMinutes'> & {
  whenForecastBreach?: unknown;
  whenUncoveredAfterMinutes?: unknown;
};

/** When a step opens, in words. */
export function opensWords({ opens }: { opens: Opening }): string {
  const { whenForecastBreach: chance, whenUncoveredAfterMinutes: patient } = opens;
  const when = [
    ...(opens.atOnce ? [text('opens.atOnce')] : []),
    ...(opens.afterMinutes === null ? [] : [text('opens.afterMinutes', { minutes: opens.afterMinutes })]),
    ...(opens.atShareOfDeadline === null
      ? []
      : [text('opens.atShare', { percent: Math.round(opens.atShareOfDeadline * 100) })]),
    ...(typeof chance === 'number' ? [text('opens.forecast', { percent: Math.round(chance * 100) })] : []),
    ...(opens.whenNobodySignedOn ? [text('opens.nobody')] : []),
    ...(typeof patient === 'number' ? [text('opens.uncovered', { minutes: patient })] : []),
    ...(opens.afterReadOrdinal === null ? [] : [text('opens.afterRead', { read: opens.afterReadOrdinal + 1 })]),
  ];
  return when.join(', ');
}

/** Whom a step is for, in words; `groupName` is asked for each group it names. */
export function poolWords({ pool }: Pick<Step, 'pool'>, groupName: (id: string) => string | null): string {
  const { offRoster, overflow, readerId, readingGroupIds, tiers } = pool;
  const groups = readingGroupIds.map((id) => groupName(id) ?? id.slice(-6));
  const who = [
    tiers.length === 0 ? text('policies.everyTier') : tiers.map((tier) => label('tier', tier)).join(', '),
    ...(groups.length === 0 ? [] : [groups.join(', ')]),
    ...(readerId === null ? [] : [text('policies.oneReader')]),
    ...(offRoster === true ? [text('policies.offRoster')] : []),
    ...(overflow === undefined ? [] : [text('policies.overflowOf', overflow)]),
  ];
  return who.join(' · ');
}

/** How work that nobody takes reaches more people, a sentence each. */
export function coverageWords(coverage: Partial<Record<keyof CoveragePolicy, unknown>>): string[] {
  const broaden = coverage.broadenUncovered as CoveragePolicy['broadenUncovered'];
  return [
    ...(broaden === undefined
      ? []
      : [
          text('policies.broadens', {
            urgent: broaden.urgentAfterMinutes,
            routine: broaden.routineAfterMinutes,
          }),
        ]),
    ...(coverage.widenAtBreach === true ? [text('policies.widens')] : []),
    ...(coverage.overdueOffRoster === true ? [text('policies.overdueSeen')] : []),
  ];
}
