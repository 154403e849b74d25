import { ActionIcon, Alert, Group, Select, Slider, Stack as Column, Text, Tooltip } from '@mantine/core';
import { IconContrast2, IconRefresh, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { text } from '../texts/text.js';
import { Empty, QueryView } from '../ui/states.js';
import { drawsOnProcessor, invert, resetView, zoomBy } from './cornerstone.js';
import { listSeries, type Series } from './dicom-web.js';
import { useGestures, useViewerKeys } from './use-gestures.js';
import { useStack, type Stack } from './use-stack.js';

function Tool({ name, onClick, children }: { name: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={name}>
      <ActionIcon variant="default" size="lg" aria-label={name} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function Tools({ stack }: { stack: Stack }) {
  const act = (work: (viewport: NonNullable<ReturnType<Stack['viewport']>>) => void) => (): void => {
    const viewport = stack.viewport();
    if (viewport) work(viewport);
  };
  return (
    <Group gap={6} role="toolbar" aria-label={text('viewer.tools')}>
      <Tool name={text('viewer.zoomIn')} onClick={act((viewport) => zoomBy(viewport, 1.25))}>
        <IconZoomIn aria-hidden size={18} />
      </Tool>
      <Tool name={text('viewer.zoomOut')} onClick={act((viewport) => zoomBy(viewport, 0.8))}>
        <IconZoomOut aria-hidden size={18} />
      </Tool>
      <Tool name={text('viewer.invert')} onClick={act(invert)}>
        <IconContrast2 aria-hidden size={18} />
      </Tool>
      <Tool name={text('viewer.reset')} onClick={act(resetView)}>
        <IconRefresh aria-hidden size={18} />
      </Tool>
    </Group>
  );
}

function Overlay({ stack, count }: { stack: Stack; count: number }) {
  return (
    <>
      <div className="overlay" style={{ top: 8, left: 10 }}>
        {text('viewer.image', { index: stack.index + 1, count })}
      </div>
      {stack.window && (
        <div className="overlay" style={{ bottom: 8, left: 10 }}>
          {text('viewer.window', { width: Math.round(stack.window.width), centre: Math.round(stack.window.centre) })}
        </div>
      )}
      {!stack.shown && !stack.error && (
        <div className="overlay" style={{ top: '50%', left: '50%', transform: 'translate(-50%, -50%)' }} role="status">
          {text('viewer.loading')}
        </div>
      )}
    </>
  );
}

function Images({ series, onShown }: { series: Series; onShown: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  const stack = useStack(place, series.frames, onShown);
  useGestures(place, stack);
  const onKeyDown = useViewerKeys(stack, series.frames.length);
  return (
    <>
      {/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex -- the
          image takes the keyboard: its keys scroll, zoom and set the window */}
      <div
        className="viewport"
        role="application"
        tabIndex={0}
        aria-label={text('viewer.label', { series: series.description || series.modality, index: stack.index + 1 })}
        aria-describedby="viewer-keys"
        data-shown={stack.shown}
        onKeyDown={onKeyDown}
      >
        <div ref={place} className="pixels" onContextMenu={(event) => event.preventDefault()} />
        <Overlay stack={stack} count={series.frames.length} />
      </div>
      {/* oxlint-enable */}
      {stack.error && (
        <Alert className="bad" role="alert" title={text('viewer.failed')}>
          {stack.error}
        </Alert>
      )}
      <Group gap="md" wrap="nowrap">
        <Slider
          flex={1}
          min={0}
          max={Math.max(0, series.frames.length - 1)}
          value={stack.index}
          onChange={stack.scrollTo}
          label={(value) => value + 1}
          thumbLabel={text('viewer.slider')}
          disabled={series.frames.length < 2}
        />
        <Tools stack={stack} />
      </Group>
      <Text size="xs" c="dimmed" id="viewer-keys">
        {text('viewer.keys')} {drawsOnProcessor() && text('viewer.processor')}
      </Text>
    </>
  );
}

const nameOf = (one: Series): string =>
  [one.number || '', one.modality, one.description, `(${one.frames.length})`].filter(Boolean).join(' ');

function SeriesViewer({ all, onShown }: { all: Series[]; onShown: () => void }) {
  const [uid, setUid] = useState(all[0]?.uid ?? '');
  const series = all.find((one) => one.uid === uid) ?? all[0];
  if (!series) return null;
  return (
    <Column gap="xs">
      <Select
        aria-label={text('viewer.series')}
        data={all.map((one) => ({ value: one.uid, label: nameOf(one) }))}
        value={series.uid}
        onChange={(value) => setUid(value ?? series.uid)}
        allowDeselect={false}
      />
      <Images series={series} onShown={onShown} />
    </Column>
  );
}

interface StackViewerProps {
  studyUid: string;
  studyId: string;
  /** Once, when the first image is on the screen. */
  onFirstImage: () => void;
}

export function StackViewer({ studyUid, studyId, onFirstImage }: StackViewerProps) {
  const series = useQuery({ queryKey: ['series', studyId], queryFn: () => listSeries(studyUid, studyId) });
  const told = useRef(false);
  useEffect(() => {
    told.current = false;
  }, [studyId]);
  const onShown = (): void => {
    if (told.current) return;
    told.current = true;
    onFirstImage();
  };
  return (
    <QueryView query={series}>
      {(all) => {
        const some = all.filter((one) => one.frames.length > 0);
        return some.length === 0 ? (
          <Empty title={text('viewer.none')}>{text('viewer.noneWhy')}</Empty>
        ) : (
          <SeriesViewer all={some} onShown={onShown} />
        );
      }}
    </QueryView>
  );
}
