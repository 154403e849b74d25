import { DomainError, questionIdentity, type StudyId } from '@overread/domain';
import type { DicomProblem } from '@overread/protocols';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Database, mapConstraint, systemScope, type Tx } from '@overread/platform';
import { StudyCommands } from '../commands.service.js';
import { Batches } from './batches.js';
import { ImageStore } from './image-store.js';
import { LateImages } from './late-images.js';
import { placeImages, StudyMoved } from './place-images.js';
import type { ImageOutcome, ReceivedImage, StudyKey } from './received-image.js';
import { Refusals } from './refusals.js';
import { questionOf, StudyOfImage, type Conflict, type FoundStudy } from './study-of-image.js';

mapConstraint('image_uid_unique', 'conflict', 'dicom/instance-conflict', 'the instance came just now by another way');

const SCOPE = { kind: 'system', actor: 'image-intake' } as const;
const AT_ONCE = 100;
const ATTEMPTS = 3;
const CLOCKS_DIFFER_MS = 3_600_000;

const FAILED: ImageOutcome = {
  outcome: 'refused',
  problem: { code: 'dicom/processing-failure', text: 'the instance could not be registered now; send it again' },
  studyId: null,
};

/** The database could not say: its row may be there. What came stays where it is, and the next start's sweep decides. */
const UNKNOWN: ImageOutcome = {
  outcome: 'refused',
  problem: { code: 'dicom/out-of-resources', text: 'the database cannot be used now; send the instance again' },
  studyId: null,
};

/**
 * Received images become rows of a study, in a transaction that is committed before the sender hears of success. Images
 * of one study that arrive together are registered together, whatever doors they came by.
 */
@Injectable()
export class ImageIntake implements OnModuleInit {
  private readonly logger = new Logger('ImageIntake');
  private readonly batches = new Batches<ReceivedImage, ImageOutcome>((images) => this.register(images), AT_ONCE);

  constructor(
    private readonly database: Database,
    private readonly store: ImageStore,
    private readonly studies: StudyOfImage,
    private readonly commands: StudyCommands,
    private readonly refusals: Refusals,
    private readonly late: LateImages,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.store.sweep((files, since) =>
      this.database.transaction(systemScope, (tx) => keptAmong(tx, files, since)),
    );
  }

  /** What became of an object; what did not get a row is gone from the store, and why is an exception. */
  async received(image: ReceivedImage): Promise<ImageOutcome> {
    const { header, file } = image.object;
    const key = `${image.facility.healthSystemId} ${header.studyInstanceUid}`;
    const outcome = await this.batches.add(key, image);
    if (outcome === UNKNOWN) return outcome;
    await this.tidy(outcome.outcome === 'stored' ? this.store.settle(file) : this.store.discard(file));
    if (outcome.outcome === 'refused' && outcome !== FAILED) await this.record(image, outcome.problem, outcome.studyId);
    if (outcome.outcome !== 'refused' && outcome.questioned)
      await this.record(image, outcome.questioned, outcome.studyId);
    return outcome;
  }

  private async register(images: readonly ReceivedImage[]): Promise<readonly ImageOutcome[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.registerOnce(images);
      } catch (error) {
        for (const image of images) this.studies.forget(image);
        const passes = error instanceof StudyMoved || (error instanceof DomainError && error.kind === 'conflict');
        if (passes && attempt < ATTEMPTS) continue;
        if (images.length === 1) return [this.failed(error)];
        const outcomes: ImageOutcome[] = [];
        for (const image of images) outcomes.push(...(await this.register([image])));
        return outcomes;
      }
    }
  }

  private async registerOnce(images: readonly ReceivedImage[]): Promise<readonly ImageOutcome[]> {
    // Images that name the same study may still differ in what they say of its patient and order.
    const groups = [...Map.groupBy(images, questionOf).values()];
    const placed = await this.database.transaction(SCOPE, async (tx) => {
      const answers = new Map<ReceivedImage, ImageOutcome>();
      const studies: [ReceivedImage, StudyKey][] = [];
      for (const group of groups) {
        const [first] = group;
        if (!first) continue;
        const study: FoundStudy | Conflict = this.studies.recall(first) ?? (await this.studies.find(tx, first));
        if ('kind' in study) for (const image of group) answers.set(image, conflict(study));
        else {
          // Whether it is in question must be asked of each image anew.
          if (study.questioned === undefined) studies.push([first, study]);
          const outcomes = await this.place(tx, study, group);
          group.forEach((image, index) => answers.set(image, outcomes[index] ?? FAILED));
        }
      }
      return { answers, studies };
    });
    for (const [image, study] of placed.studies) this.studies.remember(image, study);
    return images.map((image) => placed.answers.get(image) ?? FAILED);
  }

  private async place(tx: Tx, study: FoundStudy, images: readonly ReceivedImage[]): Promise<readonly ImageOutcome[]> {
    const { outcomes, replan, afterFinal } = await placeImages(tx, study, images);
    if (replan) await this.commands.apply(tx, study.id, (rows) => ({ next: { study: rows.study }, result: undefined }));
    if (afterFinal) await this.late.ask(tx, study);
    return study.questioned === undefined ? outcomes : this.question(tx, study.questioned, outcomes);
  }

  /** The study goes on, preliminary results only; its first such image is the exception that a person resolves. */
  private async question(tx: Tx, asked: Conflict, outcomes: readonly ImageOutcome[]): Promise<readonly ImageOutcome[]> {
    const { study } = asked.candidate;
    const first = outcomes.findIndex(({ outcome }) => outcome === 'stored');
    if (first < 0 || study.identityUnconfirmed) return outcomes;
    await this.commands.apply(tx, study.id, (rows) => questionIdentity(rows, asked.reason));
    return outcomes.map((each, index) =>
      index === first && each.outcome !== 'refused' ? { ...each, questioned: problemOf(asked) } : each,
    );
  }

  /** What became of the image is settled; names that could not be removed are swept at the next start. */
  private async tidy(removed: Promise<void>): Promise<void> {
    try {
      await removed;
    } catch (error) {
      this.logger.warn(`the store was not tidied: ${error instanceof Error ? error.message : 'unknown'}`);
    }
  }

  private failed(error: unknown): ImageOutcome {
    this.logger.error(
      `an image was not registered: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`,
    );
    return error instanceof DomainError && error.kind === 'unavailable' ? UNKNOWN : FAILED;
  }

  private record(image: ReceivedImage, problem: DicomProblem, studyId: StudyId | null): Promise<void> {
    const { facility, door, sender, object } = image;
    const { sopInstanceUid, studyInstanceUid } = object.header;
    const facts = { sender, sopInstanceUid, studyInstanceUid };
    return this.refusals.record({ door, code: problem.code, reason: problem.text, facility, studyId, facts });
  }
}

const conflict = (asked: Conflict): ImageOutcome => ({
  outcome: 'refused',
  problem: problemOf(asked),
  studyId: asked.candidate.study.id,
});

function problemOf({ reason }: Conflict): DicomProblem {
  const texts = {
    'other-patient': 'the study is known as another patient’s',
    'patient-unknown': 'the accession number is known, and no patient id confirms it',
    'several-studies': 'the accession number belongs to several expected studies',
  };
  return { code: 'dicom/identity-conflict', text: texts[reason] };
}

/** Ids of rows begin with their time: only what is as young as the files is looked at. */
async function keptAmong(tx: Tx, files: readonly string[], since: Date): Promise<ReadonlySet<string>> {
  if (files.length === 0) return new Set();
  const time = (since.getTime() - CLOCKS_DIFFER_MS).toString(16).padStart(12, '0');
  const rows = await tx.read<{ file: string }>(
    `select file from image where health_system_id in (select id from health_system) and id >= $2 and file = any ($1)`,
    [files, `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`],
  );
  return new Set(rows.map(({ file }) => file));
}
