import type { JsonAttributes } from './dicom-json.js';
import { jsonAttributes } from './json-attributes.js';

/** An instance that was kept. */
export interface StoredInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly retrieveUrl: string;
  /** Warning Reason (0008,1196), e.g. 0xB000 when an element was coerced. */
  readonly warningReason?: number;
}

/** An instance that was not kept; without UIDs when it could not be told which one it was. */
export interface FailedInstance {
  readonly sopClassUid: string | null;
  readonly sopInstanceUid: string | null;
  /** Failure Reason (0008,1197), `stowFailureReason` of the problem. */
  readonly failureReason: number;
}

export interface StowOutcome {
  /** Where the study is retrieved; null when nothing was kept or it went into several studies. */
  readonly studyUrl: string | null;
  readonly stored: readonly StoredInstance[];
  readonly failed: readonly FailedInstance[];
}

export interface StowAnswer {
  readonly status: 200 | 202 | 409 | 503;
  readonly body: JsonAttributes;
}

/**
 * The answer to a STOW-RS request (PS3.18 section 10.5.3): 200 when all is well, 409 when nothing was kept, else 202; 503
 * when nothing was kept for want of room alone: the same request may succeed later.
 */
export function stowAnswer({ studyUrl, stored, failed }: StowOutcome): StowAnswer {
  const named = failed.filter(({ sopInstanceUid }) => sopInstanceUid !== null);
  const nameless = failed.filter(({ sopInstanceUid }) => sopInstanceUid === null);
  const body = jsonAttributes({
    '00081190': studyUrl,
    ...(named.length > 0 ? { '00081198': named.map(failedItem) } : {}),
    ...(stored.length > 0 ? { '00081199': stored.map(storedItem) } : {}),
    // Other Failures Sequence: for what has no instance to refer to.
    ...(nameless.length > 0 ? { '0008119A': nameless.map(otherItem) } : {}),
  });
  return { status: statusOf(stored, failed), body };
}

/** A7xx (PS3.18 table 10.5.3-2). */
const isOutOfResources = (reason: number): boolean => reason >= 0xa700 && reason <= 0xa7ff;

function statusOf(stored: readonly StoredInstance[], failed: readonly FailedInstance[]): StowAnswer['status'] {
  if (stored.length === 0)
    return failed.length > 0 && failed.every(({ failureReason }) => isOutOfResources(failureReason)) ? 503 : 409;
  const isClean = failed.length === 0 && stored.every(({ warningReason }) => warningReason === undefined);
  return isClean ? 200 : 202;
}

const storedItem = ({ sopClassUid, sopInstanceUid, retrieveUrl, warningReason }: StoredInstance): JsonAttributes =>
  jsonAttributes({
    '00081150': sopClassUid,
    '00081155': sopInstanceUid,
    '00081190': retrieveUrl,
    ...(warningReason === undefined ? {} : { '00081196': warningReason }),
  });

const failedItem = ({ sopClassUid, sopInstanceUid, failureReason }: FailedInstance): JsonAttributes =>
  jsonAttributes({ '00081150': sopClassUid, '00081155': sopInstanceUid, '00081197': failureReason });

const otherItem = ({ failureReason }: FailedInstance): JsonAttributes => jsonAttributes({ '00081197': failureReason });
