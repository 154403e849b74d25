import { Group, NativeSelect, TextInput } from '@mantine/core';
import { IDENTITY_REASONS, PATIENT_MERGE_REASONS } from '@overread/domain';
import type { Study } from '@overread/wire';
import { useState } from 'react';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { CorrectionDialog, type CorrectionProps } from './correction-dialog.js';

interface Stated {
  id: string;
  issuer: string;
  family: string;
  given: string;
  birthDate: string;
  sex: string;
}

const statedOf = ({ patient }: Study): Stated => ({
  id: patient?.id ?? '',
  issuer: patient?.issuer ?? '',
  family: patient?.name?.family ?? '',
  given: patient?.name?.given ?? '',
  birthDate: patient?.birthDate ?? '',
  sex: patient?.sex ?? '',
});

const orNull = (value: string): string | null => (value.trim() === '' ? null : value.trim());

interface PatientFieldsProps {
  patient: Stated;
  set: (field: keyof Stated) => (event: { currentTarget: { value: string } }) => void;
}

function PatientFields({ patient, set }: PatientFieldsProps) {
  return (
    <>
      <Group grow>
        <TextInput
          data-autofocus
          required
          label={text('study.patientId')}
          maxLength={64}
          value={patient.id}
          onChange={set('id')}
        />
        <TextInput label={text('identity.issuer')} maxLength={64} value={patient.issuer} onChange={set('issuer')} />
      </Group>
      <Group grow>
        <TextInput label={text('study.family')} maxLength={200} value={patient.family} onChange={set('family')} />
        <TextInput label={text('study.given')} maxLength={200} value={patient.given} onChange={set('given')} />
      </Group>
      <Group grow>
        <TextInput label={text('study.birthDate')} type="date" value={patient.birthDate} onChange={set('birthDate')} />
        <NativeSelect
          label={text('study.sex')}
          value={patient.sex}
          onChange={set('sex')}
          data={[
            { value: '', label: text('none') },
            ...['F', 'M', 'O'].map((value) => ({ value, label: label('sex', value) })),
          ]}
        />
      </Group>
    </>
  );
}

export function IdentityDialog({ study, onClose }: CorrectionProps) {
  const [patient, setPatient] = useState(() => statedOf(study));
  const set = (field: keyof Stated) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setPatient((before) => ({ ...before, [field]: value }));
  };
  return (
    <CorrectionDialog
      name="identity"
      study={study}
      onClose={onClose}
      reasons={IDENTITY_REASONS}
      disabled={patient.id.trim() === ''}
      correct={async (said) => {
        const { id, issuer, family, given, birthDate, sex } = patient;
        const stated = {
          id: id.trim(),
          issuer: orNull(issuer),
          name: { family: orNull(family), given: orNull(given) },
          birthDate: orNull(birthDate),
          sex: orNull(sex) as 'F' | 'M' | 'O' | null,
        };
        return (await client.studies.correctIdentity(study.id, { ...said, patient: stated }, study)).id;
      }}
    >
      <PatientFields patient={patient} set={set} />
    </CorrectionDialog>
  );
}

/** This study's patient is the same person as another record, which stays. */
export function PatientsDialog({ study, onClose }: CorrectionProps) {
  const from = statedOf(study);
  const [into, setInto] = useState({ id: '', issuer: from.issuer });
  return (
    <CorrectionDialog
      name="patients"
      study={study}
      onClose={onClose}
      reasons={PATIENT_MERGE_REASONS}
      disabled={into.id.trim() === '' || into.issuer.trim() === ''}
      color="red"
      correct={async (said) => {
        const { healthSystemId } = study;
        const numbers = {
          from: { id: from.id, issuer: from.issuer },
          into: { id: into.id.trim(), issuer: into.issuer.trim() },
        };
        await client.studies.mergePatients({ ...said, healthSystemId, ...numbers });
        return study.id;
      }}
    >
      <Group grow>
        <TextInput
          data-autofocus
          required
          label={text('patients.into')}
          maxLength={64}
          value={into.id}
          onChange={(event) => setInto({ ...into, id: event.currentTarget.value })}
        />
        <TextInput
          required
          label={text('identity.issuer')}
          maxLength={64}
          value={into.issuer}
          onChange={(event) => setInto({ ...into, issuer: event.currentTarget.value })}
        />
      </Group>
    </CorrectionDialog>
  );
}
