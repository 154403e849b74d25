import type { Submission } from '@overread/wire';

let made = 0;

/** A head CT of the emergency department, images at their source; a new identity at each call. */
export function studyBody(changes: Partial<Submission> = {}): Submission {
  made += 1;
  const number = String(made).padStart(5, '0');
  return {
    studyInstanceUid: `1.2.826.0.1.3680043.9.${made}.${Date.now()}`,
    accessionNumber: `A${number}`,
    facility: 'mercy-east',
    patient: {
      id: `MRN${number}`,
      issuer: 'MERCY',
      name: { family: 'Doe', given: 'Jane' },
      birthDate: '1950-01-31',
      sex: 'F',
    },
    modalities: ['CT'],
    bodyPart: 'HEAD',
    description: 'CT HEAD WO CONTRAST',
    priority: 'stat',
    patientClass: 'emergency',
    payer: 'commercial',
    clinicalIndication: 'left weakness',
    images: 'at-source',
    ...changes,
  };
}

/** What a reader writes, whatever the study. */
export const reportBody = (changes: object = {}) => ({
  sections: { findings: 'No acute finding.' },
  impression: 'Normal study.',
  conclusion: 'normal' as const,
  ...changes,
});
