import { Button, Stack } from '@mantine/core';
import type { ReadDetail } from '@overread/wire';
import { IconExternalLink, IconPhotoOff } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { FailureBoundary } from '../ui/failure-boundary.js';
import { Empty, Loading } from '../ui/states.js';

// The image library is large: it comes when there are images to look at.
const StackViewer = lazy(async () => ({ default: (await import('./stack-viewer.js')).StackViewer }));

const isHere = ({ study }: ReadDetail): boolean => study.studyInstanceUid !== null && study.images.instancesArrived > 0;

/** Whether there is anything to look at: here, or by an address that opens it elsewhere. */
export const hasImages = (read: ReadDetail): boolean => isHere(read) || read.viewerUrl !== null;

/** The images of a read: in the customer's own viewer by its launch address, and here when they are here. */
export function Viewer({ read, report }: { read: ReadDetail; report: boolean }) {
  const { study, viewerUrl } = read;
  const onFirstImage = (): void => {
    // Proof of reading is one fact among others: a failure to tell it must not come between reader and images.
    if (report) void client.reads.imagesOpened(read.id, { viewer: 'console' }).catch(() => undefined);
  };
  return (
    <Stack gap="sm" component="section" aria-label={text('viewer.section')}>
      {viewerUrl && (
        <Button
          component="a"
          href={viewerUrl}
          target="_blank"
          rel="noopener noreferrer"
          variant="default"
          leftSection={<IconExternalLink aria-hidden size={16} />}
        >
          {text('viewer.launch')}
        </Button>
      )}
      {isHere(read) && study.studyInstanceUid !== null ? (
        <FailureBoundary title={text('viewer.broken')}>
          <Suspense fallback={<Loading />}>
            <StackViewer studyUid={study.studyInstanceUid} studyId={study.id} onFirstImage={onFirstImage} />
          </Suspense>
        </FailureBoundary>
      ) : (
        <Empty
          title={text(study.images.atSource ? 'viewer.atSource' : 'viewer.none')}
          icon={<IconPhotoOff aria-hidden size={32} stroke={1.4} color="var(--mantine-color-dimmed)" />}
        >
          {text(study.images.atSource ? 'viewer.atSourceWhy' : 'viewer.noneWhy')}
        </Empty>
      )}
    </Stack>
  );
}
