import { Alert, List, Text } from '@mantine/core';
import { IconGavel } from '@tabler/icons-react';
import type { Policy } from '../policies/policy-version.js';
import { text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { RecordLink } from './record-link.js';

/** What a rule has come to forbid of the version in force. */
export function ForbiddenAlert({ policy: { forbidden } }: { policy: Policy }) {
  if (forbidden.length === 0) return null;
  return (
    <Alert className="bad" role="alert" icon={<IconGavel aria-hidden />} title={text('jurisdictions.forbids')} mb="md">
      <List size="sm" spacing={4}>
        {forbidden.map(({ jurisdictionRuleId, jurisdictionRuleNumber, path, message, foundAt }) => (
          <List.Item key={`${jurisdictionRuleId} ${path}`}>
            {message} <RecordLink id={jurisdictionRuleId} number={jurisdictionRuleNumber} />{' '}
            <Text span size="xs">
              <When at={foundAt} />
            </Text>
          </List.Item>
        ))}
      </List>
      <Text size="sm" mt="xs">
        {text('jurisdictions.forbidsAbout')}
      </Text>
    </Alert>
  );
}
