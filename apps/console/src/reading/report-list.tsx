import { Badge, Group, Paper, Stack, Text } from '@mantine/core';
import type { LateEntry, Report } from '@overread/wire';
import { IconFlag } from '@tabler/icons-react';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';

const color: Record<string, string> = { verbal: 'gray', preliminary: 'yellow', final: 'green', addendum: 'blue' };

function Heading({ report }: { report: Report }) {
  return (
    <Group gap="xs" justify="space-between">
      <Group gap="xs">
        <Badge
          color={color[report.kind]}
          variant={report.kind === 'verbal' ? 'default' : 'light'}
          radius="sm"
          tt="none"
        >
          {label('reportKind', report.kind)}
        </Badge>
        <Text size="sm">
          {report.author.name} · <When at={report.signedAt} />
        </Text>
      </Group>
      {report.conclusion && (
        <Text size="sm" fw={600}>
          {label('conclusion', report.conclusion)}
        </Text>
      )}
    </Group>
  );
}

function Section({ name, content }: { name: string; content: string }) {
  return (
    <div>
      <Text size="xs" fw={600} c="dimmed">
        {name}
      </Text>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
        {content}
      </Text>
    </div>
  );
}

function OneReport({ report, entry }: { report: Report; entry: LateEntry | undefined }) {
  return (
    <Paper
      withBorder
      p="md"
      component="article"
      aria-label={label('reportKind', report.kind)}
      data-report={report.kind}
      className={report.flags.includes('retracted') ? 'retracted' : undefined}
    >
      <Stack gap="xs">
        <Heading report={report} />
        {report.told && (
          <Text size="sm" c="dimmed">
            {text('report.told', { name: report.told.name })} <When at={report.told.at} />
          </Text>
        )}
        {report.lateEntry && (
          <Text size="sm" c="dimmed">
            {text('report.readOutside', { source: label('lateSource', report.lateEntry.source) })}{' '}
            <When at={report.lateEntry.readAt} />
            {entry && ` · ${text('report.evidence', { evidence: entry.evidence })}`}
          </Text>
        )}
        {Object.entries(report.sections).map(([name, content]) => (
          <Section key={name} name={label('section', name)} content={content} />
        ))}
        <Section name={text('report.impression')} content={report.impression} />
        <Group gap={6}>
          {report.flags.map((flag) => (
            <Badge
              key={flag}
              color={flag === 'retracted' ? 'red' : 'orange'}
              variant={flag === 'retracted' ? 'filled' : 'light'}
              radius="sm"
              tt="none"
              leftSection={<IconFlag aria-hidden size={12} />}
            >
              {label('flag', flag)}
            </Badge>
          ))}
        </Group>
      </Stack>
    </Paper>
  );
}

interface ListProps {
  reports: readonly Report[];
  /** What is kept beside those that were read outside. */
  outside?: readonly LateEntry[];
}

export function ReportList({ reports, outside = [] }: ListProps) {
  return (
    <Stack gap="sm">
      {reports.map((report) => (
        <OneReport key={report.id} report={report} entry={outside.find(({ reportId }) => reportId === report.id)} />
      ))}
    </Stack>
  );
}
