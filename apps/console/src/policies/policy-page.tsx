import { Alert, Anchor, Button, FileButton, Group, Select, Stack, Tabs, Text } from '@mantine/core';
import { IconDownload, IconPencil, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { ForbiddenAlert } from '../jurisdictions/forbidden-alert.js';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { saveText } from '../ui/download.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';
import { ChangeState } from './change-state.js';
import { DiffView } from './diff-view.js';
import { DocumentEditor } from './editor/document-editor.js';
import { DocumentView } from './document-view.js';
import { FindingsView } from './findings-view.js';
import { sizeOf, StateOfVersion } from './policies.js';
import type { Policy, PolicyVersion } from './policy-version.js';
import { ShadowBadge, ShadowPanel } from './shadow/shadow-panel.js';
import { TestPanel } from './test-panel.js';

/** One policy: its versions, and what can be done with each. */
export function PolicyPage() {
  const { policyId = '' } = useParams();
  const policy = useQuery({ queryKey: ['policies', policyId], queryFn: () => client.policies.get(policyId) });
  return (
    <QueryView query={policy}>
      {(shown) => (
        <Page
          title={shown.name}
          lead={
            <>
              {label('policyScope', shown.scope)} ·{' '}
              <Anchor component={Link} to="/network?tab=policies" size="sm" underline="always">
                {text('policies.all')}
              </Anchor>
            </>
          }
        >
          <ForbiddenAlert policy={shown} />
          <Versions policy={shown} />
        </Page>
      )}
    </QueryView>
  );
}

function Versions({ policy }: { policy: Policy }) {
  const [number, setNumber] = useState<number | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const shown =
    policy.versions.find((version) => version.number === number) ??
    policy.versions.find(({ state }) => state === 'active') ??
    policy.versions[0];
  if (shown === undefined) return null;
  const done = (made: number | null) => {
    setEditing(null);
    if (made !== null) setNumber(made);
  };
  if (editing !== null) return <DocumentEditor policy={policy} start={editing} onDone={done} />;
  return (
    <Stack>
      <Group align="flex-end" justify="space-between">
        <Group align="flex-end">
          <Select
            label={text('policies.version')}
            data={policy.versions.map((version) => ({
              value: String(version.number),
              label: `${version.number} · ${label('policyState', version.state)}`,
            }))}
            value={String(shown.number)}
            onChange={(value) => setNumber(Number(value))}
            allowDeselect={false}
            w={180}
          />
          <StateOfVersion state={shown.state} />
          <ShadowBadge policy={policy} />
          <Text size="sm" c="dimmed" component="div">
            {sizeOf(shown.document)} · {text('policies.made')} <When at={shown.createdAt} />
          </Text>
        </Group>
        <Actions policy={policy} version={shown} onEdit={setEditing} />
      </Group>
      <VersionTabs policy={policy} version={shown} />
    </Stack>
  );
}

interface ActionsProps {
  policy: Policy;
  version: PolicyVersion;
  onEdit: (document: string) => void;
}

function Actions({ policy, version, onEdit }: ActionsProps) {
  const manages = useMay()('manage-policies');
  const written = JSON.stringify(version.document, null, 2);
  const name = `${policy.name.toLowerCase().replaceAll(/\W+/g, '-')}-${version.number}.json`;
  return (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={<IconDownload aria-hidden size={16} />}
        onClick={() => saveText(written, name, 'application/json')}
      >
        {text('policies.export')}
      </Button>
      {manages && (
        <>
          <FileButton
            accept="application/json,.json"
            inputProps={{ 'aria-label': text('policies.import') }}
            onChange={(file) => void file?.text().then(onEdit)}
          >
            {(props) => (
              <Button variant="default" leftSection={<IconUpload aria-hidden size={16} />} {...props}>
                {text('policies.import')}
              </Button>
            )}
          </FileButton>
          <Button variant="default" leftSection={<IconPencil aria-hidden size={16} />} onClick={() => onEdit(written)}>
            {text('policies.edit')}
          </Button>
          <ChangeState policy={policy} version={version} />
        </>
      )}
    </Group>
  );
}

function VersionTabs({ policy, version }: { policy: Policy; version: PolicyVersion }) {
  const may = useMay();
  const manages = may('manage-policies');
  return (
    <Tabs defaultValue="document" keepMounted={false} key={version.id}>
      <Tabs.List>
        <Tabs.Tab value="document">{text('policies.document')}</Tabs.Tab>
        {manages && <Tabs.Tab value="test">{text('policies.test')}</Tabs.Tab>}
        {may('view-shadows') && <Tabs.Tab value="shadow">{text('shadow.tab')}</Tabs.Tab>}
        {manages && <Tabs.Tab value="findings">{text('policies.findings')}</Tabs.Tab>}
        <Tabs.Tab value="diff">{text('policies.diff')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="document" pt="md">
        <DocumentView version={version} />
      </Tabs.Panel>
      <Tabs.Panel value="test" pt="md">
        <TestPanel policy={policy} version={version} />
      </Tabs.Panel>
      <Tabs.Panel value="shadow" pt="md">
        <ShadowPanel policy={policy} version={version} />
      </Tabs.Panel>
      <Tabs.Panel value="findings" pt="md">
        <FindingsView policy={policy} version={version} />
      </Tabs.Panel>
      <Tabs.Panel value="diff" pt="md">
        {policy.versions.length > 1 ? (
          <DiffView policy={policy} version={version} />
        ) : (
          <Alert color="gray">{text('policies.onlyOne')}</Alert>
        )}
      </Tabs.Panel>
    </Tabs>
  );
}
