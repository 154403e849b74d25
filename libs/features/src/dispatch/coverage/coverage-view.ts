import { expiringCredentials, plusMinutes, thinStretches, type Instant, type ModalityFamily } from '@overread/domain';
import { inTurns } from '@overread/platform';
import {
  blockersOf,
  byThinness,
  readersIn,
  type CoveredKind,
  type CoverageOutlook,
  type SeenCoverage,
} from './coverage-outlook.js';

/** How much of what was seen is told. */
export interface CoverageView {
  hours: number;
  days: number;
  /** Only kinds of the facility with this code, and of this modality family; credentials and blockers are those of what is left. */
  facility?: string | undefined;
  modalityFamily?: ModalityFamily | undefined;
}

const DAY_MINUTES = 1440;

/** The outlook as far as it is asked for. */
export async function viewedAs(seen: SeenCoverage, view: CoverageView): Promise<CoverageOutlook> {
  const { network, outlook } = seen;
  const { anyone, madeAt } = outlook;
  const until = plusMinutes(madeAt, view.days * DAY_MINUTES);
  const narrow = view.facility !== undefined || view.modalityFamily !== undefined;
  const hours = outlook.hours.slice(0, view.hours);
  const whole = !narrow && hours.length === outlook.hours.length;
  const kinds = whole ? outlook.kinds : within(outlook.kinds, view, hours);
  return {
    ...outlook,
    hours,
    kinds,
    expiring: narrow
      ? (await inTurns(expiringCredentials(kinds, network, { anyone, now: madeAt, until }))).filter(isMissed)
      : outlook.expiring.filter(({ expiresAt }) => expiresAt <= until),
    blockers: whole ? outlook.blockers : await blockersOf(kinds, { network, anyone, madeAt }),
  };
}

const isMissed = ({ unreadablePerWeek, lastReaderPerWeek }: { unreadablePerWeek: number; lastReaderPerWeek: number }) =>
  unreadablePerWeek > 0 || lastReaderPerWeek > 0;

const within = (
  kinds: readonly CoveredKind[],
  { facility, modalityFamily }: CoverageView,
  hours: readonly Instant[],
): CoveredKind[] =>
  kinds
    .filter(
      ({ read }) =>
        (facility === undefined || read.facility.code === facility) &&
        (modalityFamily === undefined || read.modalityFamily === modalityFamily),
    )
    .map((kind) => {
      const [counts, expected] = [kind.counts.slice(0, hours.length), kind.expected.slice(0, hours.length)];
      const thin = thinStretches({ readers: counts.map(readersIn), expected, queued: kind.queued }, hours);
      return { ...kind, counts, expected, thin };
    })
    .sort(byThinness);
