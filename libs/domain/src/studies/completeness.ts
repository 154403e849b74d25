import { minutesBetween, plusMinutes, type Instant } from '../core/instant.js';
import type { Priority, Study } from './study.js';

/**
 * When the images of a study count as all there. An administrator's data.
 * - `quietMinutes`: nothing announced, and no image for that long.
 * - `shortQuietMinutes`: fewer than announced, and no image for that long; what is missing then shows in the counts.
 */
export interface CompletenessProfile {
  /** Readable from the first series on, before the images are complete. */
  fromFirstSeries: boolean;
  quietMinutes: number;
  shortQuietMinutes: number;
}

export type CompletenessProfiles = Readonly<Record<Priority, CompletenessProfile>>;

export const DEFAULT_COMPLETENESS: CompletenessProfiles = {
  critical: { fromFirstSeries: true, quietMinutes: 0.5, shortQuietMinutes: 2 },
  stat: { fromFirstSeries: false, quietMinutes: 0.5, shortQuietMinutes: 2 },
  urgent: { fromFirstSeries: false, quietMinutes: 1, shortQuietMinutes: 5 },
  routine: { fromFirstSeries: false, quietMinutes: 1, shortQuietMinutes: 10 },
};

export type ImageFacts = Pick<
  Study,
  'priority' | 'announced' | 'seriesArrived' | 'instancesArrived' | 'lastImageAt' | 'imagesCompleteAt'
>;

const anyImage = (study: ImageFacts): boolean => study.instancesArrived > 0 || study.seriesArrived > 0;

/** Every instance that was announced is here; never true when none was. */
const announcedCountReached = ({ announced, seriesArrived, instancesArrived }: ImageFacts): boolean =>
  announced.instances !== null &&
  announced.instances > 0 &&
  instancesArrived >= announced.instances &&
  seriesArrived >= (announced.series ?? 0);

/** When silence completes the images unless another one comes; null while there is none, or nothing to wait for. */
export function quietEndsAt(study: ImageFacts, profiles: CompletenessProfiles = DEFAULT_COMPLETENESS): Instant | null {
  if (study.lastImageAt === null || study.imagesCompleteAt !== null || study.announced.atSource) return null;
  const profile = profiles[study.priority];
  const { series, instances } = study.announced;
  const short = (instances ?? 0) > study.instancesArrived || (series ?? 0) > study.seriesArrived;
  return plusMinutes(study.lastImageAt, short ? profile.shortQuietMinutes : profile.quietMinutes);
}

/** Said to be, kept at their source, all announced ones here, or quiet for long enough. */
export function imagesComplete(
  study: ImageFacts,
  now: Instant,
  profiles: CompletenessProfiles = DEFAULT_COMPLETENESS,
): boolean {
  if (study.imagesCompleteAt !== null || study.announced.atSource || announcedCountReached(study)) return true;
  const quiet = quietEndsAt(study, profiles);
  return quiet !== null && minutesBetween(quiet, now) >= 0;
}

/**
 * Whether reading may begin: critical with the first series, the rest when the images are complete. A submitted message
 * stands for order, history and priors, and without an order case-complete is images-complete: nothing else is waited for.
 */
export function isReadable(
  study: ImageFacts & Pick<Study, 'state'>,
  now: Instant,
  profiles: CompletenessProfiles = DEFAULT_COMPLETENESS,
): boolean {
  if (study.state === 'cancelled') return false;
  if (profiles[study.priority].fromFirstSeries && anyImage(study)) return true;
  return imagesComplete(study, now, profiles);
}
