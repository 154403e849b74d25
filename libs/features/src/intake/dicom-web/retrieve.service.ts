import { DomainError, type Principal } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, scopeOf, type Tx } from '@overread/platform';
import { HeaderReader, toDicomJson, type JsonAttributes } from '@overread/protocols';
import type { Study } from '@overread/wire';
import { StudyView } from '../../sla/index.js';
import { ImageStore } from '../images/index.js';
import { imagesOf, studiesWithUid, type Asked, type KeptImage } from './retrieve.queries.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Finds what a caller may see of the image store. Every answer leaves its row in the access log. */
@Injectable()
export class RetrieveService {
  constructor(
    private readonly database: Database,
    private readonly view: StudyView,
    private readonly store: ImageStore,
  ) {}

  /** `which` is our own id, for a UID that several health systems have; `dicomweb/several-studies` without it. */
  async find(principal: Principal, asked: Asked, which: string | undefined): Promise<KeptImage[]> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const study = await this.studyOf(tx, principal, { uid: asked.studyInstanceUid, which, action: 'image.retrieve' });
      // The header names the patient: it may not go where only a pseudonym may.
      if (study.patient === null || study.patient.issuer === null)
        throw new DomainError(
          'forbidden',
          'images/residency',
          'the images may not leave for the place of this session',
        );
      const images = await imagesOf(tx, study.id as never, asked);
      if (images.length === 0) throw new DomainError('not-found', 'image/not-found', 'no such instance is kept here');
      return images;
    });
  }

  /** The one visible study with the UID, looked at. */
  async studyOf(
    tx: Tx,
    principal: Principal,
    asked: { uid: string; which: string | undefined; action: string },
  ): Promise<Study> {
    const { uid, which, action } = asked;
    if (which !== undefined && !UUID.test(which)) throw notFound();
    const found = await studiesWithUid(tx, uid, which ?? principal.studyId ?? null);
    const ids = found.map(({ id }) => id);
    const studies = ids.length > 1 ? [] : await this.view.studiesOf(tx, principal, ids, action);
    if (ids.length > 1)
      throw new DomainError(
        'conflict',
        'dicomweb/several-studies',
        'several studies have this UID: say which in ?study=',
        {
          facts: { studies: ids },
        },
      );
    const [study] = studies;
    if (!study) throw notFound();
    return study;
  }

  bytesOf(image: KeptImage): AsyncIterable<Buffer> {
    return this.store.read(image.file);
  }

  /** Everything the header says, without bulk data. */
  async metadataOf(image: KeptImage): Promise<JsonAttributes> {
    const reader = new HeaderReader();
    for await (const chunk of this.store.read(image.file)) if (reader.push(chunk).kind !== 'more') break;
    const read = reader.end();
    if (read.kind === 'problem') throw new Error(`${image.file} has no readable header`);
    return toDicomJson(read.dataset);
  }
}

const notFound = (): DomainError => new DomainError('not-found', 'study/not-found', 'no such study');
