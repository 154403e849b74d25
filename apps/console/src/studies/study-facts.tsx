import { Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { Study } from '@overread/wire';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { label, text } from '../texts/text.js';
import { PriorityBadge, StateBadge, When } from '../ui/badges.js';
import { date, personName } from '../ui/format.js';

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed" component="dt">
        {name}
      </Text>
      <Text size="sm" component="dd" m={0} style={{ overflowWrap: 'anywhere' }}>
        {children ?? text('none')}
      </Text>
    </div>
  );
}

/** The patient as far as the asker may see: a name, a pseudonym, or nothing. */
export function patientLine({ patient }: Study): string {
  if (!patient) return text('study.patientHidden');
  const born = patient.birthDate ? text('study.born', { date: patient.birthDate }) : '';
  return [personName(patient.name) || text('study.unnamed'), patient.id, patient.sex, born].filter(Boolean).join(' · ');
}

export const studyName = (study: Study): string =>
  study.description ?? [study.modalityFamily, study.bodyPart].filter(Boolean).join(' ');

export function StudyHeader({ study, level = 2 }: { study: Study; level?: 1 | 2 }) {
  return (
    <Stack gap={6}>
      <Group gap="sm">
        <Title order={level} size="h3">
          {studyName(study)}
        </Title>
        <PriorityBadge priority={study.priority} protocol={study.protocol} />
        <StateBadge state={study.state} kind="studyState" />
      </Group>
      <Text size="sm">{patientLine(study)}</Text>
      {study.identityUnconfirmed && (
        <Group gap={6} c="var(--overread-warn)">
          <IconAlertTriangle aria-hidden size={16} />
          <Text size="sm" fw={600}>
            {text('study.identityUnconfirmed')}
          </Text>
        </Group>
      )}
      {study.hold && (
        <Group gap={6} c="var(--overread-warn)">
          <IconAlertTriangle aria-hidden size={16} />
          <Text size="sm" fw={600}>
            {text('study.onHold', { reason: study.hold.reason, owner: study.hold.owner })}
          </Text>
        </Group>
      )}
    </Stack>
  );
}

const priorName = (prior: Study['priors'][number]): string =>
  prior.accessionNumber ?? prior.studyInstanceUid ?? text('none');

/** What is known of a study, without its patient. */
export function StudyFacts({ study }: { study: Study }) {
  const { images } = study;
  const arrived = images.atSource
    ? text('study.atSource')
    : text('study.arrived', { instances: images.instancesArrived, series: images.seriesArrived });
  return (
    <SimpleGrid cols={{ base: 2, lg: 4 }} spacing="sm" verticalSpacing="xs" component="dl" m={0}>
      <Fact name={text('study.accession')}>{study.accessionNumber}</Fact>
      <Fact name={text('study.facility')}>{study.facility}</Fact>
      <Fact name={text('study.modalities')}>{study.modalities.join(', ') || study.modalityFamily}</Fact>
      <Fact name={text('study.patientClass')}>{label('patientClass', study.patientClass)}</Fact>
      <Fact name={text('study.acquired')}>
        <When at={study.acquiredAt} />
      </Fact>
      <Fact name={text('study.received')}>
        <When at={study.receivedAt} />
      </Fact>
      <Fact name={text('study.images')}>{arrived}</Fact>
      <Fact name={text('study.requester')}>
        {study.requester ? [study.requester.name, study.requester.phone].filter(Boolean).join(' · ') : null}
      </Fact>
    </SimpleGrid>
  );
}

export function Clinical({ study }: { study: Study }) {
  return (
    <Stack gap="xs">
      <Fact name={text('study.indication')}>{study.clinicalIndication ?? text('study.noIndication')}</Fact>
      <Fact name={text('study.priors')}>
        {study.priors.length === 0 ? text('study.noPriors') : study.priors.map(priorName).join(', ')}
      </Fact>
      {study.patient?.birthDate === null && <Fact name={text('study.birthDate')}>{date(null)}</Fact>}
    </Stack>
  );
}
