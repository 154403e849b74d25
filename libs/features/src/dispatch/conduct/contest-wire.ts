import type { ConductContest } from '@overread/domain';
import type { ConductContest as WireContest } from '@overread/wire';

/** `shown`: whether figures of readers may be shown in the reader's country at all. */
export const contestToWire = (contest: ConductContest, shown: boolean): WireContest => ({
  ...contest,
  since: new Date(contest.since).toISOString(),
  at: new Date(contest.at).toISOString(),
  figures: shown ? (contest.figures as unknown as WireContest['figures']) : null,
});
