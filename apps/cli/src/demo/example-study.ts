/** A study that the demo's first onshore reader may read, whatever the hour. */
export const exampleStudy = () => ({
  accessionNumber: 'A1001',
  facility: 'mercy-north',
  patient: {
    id: 'MRN1',
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
  payer: 'medicare',
  clinicalIndication: 'fall, on anticoagulants',
  images: 'at-source',
});
