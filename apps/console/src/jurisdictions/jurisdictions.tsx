import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import type { JurisdictionRuleBody } from '@overread/wire';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { SimpleTable } from '../network/simple-table.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';
import { QueryView } from '../ui/states.js';
import { EndDialog } from './end-dialog.js';
import { HistoryDialog, spanOf } from './history-dialog.js';
import { RecordDialog } from './record-dialog.js';
import { placeOf, ruleWords } from './rule-words.js';
import { Source } from './source.js';

type Rule = JurisdictionRuleBody;
type Asked = { act: 'record' } | { act: 'correct' | 'end'; rule: Rule };

const COLORS = { now: 'green', future: 'blue', past: 'gray' } as const;

/** By the day here: at a facility elsewhere it may begin some hours sooner or later. */
function standingOf({ validFrom, validUntil }: Rule): keyof typeof COLORS {
  const today = new Date().toLocaleDateString('sv');
  if (validUntil !== null && validUntil <= today) return 'past';
  return validFrom <= today ? 'now' : 'future';
}

function InForce({ rule }: { rule: Rule }) {
  const standing = standingOf(rule);
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm">{spanOf(rule)}</Text>
      <Badge color={COLORS[standing]} variant="light" radius="sm" tt="none">
        {label('ruleStanding', standing)}
      </Badge>
    </Stack>
  );
}

interface ActsProps {
  rule: Rule;
  ask: (asked: Asked) => void;
  onHistory: () => void;
}

function Acts({ rule, ask, onHistory }: ActsProps) {
  const edits = useMay()('edit-jurisdictions');
  const named = (act: string) => text('jurisdictions.of', { act, rule: ruleWords(rule), place: placeOf(rule) });
  const button = (act: string, onClick: () => void) => (
    <Button size="compact-sm" variant="default" aria-label={named(act)} onClick={onClick}>
      {act}
    </Button>
  );
  return (
    <Group gap={6} wrap="nowrap">
      {button(text('jurisdictions.history'), onHistory)}
      {edits && button(text('jurisdictions.correct'), () => ask({ act: 'correct', rule }))}
      {edits && button(text('jurisdictions.end'), () => ask({ act: 'end', rule }))}
    </Group>
  );
}

const columnsOf = (ask: ActsProps['ask'], onHistory: (id: string) => void) => [
  { name: text('network.place'), cell: (rule: Rule) => <b>{placeOf(rule)}</b> },
  { name: text('jurisdictions.rule'), cell: ruleWords, wraps: true },
  { name: text('jurisdictions.source'), cell: (rule: Rule) => <Source of={rule} />, wraps: true },
  { name: text('jurisdictions.inForce'), cell: (rule: Rule) => <InForce rule={rule} /> },
  { name: text('jurisdictions.version'), cell: ({ number }: Rule) => number },
  { name: '', cell: (rule: Rule) => <Acts rule={rule} ask={ask} onHistory={() => onHistory(rule.id)} /> },
];

/** What places ask of reading plans: the records as they stand, by country, each with its history. */
export function Jurisdictions() {
  const edits = useMay()('edit-jurisdictions');
  const rules = useQuery({
    queryKey: ['jurisdictions'],
    queryFn: () => client.jurisdictions.list(),
    // A finding may lead to a record that is newer than what was last looked at.
    refetchOnMount: 'always',
  });
  const [asked, ask] = useState<Asked | null>(null);
  const [shown, show] = useSearchParams();
  const history = (rule: string | null) =>
    show({ tab: 'jurisdictions', ...(rule === null ? {} : { rule }) }, { replace: true });
  const versions = (rules.data?.items ?? []).filter(({ id }) => id === shown.get('rule'));
  return (
    <Stack>
      <Group justify="space-between" align="flex-start">
        <Text size="sm" c="dimmed" maw={720}>
          {text('jurisdictions.lead')}
        </Text>
        {edits && (
          <Button leftSection={<IconPlus aria-hidden size={16} />} onClick={() => ask({ act: 'record' })}>
            {text('jurisdictions.add')}
          </Button>
        )}
      </Group>
      <QueryView query={rules} empty={{ when: ({ items }) => items.length === 0, title: 'jurisdictions.none' }}>
        {({ items }) => (
          <SimpleTable
            label={text('jurisdictions.rules')}
            rows={items.filter(({ supersededAt }) => supersededAt === null)}
            keyOf={({ id }) => id}
            columns={columnsOf(ask, history)}
          />
        )}
      </QueryView>
      {versions.length > 0 && <HistoryDialog versions={versions} onClose={() => history(null)} />}
      {asked?.act === 'end' && <EndDialog record={asked.rule} onClose={() => ask(null)} />}
      {asked !== null && asked.act !== 'end' && (
        <RecordDialog record={asked.act === 'correct' ? asked.rule : null} onClose={() => ask(null)} />
      )}
    </Stack>
  );
}
