import { Modal, Stack, Text } from '@mantine/core';
import type { JurisdictionRuleBody } from '@overread/wire';
import { SimpleTable } from '../network/simple-table.js';
import { text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { placeOf, ruleWords } from './rule-words.js';
import { Source } from './source.js';

export const spanOf = ({ validFrom, validUntil }: Pick<JurisdictionRuleBody, 'validFrom' | 'validUntil'>): string =>
  text('jurisdictions.span', { from: validFrom, until: validUntil ?? text('jurisdictions.open') });

/** Every version of one record, the latest first: what was believed from when on, and why it was written. */
export function HistoryDialog({ versions, onClose }: { versions: JurisdictionRuleBody[]; onClose: () => void }) {
  const [latest] = versions;
  if (latest === undefined) return null;
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={text('jurisdictions.historyOf', { rule: ruleWords(latest), place: placeOf(latest) })}
      closeButtonProps={{ 'aria-label': text('close') }}
    >
      <SimpleTable
        label={text('jurisdictions.history')}
        rows={versions}
        keyOf={({ number }) => String(number)}
        columns={[
          { name: text('jurisdictions.version'), cell: ({ number }) => number },
          {
            name: text('jurisdictions.recorded'),
            cell: ({ recordedAt }) => <When at={recordedAt} />,
          },
          { name: text('jurisdictions.inForce'), cell: spanOf },
          {
            name: text('jurisdictions.why'),
            wraps: true,
            cell: (version) => (
              <Stack gap={2}>
                <Text size="sm">{version.reason}</Text>
                <Text size="xs" c="dimmed" component="div">
                  {ruleWords(version)}, {placeOf(version)}: <Source of={version} />
                </Text>
              </Stack>
            ),
          },
        ]}
      />
    </Modal>
  );
}
