import type { ModalityFamily } from '../study.js';
import type { BodyRegion } from './region-words.js';

/**
 * Median reading minutes at nine work units an hour (domain facts 3.3). A region without a figure takes its family's
 * `default`: the midpoint of the family's figures, or its only one. Whole-body CT is 2.4 times a single one.
 */
export const EXPECTED_MINUTES: Readonly<
  Record<ModalityFamily, { default: number } & Partial<Record<BodyRegion, number>>>
> = {
  CT: { default: 8.7, head: 5.5, abdomen: 11.8, pelvis: 11.8, 'whole-body': 20.8 },
  MR: { default: 12.3, head: 14.9, spine: 9.6 },
  PET: { default: 16.3 },
  SPECT: { default: 5.6 },
  US: { default: 5.3 },
  XR: { default: 1.4, breast: 4.9 },
  OTHER: { default: 10 },
};

/** An over-read looks as long and dictates half: 0.75 to 0.85 of a first read (domain facts 3.3). */
const OVER_READ_SHARE = 0.8;

/** Expected minutes of one read; `overRead` when a draft or preliminary stands already. */
export function expectedMinutesOf(family: ModalityFamily, region: BodyRegion | null, overRead = false): number {
  const row = EXPECTED_MINUTES[family];
  const minutes = (region === null ? undefined : row[region]) ?? row.default;
  return overRead ? Math.round(minutes * OVER_READ_SHARE * 10) / 10 : minutes;
}
