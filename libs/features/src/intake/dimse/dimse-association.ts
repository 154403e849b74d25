import dimse, { type association, type requests, type responses } from 'dcmjs-dimse';
import type { Facility } from '@overread/domain';
import { problemKind, type DicomHeader, type DicomProblem, type ExpectedIdentity } from '@overread/protocols';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Reception, type ReceptionEnd } from '../images/index.js';
import { MAX_PDU_BYTES, type PduGate } from './pdu-gate.js';
import { answerContexts } from './presentation.js';
import { StoreStream } from './store-stream.js';

const { Scp } = dimse;
const { RejectReason, RejectResult, RejectSource, Status, PresentationContextResult } = dimse.constants;

export interface Caller {
  readonly aeTitle: string;
  readonly address: string;
  readonly facility: Facility;
}

export type Refused = { readonly reason: number; readonly result?: number; readonly source?: number };

/** What an association asks of the door. */
export interface AssociationDoor {
  /** Whose the calling AE title is, or why the association is refused. */
  admit(called: string, calling: string, address: string): Facility | Refused;
  begin(caller: Caller, transferSyntaxUid: string, expected: (header: DicomHeader) => ExpectedIdentity): Reception;
  /** Registers what was received; null when it is kept. */
  register(caller: Caller, end: ReceptionEnd): Promise<DicomProblem | null>;
}

/** One association: C-ECHO and C-STORE of whoever was admitted. */
export class DimseAssociation extends Scp {
  private caller: Caller | null = null;
  private stream: StoreStream | null = null;
  private problem: DicomProblem | null = null;

  constructor(
    private readonly gate: PduGate,
    private readonly door: AssociationDoor,
  ) {
    // The library uses no more of a socket than the gate has.
    super(gate as unknown as Socket, {});
    this.on('networkError', () => gate.fail('the peer breaks the protocol'));
    gate.once('close', () => this.gone());
  }

  override associationRequested(asked: association.Association): void {
    this.gate.requested();
    const [called, calling] = [asked.getCalledAeTitle(), asked.getCallingAeTitle()];
    const admitted = this.door.admit(called, calling, this.gate.address);
    if ('reason' in admitted) {
      const { result = RejectResult.Permanent, source = RejectSource.ServiceUser, reason } = admitted;
      this.sendAssociationReject(result, source, reason);
      this.gate.end();
      return;
    }
    this.caller = { aeTitle: calling, address: this.gate.address, facility: admitted };
    answerContexts(asked);
    // The library answers with the lesser of what the peer takes and what it takes itself; the peer's is not our limit.
    asked.setMaxPduLength(MAX_PDU_BYTES);
    this.sendAssociationAccept();
  }

  override associationReleaseRequested(): void {
    this.sendAssociationReleaseResponse();
    this.gate.end();
  }

  override cEchoRequest(request: requests.CEchoRequest, respond: (response: responses.CEchoResponse) => void): void {
    const response = dimse.responses.CEchoResponse.fromRequest(request);
    response.setStatus(Status.Success);
    respond(response);
  }

  override createStoreWritableStream(
    context: association.PresentationContext,
    request: requests.CStoreRequest,
  ): StoreStream {
    const transferSyntaxUid = context.getAcceptedTransferSyntaxUid();
    const isAgreed = context.getResult() === PresentationContextResult.Accept && transferSyntaxUid;
    if (!this.caller || !isAgreed) throw new Error('a dataset outside of what was agreed');
    const expected = (header: DicomHeader) => announcedBy(request, header);
    this.stream = new StoreStream(this.door.begin(this.caller, transferSyntaxUid, expected), this.gate);
    this.gate.receiveInto(this.stream);
    return this.stream;
  }

  /** The library would parse the dataset here; it is on the disk, and needs none. */
  override createDatasetFromStoreWritableStream(
    _writable: unknown,
    _context: association.PresentationContext,
    done: (dataset: never) => void,
  ): void {
    const { stream, caller } = this;
    this.stream = null;
    this.gate.receiveInto(null);
    if (!stream || !caller) return this.gate.fail('a dataset before its association');
    void this.finish(stream, caller, done);
  }

  override cStoreRequest(request: requests.CStoreRequest, respond: (response: responses.CStoreResponse) => void): void {
    const response = dimse.responses.CStoreResponse.fromRequest(request);
    const { problem } = this;
    response.setStatus(problem === null ? Status.Success : problemKind(problem.code).dimseStatus);
    // VR LO: 64 characters.
    if (problem) response.setErrorComment(problem.text.slice(0, 64));
    respond(response);
  }

  override abort(): void {
    this.gate.destroy();
  }

  private async finish(stream: StoreStream, caller: Caller, done: (dataset: never) => void): Promise<void> {
    try {
      const written: Writable = stream;
      await finished(written);
      this.problem = await this.door.register(caller, await stream.reception.finish());
    } catch {
      return this.gate.fail('the dataset could not be taken');
    }
    done(undefined as never);
  }

  private gone(): void {
    const { stream } = this;
    this.stream = null;
    if (!stream) return;
    stream.destroy();
    void stream.reception.abandon();
  }
}

/**
 * What the C-STORE command says the dataset is. The library drops what is no digit or dot from a UID; where an object has
 * such a UID, what is left of it is compared.
 */
function announcedBy(request: requests.CStoreRequest, header: DicomHeader): ExpectedIdentity {
  const announced = (said: string | undefined, uid: string | null): string | undefined =>
    said === undefined || said === '' || said === uid?.replace(/[^\d.]/g, '') ? undefined : said;
  const sopClassUid = announced(request.getAffectedSopClassUid(), header.sopClassUid);
  const sopInstanceUid = announced(request.getAffectedSopInstanceUid(), header.sopInstanceUid);
  return { ...(sopClassUid ? { sopClassUid } : {}), ...(sopInstanceUid ? { sopInstanceUid } : {}) };
}

export const CALLED_UNKNOWN: Refused = { reason: RejectReason.CalledAeNotRecognized };
export const CALLING_UNKNOWN: Refused = { reason: RejectReason.CallingAeNotRecognized };
export const BUSY: Refused = {
  result: RejectResult.Transient,
  source: RejectSource.ServiceProviderPresentation,
  reason: RejectReason.LocalLimitExceeded,
};
