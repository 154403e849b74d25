import type { HealthSystemId } from '@overread/domain';
import {
  checkIdentity,
  checkLength,
  fileMeta,
  FragmentWatch,
  HeaderReader,
  refusalIn,
  type DicomHeader,
  type DicomProblem,
  type ExpectedIdentity,
  type HeaderProgress,
} from '@overread/protocols';
import { createHash } from 'node:crypto';
import type { ImageStore, IncomingImage } from './image-store.js';

export interface ReceptionOptions {
  readonly healthSystemId: HealthSystemId;
  /** Of a bare dataset that came over DIMSE. */
  readonly transferSyntaxUid?: string;
  readonly sourceAeTitle?: string;
  /** What the sender said of the object, once its header is known. */
  readonly expected?: (header: DicomHeader) => ExpectedIdentity;
}

/** A whole object at its place in the store. */
export interface ReceivedObject {
  readonly header: DicomHeader & { readonly sopInstanceUid: string; readonly studyInstanceUid: string };
  readonly file: string;
  /** Of the file. */
  readonly bytes: number;
  /** SHA-256 of the dataset: the same image is the same, whatever door it came by. */
  readonly digest: string;
}

export type ReceptionEnd =
  | { readonly kind: 'whole'; readonly object: ReceivedObject }
  | { readonly kind: 'refused'; readonly problem: DicomProblem; readonly header: DicomHeader | null };

type HeaderKnown = Extract<HeaderProgress, { kind: 'header' }>;

/**
 * Takes one object in as it streams: its header decides whether it may come, its bytes go to the store and nowhere else.
 * What is refused is still read to its end, so that the sender can be answered. Never throws on what the bytes say.
 */
export class Reception {
  private readonly reader: HeaderReader;
  private held: Buffer[] = [];
  private received = 0;
  private known: HeaderKnown | null = null;
  private incoming: IncomingImage | null = null;
  private refusal: DicomProblem | null = null;
  private written = 0;
  private readonly digest = createHash('sha256');
  private readonly watch = new FragmentWatch();

  constructor(
    private readonly store: ImageStore,
    private readonly options: ReceptionOptions,
  ) {
    this.reader = new HeaderReader(options.transferSyntaxUid ? { transferSyntaxUid: options.transferSyntaxUid } : {});
  }

  async write(chunk: Buffer): Promise<void> {
    const start = this.received;
    this.received += chunk.length;
    if (this.refusal) return;
    if (this.incoming) return this.pass(chunk, start);
    this.held.push(chunk);
    await this.heard(this.reader.push(chunk));
  }

  /** No more bytes come. */
  async finish(): Promise<ReceptionEnd> {
    if (!this.incoming && !this.refusal) await this.heard(this.reader.end());
    const { incoming, known } = this;
    if (!this.refusal) this.refusal = this.cut();
    if (this.refusal || !incoming || !known) return this.refused();
    try {
      const file = await incoming.finish();
      this.incoming = null;
      const header = known.header as ReceivedObject['header'];
      return { kind: 'whole', object: { header, file, bytes: this.written, digest: this.digest.digest('hex') } };
    } catch (error) {
      this.refusal = storeProblem(error);
      return this.refused();
    }
  }

  /** The sender went away. */
  async abandon(): Promise<void> {
    await this.incoming?.abandon();
    this.incoming = null;
  }

  private async refused(): Promise<ReceptionEnd> {
    await this.abandon();
    const problem = this.refusal ?? { code: 'dicom/not-dicom', text: 'these bytes are not a DICOM object' };
    return { kind: 'refused', problem, header: this.known?.header ?? null };
  }

  private async heard(progress: HeaderProgress): Promise<void> {
    if (progress.kind === 'more') return;
    const { held } = this;
    this.held = [];
    if (progress.kind === 'problem') {
      this.refusal = progress.problem;
      return;
    }
    this.known = progress;
    this.refusal = refusalIn(checkIdentity(progress.header, this.options.expected?.(progress.header) ?? {}));
    if (!this.refusal) await this.begin(progress, Buffer.concat(held));
  }

  private async begin(known: HeaderKnown, bytes: Buffer): Promise<void> {
    try {
      const { freeBytes, reservedBytes } = await this.store.room();
      if (freeBytes <= reservedBytes) {
        this.refusal = { code: 'dicom/out-of-resources', text: 'the image store is full' };
        return;
      }
      this.incoming = await this.store.begin(`${this.options.healthSystemId} ${known.header.sopInstanceUid}`);
      // What stands before the dataset is kept when it is as it should be, and made when it is not.
      const lead = known.isPart10 ? bytes.subarray(0, known.datasetStart) : this.meta(known.header);
      await this.put(lead);
      await this.pass(bytes.subarray(known.datasetStart), known.datasetStart);
    } catch (error) {
      this.refusal = storeProblem(error);
    }
  }

  /** Bytes of the dataset; `start` is their place in what was received. */
  private async pass(bytes: Buffer, start: number): Promise<void> {
    this.digest.update(bytes);
    const fragments = this.known?.fragmentsStart ?? null;
    if (fragments !== null && start + bytes.length > fragments)
      this.watch.push(bytes.subarray(Math.max(0, fragments - start)));
    try {
      await this.put(bytes);
    } catch (error) {
      this.refusal = storeProblem(error);
    }
  }

  private async put(bytes: Buffer): Promise<void> {
    this.written += bytes.length;
    await this.incoming?.write(bytes);
  }

  private meta({ sopClassUid, sopInstanceUid, transferSyntaxUid }: DicomHeader): Buffer {
    const { sourceAeTitle } = this.options;
    return fileMeta({
      sopClassUid: sopClassUid ?? '',
      sopInstanceUid: sopInstanceUid ?? '',
      transferSyntaxUid,
      ...(sourceAeTitle === undefined ? {} : { sourceAeTitle }),
    });
  }

  private cut(): DicomProblem | null {
    if (this.known?.fragmentsStart != null && this.watch.isCut)
      return { code: 'dicom/truncated', text: 'the object ends inside its compressed pixels' };
    return checkLength(this.known?.declaredBytes ?? null, this.received);
  }
}

function storeProblem(error: unknown): DicomProblem {
  const { code } = error as NodeJS.ErrnoException;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  if (isFull) return { code: 'dicom/out-of-resources', text: 'the image store is full' };
  return { code: 'dicom/processing-failure', text: `the image store failed (${code ?? 'unknown'})` };
}
