import type { Instant } from '../core/instant.js';
import type { Read } from '../studies/read.js';
import type { Study } from '../studies/study.js';
import type { Conclusion } from './report.js';

/** Least seconds between opening and signing a final, by DICOM modality term. Empty (the default) holds nothing. */
export type IntegrityFloors = Readonly<Partial<Record<string, number>>>;

/** What keeps a final below the proof of reading that was asked for. */
export interface FloorFailure {
  reason: 'images-not-opened' | 'open-too-short';
  floorSeconds: number;
  openSeconds: number;
}

export interface Proof {
  floors: IntegrityFloors;
  conclusion: Conclusion | null;
  /** Whether the viewer showed the images; `null` when a viewer does not say, which is unknown, not failed. */
  imagesOpened: boolean | null;
}

/**
 * Whether a final lacks the proof of reading its modalities ask for (the highest floor of them counts), or `null`.
 * Critical and STAT studies, and a critical result, are never held.
 */
export function floorFailure(study: Study, read: Read, proof: Proof, now: Instant): FloorFailure | null {
  const floors = study.modalities.map((modality) => proof.floors[modality]).filter((floor) => floor !== undefined);
  const pressing = study.priority === 'critical' || study.priority === 'stat' || proof.conclusion === 'critical';
  if (floors.length === 0 || pressing) return null;
  const floorSeconds = Math.max(...floors);
  const openSeconds = (now.getTime() - (read.openedAt ?? now).getTime()) / 1000;
  const notOpened = proof.imagesOpened === false && read.imagesOpenedAt === null;
  if (notOpened) return { reason: 'images-not-opened', floorSeconds, openSeconds };
  return openSeconds < floorSeconds ? { reason: 'open-too-short', floorSeconds, openSeconds } : null;
}
