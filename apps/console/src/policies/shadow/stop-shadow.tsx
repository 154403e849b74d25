import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { PolicyShadowBody } from '@overread/wire';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../session/api.js';
import { queries } from '../../session/queries.js';
import { text } from '../../texts/text.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { told } from '../../ui/notify.js';
import { shadowsKey } from './use-shadows.js';

/** Ends a shadow before its time, once somebody has said so twice. */
export function StopShadow({ shadow }: { shadow: PolicyShadowBody }) {
  const [asking, { open, close }] = useDisclosure();
  const stop = useMutation({
    mutationFn: () => client.policies.stopShadow(shadow.policyId, shadow.number),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: shadowsKey(shadow.policyId) });
      told(text('shadow.stopped', { number: shadow.number }));
      close();
    },
  });
  return (
    <>
      <Button variant="default" onClick={open}>
        {text('shadow.stop')}
      </Button>
      {asking && (
        <FormDialog
          title={text('shadow.stopTitle', { number: shadow.number })}
          submit={text('shadow.stop')}
          onSubmit={() => stop.mutate()}
          onClose={close}
          error={stop.error}
          pending={stop.isPending}
          focusSubmit
        >
          <Text size="sm">{text('shadow.stopAbout')}</Text>
        </FormDialog>
      )}
    </>
  );
}
