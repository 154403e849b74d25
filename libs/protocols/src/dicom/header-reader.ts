import { buildHeader } from './build-header.js';
import { Dataset } from './dataset.js';
import type { DicomHeader } from './dicom-header.js';
import type { DicomProblem } from './dicom-problem.js';
import { parsePrefix, SIGNATURE_BYTES, type ParsedPrefix } from './encoding/part10.js';

const FIRST_READ_BYTES = 64 * 1024;
const LIMIT_BYTES = 4 * 1024 * 1024;
const IDENTITY_TAGS = ['00080018', '0020000D', '0020000E'];

export interface HeaderReaderOptions {
  /** The transfer syntax of a bare dataset received over DIMSE; absent for a Part 10 file. */
  readonly transferSyntaxUid?: string;
  /** How many bytes to hold at most while the header is still incomplete. */
  readonly limitBytes?: number;
}

/** A header that was read, and the dataset it came from, for what the header has no field for. */
export interface HeaderRead {
  readonly kind: 'header';
  readonly header: DicomHeader;
  readonly dataset: Dataset;
  /** Offset at which the bulk data's element begins; null when there is none or it is deflated. */
  readonly bulkStart: number | null;
  /** How long the object is at least, by the length its bulk data declares; null when that says nothing. */
  readonly declaredBytes: number | null;
  /** Offset at which the fragments of encapsulated bulk data begin, for a `FragmentWatch`; null when there are none. */
  readonly fragmentsStart: number | null;
  /** Offset at which the dataset begins. */
  readonly datasetStart: number;
  /** Whether the bytes are a Part 10 file; otherwise `fileMeta` and what is behind `datasetStart` make one. */
  readonly isPart10: boolean;
}

export type HeaderProgress =
  { readonly kind: 'more' } | HeaderRead | { readonly kind: 'problem'; readonly problem: DicomProblem };

/**
 * Reads an object's header while the object streams past: push chunks until the answer is no longer `more`, and call
 * `end` when the object ends before that. Holds at most the limit and one chunk; never throws on what the bytes say.
 */
export class HeaderReader {
  private chunks: Buffer[] = [];
  private held = 0;
  private nextAttempt = FIRST_READ_BYTES;
  private settled: HeaderProgress | null = null;
  private readonly limit: number;
  private readonly transferSyntaxUid: string | null;

  constructor({ transferSyntaxUid, limitBytes = LIMIT_BYTES }: HeaderReaderOptions = {}) {
    this.limit = limitBytes;
    this.transferSyntaxUid = transferSyntaxUid ?? null;
    this.nextAttempt = Math.min(FIRST_READ_BYTES, limitBytes);
  }

  push(chunk: Buffer): HeaderProgress {
    if (this.settled) return this.settled;
    this.chunks.push(chunk);
    this.held += chunk.length;
    if (this.held < this.nextAttempt) return { kind: 'more' };
    return this.attempt(this.held >= this.limit ? 'limit' : 'open');
  }

  /** No more bytes come: what is missing now stays missing. */
  end(): Exclude<HeaderProgress, { kind: 'more' }> {
    const progress = this.settled ?? this.attempt('end');
    return progress.kind === 'more' ? this.settle(problem('dicom/truncated', 'the header is incomplete')) : progress;
  }

  private attempt(state: 'open' | 'limit' | 'end'): HeaderProgress {
    const bytes = Buffer.concat(this.chunks).subarray(0, Math.max(this.limit, SIGNATURE_BYTES));
    const parsed = parsePrefix(bytes, this.transferSyntaxUid, this.limit);
    if (parsed === null) return this.settle(problem('dicom/not-dicom', 'these bytes are not a DICOM object'));
    const isOpenEnded = parsed.outcome === 'starved' || parsed.outcome === 'complete';
    if (state === 'open' && isOpenEnded) {
      this.chunks = [bytes];
      this.nextAttempt = Math.min(this.limit, this.held * 2);
      return { kind: 'more' };
    }
    return this.settle(judge(parsed, state));
  }

  private settle<P extends Exclude<HeaderProgress, { kind: 'more' }>>(progress: P): P {
    this.settled = progress;
    this.chunks = [];
    return progress;
  }
}

/** Reads the header of an object that is in memory as a whole. */
export function readHeader(
  bytes: Buffer,
  options: HeaderReaderOptions = {},
): Exclude<HeaderProgress, { kind: 'more' }> {
  const reader = new HeaderReader(options);
  reader.push(bytes);
  return reader.end();
}

type Settled = Exclude<HeaderProgress, { kind: 'more' }>;

function judge(parsed: ParsedPrefix, state: 'open' | 'limit' | 'end'): Settled {
  const completeness = completenessOf(parsed, state);
  const dataset = new Dataset(parsed.dataset);
  if (dataset.tags.length === 0) return nothingRead(parsed, completeness);
  // At the limit a header still counts once it has said which object it is: large private elements come after that.
  if (completeness === 'over-limit' && !IDENTITY_TAGS.every((tag) => dataset.get(tag))) {
    return problem('dicom/header-too-large', 'the header does not name its study within the size limit');
  }
  const { transferSyntaxUid, meta, bulkStart, bulkEnd, fragmentsStart, datasetStart, isPart10 } = parsed;
  const header = buildHeader(dataset, { transferSyntaxUid, meta, completeness });
  const places = { bulkStart, declaredBytes: bulkEnd, fragmentsStart, datasetStart, isPart10 };
  return { kind: 'header', header, dataset, ...places };
}

function completenessOf({ outcome }: ParsedPrefix, state: 'open' | 'limit' | 'end'): DicomHeader['completeness'] {
  if (outcome === 'malformed') return 'malformed';
  if (outcome === 'bulk') return 'complete';
  if (state === 'limit') return 'over-limit';
  return outcome === 'starved' ? 'truncated' : 'complete';
}

function nothingRead({ meta, outcome }: ParsedPrefix, completeness: DicomHeader['completeness']): Settled {
  if (completeness === 'over-limit')
    return problem('dicom/header-too-large', 'the first element exceeds the size limit');
  const isCut = completeness === 'truncated' || (meta !== null && outcome === 'complete');
  if (isCut) return problem('dicom/truncated', 'the object ends before its first element');
  return problem('dicom/not-dicom', 'the object has no readable element');
}

function problem(code: DicomProblem['code'], text: string): Settled & { kind: 'problem' } {
  return { kind: 'problem', problem: { code, text } };
}
