import { Group, SimpleGrid, Stack, Text } from '@mantine/core';
import type { Study } from '@overread/wire';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { personName } from '../ui/format.js';

function Fact({ name, children, wide = false }: { name: string; children: ReactNode; wide?: boolean }) {
  return (
    <div style={wide ? { gridColumn: '1 / -1' } : undefined}>
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

function Warning({ children }: { children: ReactNode }) {
  return (
    <Group gap={6} c="var(--overread-warn)" wrap="nowrap">
      <IconAlertTriangle aria-hidden size={16} />
      <Text size="sm" fw={600}>
        {children}
      </Text>
    </Group>
  );
}

/** What stands over a study wherever it is shown: whose it is, how urgent, and what to beware of. */
export function StudyHeader({ study, children }: { study: Study; children?: ReactNode }) {
  return (
    <Stack gap={6}>
      {children}
      <Text size="sm">{patientLine(study)}</Text>
      {study.identityUnconfirmed && <Warning>{text('study.identityUnconfirmed')}</Warning>}
    </Stack>
  );
}

const priorName = (prior: Study['priors'][number]): string =>
  prior.accessionNumber ?? prior.studyInstanceUid ?? text('none');

const arrivedText = ({ images }: Study): string =>
  images.atSource
    ? text('study.atSource')
    : text('study.arrived', { instances: images.instancesArrived, series: images.seriesArrived });

const requesterText = ({ requester }: Study): string | null =>
  requester ? [requester.name, requester.phone].filter(Boolean).join(' · ') : null;

/** What is known of a study, without its patient. */
export function StudyFacts({ study, columns = 4 }: { study: Study; columns?: number }) {
  const priors = study.priors.length === 0 ? text('study.noPriors') : study.priors.map(priorName).join(', ');
  return (
    <SimpleGrid cols={{ base: 2, lg: columns }} spacing="sm" verticalSpacing="xs" component="dl" m={0}>
      <Fact name={text('study.indication')} wide>
        {study.clinicalIndication ?? text('study.noIndication')}
      </Fact>
      <Fact name={text('study.accession')}>{study.accessionNumber}</Fact>
      <Fact name={text('study.facility')}>{study.facility}</Fact>
      <Fact name={text('study.modalities')}>{study.modalities.join(', ') || study.modalityFamily}</Fact>
      <Fact name={text('study.requested')}>{label('priority', study.requestedPriority)}</Fact>
      <Fact name={text('study.patientClass')}>{label('patientClass', study.patientClass)}</Fact>
      <Fact name={text('study.acquired')}>
        <When at={study.acquiredAt} />
      </Fact>
      <Fact name={text('study.images')}>{arrivedText(study)}</Fact>
      <Fact name={text('study.priors')}>{priors}</Fact>
      <Fact name={text('study.requester')}>{requesterText(study)}</Fact>
    </SimpleGrid>
  );
}
