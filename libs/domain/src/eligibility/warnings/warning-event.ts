import type { DomainEvent, EventType, JsonObject } from '../../core/event.js';
import type { CoverageWarning, Judged, Mending } from './coverage-warning.js';

/**
 * What is told of a warning: to administrators and the managers of the groups it names. The health system is in the data
 * only, as its people do not see how readers are rostered.
 */
export function warningEvent(
  tell: NonNullable<Judged['tell']> | 'acknowledged',
  warning: CoverageWarning,
): DomainEvent {
  const { id, subject, kind, mending, warnings, ended } = warning;
  const facts: JsonObject = { warningId: id, subject, ...kind, ...stateOf(warning) };
  const more: JsonObject = tell === 'ended' ? { ended } : { warnings, worse: tell === 'worse' };
  return {
    type: typeOf(tell, warning),
    healthSystemId: null,
    studyId: null,
    readId: null,
    readingGroupIds: warning.readingGroupIds,
    readerIds: [],
    version: warning.version,
    data: { ...facts, ...more, mending: mending && mendingOf(mending) },
  };
}

/** People are named by their ids. */
function stateOf(warning: CoverageWarning): JsonObject {
  if (warning.subject === 'hours') return { ...warning.state };
  const { holder: _, ...state } = warning.state;
  return state;
}

/** Who can mend it, without how many readers each group has: other groups hear of it too. */
const mendingOf = ({ groups, blocker }: Mending): JsonObject => ({
  readingGroupIds: groups.map(({ readingGroupId }) => readingGroupId),
  blocker: blocker && { code: blocker.code, fact: blocker.fact },
});

function typeOf(tell: NonNullable<Judged['tell']> | 'acknowledged', { subject, ended }: CoverageWarning): EventType {
  if (tell === 'acknowledged') return 'coverage.acknowledged';
  if (tell === 'ended') return ended === 'passed' ? 'coverage.lapsed' : 'coverage.recovered';
  return subject === 'credential' ? 'credential.expiring' : 'coverage.warned';
}
