import type { Read, ReadFacts, Study } from '@overread/domain';
import type { DirectorySnapshot } from '../network/index.js';

/** What the hard rules need to know of a read, from its rows and the directory. */
export function readFactsOf(
  study: Study,
  read: Read,
  reads: readonly Read[],
  directory: Pick<DirectorySnapshot, 'facilities' | 'healthSystems'>,
): ReadFacts {
  const facility = directory.facilities.get(study.facilityId);
  const healthSystem = directory.healthSystems.get(study.healthSystemId);
  if (!facility || !healthSystem) throw new Error(`the facility of study ${study.id} is unknown`);
  return {
    readId: read.id,
    purpose: read.purpose,
    issues: read.issues,
    independent: read.independent,
    billable: read.billable,
    expectedMinutes: read.expectedMinutes,
    modalities: study.modalities,
    modalityFamily: study.modalityFamily,
    subspecialty: study.subspecialty,
    priority: study.priority,
    patientClass: study.patientClass,
    payer: study.payer,
    reportLanguage: study.reportLanguage,
    facility,
    healthSystem,
    otherReads: reads.flatMap((other) =>
      other.id === read.id || other.readerId === null || other.state === 'cancelled'
        ? []
        : [{ readerId: other.readerId, readingGroupId: other.readingGroupId, purpose: other.purpose }],
    ),
  };
}
