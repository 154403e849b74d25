import { DomainError, type Facility } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import {
  DICOM_PROBLEMS,
  parseMediaType,
  parseMultipartType,
  readMultipart,
  type DicomProblem,
  type MultipartPart,
} from '@overread/protocols';
import { ImageIntake, ImageStore, Reception, Refusals, type ReceptionEnd } from '../images/index.js';

const DICOM = 'application/dicom';
/** Kinds of a part that may be DICOM: some senders know no better. */
const DICOM_TYPES = new Set([DICOM, 'application/octet-stream']);
/** Parts that are whole but not registered yet: while some wait for their commit the next one streams in. */
const AHEAD = 64;

export interface StowRequest {
  readonly contentType: string | undefined;
  readonly body: AsyncIterable<Buffer>;
  readonly facility: Facility;
  /** Named by the address: nothing of another study may come. */
  readonly studyInstanceUid: string | null;
  readonly sender: string;
}

/** What became of one part. */
export type StowedPart =
  | { readonly kind: 'stored'; readonly sopClassUid: string; readonly uids: readonly [string, string, string] }
  | {
      readonly kind: 'failed';
      readonly sopClassUid: string | null;
      readonly sopInstanceUid: string | null;
      readonly reason: number;
    };

/** Takes the instances of a STOW-RS request in, one after the other as they stream. */
@Injectable()
export class StowService {
  constructor(
    private readonly store: ImageStore,
    private readonly intake: ImageIntake,
    private readonly refusals: Refusals,
  ) {}

  /** One answer for each part, in order. What was whole before a body turns out to be malformed stays. */
  async take(request: StowRequest): Promise<StowedPart[]> {
    const stowed: Promise<StowedPart>[] = [];
    const under = new Set<Promise<StowedPart>>();
    try {
      for await (const part of partsOf(request)) {
        const end = await this.receive(part, request);
        const registered = this.register(end, request);
        stowed.push(registered);
        under.add(registered);
        void registered.finally(() => under.delete(registered));
        if (under.size >= AHEAD) await Promise.race(under);
      }
    } finally {
      await Promise.allSettled(stowed);
    }
    if (stowed.length === 0) throw new DomainError('invalid', 'dicomweb/no-instances', 'the request holds no instance');
    return Promise.all(stowed);
  }

  private async receive(part: MultipartPart, { facility, studyInstanceUid }: StowRequest): Promise<ReceptionEnd> {
    const type = parseMediaType(part.headers.get('content-type') ?? DICOM).type;
    if (!DICOM_TYPES.has(type)) {
      for await (const _ of part.body);
      const text = `a part is ${type}, only ${DICOM} is taken`;
      return { kind: 'refused', problem: { code: 'dicom/not-dicom', text }, header: null };
    }
    const expected = studyInstanceUid === null ? {} : { studyInstanceUid };
    const reception = new Reception(this.store, { healthSystemId: facility.healthSystemId, expected: () => expected });
    try {
      for await (const chunk of part.body) await reception.write(chunk);
      return await reception.finish();
    } catch (error) {
      await reception.abandon();
      throw error;
    }
  }

  private async register(end: ReceptionEnd, { facility, sender }: StowRequest): Promise<StowedPart> {
    if (end.kind === 'refused') {
      const { sopClassUid = null, sopInstanceUid = null, studyInstanceUid = null } = end.header ?? {};
      const facts = { sender, sopInstanceUid, studyInstanceUid };
      const { code, text: reason } = end.problem;
      await this.refusals.record({ door: 'dicomweb', code, reason, facility, facts });
      return failed(end.problem, sopClassUid, sopInstanceUid);
    }
    const { header } = end.object;
    const outcome = await this.intake.received({ object: end.object, facility, door: 'dicomweb', sender });
    if (outcome.outcome === 'refused') return failed(outcome.problem, header.sopClassUid, header.sopInstanceUid);
    const uids = [header.studyInstanceUid, header.seriesInstanceUid ?? '', header.sopInstanceUid] as const;
    return { kind: 'stored', sopClassUid: header.sopClassUid ?? '', uids };
  }
}

const failed = ({ code }: DicomProblem, sopClassUid: string | null, sopInstanceUid: string | null): StowedPart => ({
  kind: 'failed',
  sopClassUid,
  sopInstanceUid,
  reason: DICOM_PROBLEMS[code].stowFailureReason,
});

/** The parts of a multipart body; a body that is one instance by itself is its only part. */
async function* partsOf({ contentType, body }: StowRequest): AsyncGenerator<MultipartPart> {
  if (parseMediaType(contentType ?? '').type === DICOM) {
    yield { headers: new Map(), body };
    return;
  }
  const { boundary, partType } = parseMultipartType(contentType);
  if (partType !== null && partType !== DICOM)
    throw new DomainError('invalid', 'dicomweb/unsupported-media-type', `parts must be ${DICOM}`);
  yield* readMultipart(body, boundary);
}
