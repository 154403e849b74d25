import dimse from 'dcmjs-dimse';
import type { Facility } from '@overread/domain';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '@overread/platform';
import type { DicomHeader, DicomProblem, ExpectedIdentity } from '@overread/protocols';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { NetworkDirectory } from '../../network/index.js';
import { ImageIntake, ImageStore, Reception, Refusals, type ReceptionEnd } from '../images/index.js';
import {
  BUSY,
  CALLED_UNKNOWN,
  CALLING_UNKNOWN,
  DimseAssociation,
  type AssociationDoor,
  type Caller,
  type Refused,
} from './dimse-association.js';
import { PduGate } from './pdu-gate.js';

const MOST_ASSOCIATIONS = 64;

/** The DICOM door (PS3.4 annexes A and B): takes what modalities and archives send, from AE titles that are known. */
@Injectable()
export class DimseServer implements OnApplicationBootstrap, BeforeApplicationShutdown, AssociationDoor {
  private readonly logger = new Logger('DimseServer');
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();
  private readonly registering = new Set<Promise<unknown>>();

  constructor(
    private readonly config: Config,
    private readonly directory: NetworkDirectory,
    private readonly store: ImageStore,
    private readonly intake: ImageIntake,
    private readonly refusals: Refusals,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.roles.has('doors')) return;
    // The library tells every message; what is worth it is told here.
    dimse.log.setLevel(dimse.log.levels.SILENT, false);
    const server = createServer((socket) => this.connected(socket));
    this.server = server;
    const { dicomPort, host } = this.config;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        reject(error.code === 'EADDRINUSE' ? new Error(`DICOM_PORT ${dicomPort} is taken by another program`) : error);
      });
      server.listen(dicomPort, host, resolve);
    });
    server.on('error', (error) => this.logger.error(error.message));
    this.logger.log(`${this.config.dicomAeTitle} listens on ${host}:${this.listeningPort}`);
  }

  /** Null while it does not listen. */
  get listeningPort(): number | null {
    return (this.server?.address() as AddressInfo | null)?.port ?? null;
  }

  /** Whoever sends is cut off; what was whole is still registered. */
  async beforeApplicationShutdown(): Promise<void> {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
    await Promise.allSettled(this.registering);
  }

  admit(called: string, calling: string, address: string): Facility | Refused {
    const facility = this.directory.snapshot().facilityByAeTitle.get(calling);
    const facts = { calledAeTitle: called, callingAeTitle: calling, address };
    const refuse = (code: string, reason: string): void =>
      void this.refusals.record({ door: 'dimse', code, reason, facility: facility ?? null, facts });
    if (called !== this.config.dicomAeTitle) {
      refuse('dimse/called-ae-unknown', `an association was asked of ${called}, which is not this server`);
      return CALLED_UNKNOWN;
    }
    if (!facility) {
      refuse('dimse/calling-ae-unknown', `the AE title ${calling} belongs to no facility`);
      return CALLING_UNKNOWN;
    }
    return this.sockets.size > MOST_ASSOCIATIONS ? BUSY : facility;
  }

  begin(caller: Caller, transferSyntaxUid: string, expected: (header: DicomHeader) => ExpectedIdentity): Reception {
    const { healthSystemId } = caller.facility;
    const options = { healthSystemId, transferSyntaxUid, sourceAeTitle: caller.aeTitle, expected };
    return new Reception(this.store, options);
  }

  register(caller: Caller, end: ReceptionEnd): Promise<DicomProblem | null> {
    const registered = this.registered(caller, end);
    this.registering.add(registered);
    return registered.finally(() => this.registering.delete(registered));
  }

  private async registered(caller: Caller, end: ReceptionEnd): Promise<DicomProblem | null> {
    const { facility, aeTitle: sender, address } = caller;
    if (end.kind === 'whole') {
      const outcome = await this.intake.received({ object: end.object, facility, door: 'dimse', sender });
      return outcome.outcome === 'refused' ? outcome.problem : null;
    }
    const { code, text: reason } = end.problem;
    const { sopInstanceUid = null, studyInstanceUid = null } = end.header ?? {};
    const facts = { sender, address, sopInstanceUid, studyInstanceUid };
    await this.refusals.record({ door: 'dimse', code, reason, facility, facts });
    return end.problem;
  }

  private connected(socket: Socket): void {
    if (this.sockets.size > 2 * MOST_ASSOCIATIONS) return void socket.destroy();
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    const gate = new PduGate(socket);
    gate.on('failed', (reason: string) => this.logger.debug(`${gate.address}: ${reason}`));
    new DimseAssociation(gate, this);
  }
}
