import { Alert, Anchor, Stack, Text } from '@mantine/core';
import type { Study } from '@overread/wire';
import { IconInfoCircle, IconPhotoPlus, IconPlayerPause } from '@tabler/icons-react';
import { Link } from 'react-router';
import { PriorityNotice } from '../studies/priority-notice.js';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';

/** Why a study is handled otherwise than asked for; why it waits and who answers for it; which other study it is read with or turned out to be. */
export function StudyNotices({ study }: { study: Study }) {
  const { hold, linkedTo, mergedInto } = study;
  const late = cameLate(study);
  return (
    <Stack gap="xs">
      <PriorityNotice study={study} />
      {hold && (
        <Alert
          color="orange"
          variant="light"
          icon={<IconPlayerPause aria-hidden size={18} />}
          title={text('notice.hold', { reason: label('correctionReason', hold.reason) })}
        >
          <Text size="sm" component="div">
            {text('notice.holdOwner', { owner: hold.owner })} <When at={hold.until} />.
            {hold.note && <div>{hold.note}</div>}
          </Text>
        </Alert>
      )}
      {linkedTo && <Notice title={text('notice.linked')} to={linkedTo} link={text('notice.linkedOpen')} />}
      {mergedInto && <Notice title={text('notice.merged')} to={mergedInto} link={text('notice.mergedOpen')} />}
      {late && (
        <Alert
          color="orange"
          variant="light"
          icon={<IconPhotoPlus aria-hidden size={18} />}
          title={text('notice.lateImages')}
        >
          <Text size="sm" component="div">
            <When at={study.images.lastAt} />. {text('notice.lateImagesWhy')}
          </Text>
        </Alert>
      )}
    </Stack>
  );
}

const Notice = ({ title, to, link }: { title: string; to: string; link: string }) => (
  <Alert color="blue" variant="light" icon={<IconInfoCircle aria-hidden size={18} />} title={title}>
    <Anchor component={Link} to={`/studies/${to}`} size="sm">
      {link}
    </Anchor>
  </Alert>
);

/** Images came after the study was ready to be read. */
const cameLate = ({ images, readyAt }: Study): boolean =>
  readyAt !== null && images.lastAt !== null && new Date(images.lastAt) > new Date(readyAt);
