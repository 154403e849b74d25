import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { client } from '../session/api.js';
import { queries } from '../session/queries.js';
import { text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';
import type { Policy, PolicyVersion } from './policy-version.js';

interface ChangeStateProps {
  policy: Policy;
  version: PolicyVersion;
}

/** Puts a version in force or takes it out, once somebody has read what that means. */
export function ChangeState({ policy, version }: ChangeStateProps) {
  const [asking, { open, close }] = useDisclosure();
  const retires = version.state === 'active';
  if (retires && policy.scope === 'network') return null;
  return (
    <>
      <Button color={retires ? 'red' : undefined} variant={retires ? 'light' : 'filled'} onClick={open}>
        {text(retires ? 'policies.retire' : 'policies.activate')}
      </Button>
      {asking && <Confirm policy={policy} version={version} retires={retires} onClose={close} />}
    </>
  );
}

function Confirm({ policy, version, retires, onClose }: ChangeStateProps & { retires: boolean; onClose: () => void }) {
  const { number } = version;
  const active = policy.versions.find(({ state }) => state === 'active');
  const change = useMutation({
    mutationFn: () => client.policies[retires ? 'retire' : 'activate'](policy.id, number, { version: version.version }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['policies'] });
      told(text(retires ? 'policies.retired' : 'policies.activated', { number }));
      onClose();
    },
  });
  const title = text(retires ? 'policies.retire' : 'policies.activate');
  return (
    <FormDialog
      title={title}
      submit={title}
      {...(retires ? { color: 'red' } : {})}
      onSubmit={() => change.mutate()}
      onClose={onClose}
      error={change.error}
      pending={change.isPending}
      focusSubmit
    >
      <Text size="sm">
        {retires
          ? text('policies.retireAbout', { number })
          : active
            ? text('policies.activateAbout', { number, before: active.number })
            : text('policies.activateFirst', { number })}
      </Text>
    </FormDialog>
  );
}
