import 'uplot/dist/uPlot.min.css';
import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';

export interface Bars {
  /** What the labels are of. */
  title: string;
  /** Minutes where none is said. */
  unit?: string;
  labels: string[];
  series: { name: string; color: string; values: (number | null)[] }[];
}

const HEIGHT = 300;
const Y_AXIS_PX = 64;
/** Room for so many groups even when there are fewer: one bar is not as wide as the page. */
const FEWEST = 6;
const colorOf = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim() || '#888';

/** Bars of each series side by side: each takes its share of the group's width. */
function barsOf(index: number, count: number): uPlot.Series.PathBuilder | undefined {
  const width = 0.72 / count;
  return uPlot.paths.bars?.({
    size: [width, Infinity],
    align: 0,
    disp: {
      x0: { unit: 1, values: (plot) => (plot.data[0] as number[]).map((x) => x - 0.36 + index * width) },
      size: { unit: 1, values: (plot) => (plot.data[0] as number[]).map(() => width * 0.92) },
    },
  });
}

const CHARACTER_PX = 7;
/** Room for the longest label of the scale: thousands of minutes do not fit where hundreds do. */
const roomFor = (_plot: uPlot, labels: string[] | null): number =>
  Math.max(Y_AXIS_PX, ...(labels ?? []).map((each) => each.length * CHARACTER_PX + 20));

/** Whether labels beside each other would stand over each other: they are turned then. */
function isCrowded({ labels }: Bars, width: number): boolean {
  const room = (width - Y_AXIS_PX) / Math.max(labels.length, FEWEST);
  return labels.some((label) => label.length * CHARACTER_PX > room);
}

function optionsOf(bars: Bars, width: number): uPlot.Options {
  const { unit = 'min' } = bars;
  const axis = { stroke: colorOf('--mantine-color-dimmed'), grid: { stroke: colorOf('--overread-line'), width: 1 } };
  return {
    width,
    height: HEIGHT,
    cursor: { drag: { x: false, y: false } },
    legend: { show: true, live: true },
    scales: {
      x: { time: false, range: [-0.6, Math.max(bars.labels.length, FEWEST) - 0.4] },
      y: { range: (_plot, _min, max) => [0, (max || 1) * 1.1] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        rotate: (plot) => (isCrowded(bars, plot.width) ? -35 : 0),
        size: (plot) => (isCrowded(bars, plot.width) ? 80 : 50),
        splits: () => bars.labels.map((_, index) => index),
        values: (_plot, splits) => splits.map((split) => bars.labels[split] ?? ''),
      },
      { ...axis, size: roomFor, values: (_plot, splits) => splits.map((split) => `${split} ${unit}`) },
    ],
    series: [
      { label: bars.title, value: (_plot, index) => (index === null ? '' : (bars.labels[index] ?? '')) },
      ...bars.series.map((series, index) => ({
        label: series.name,
        stroke: colorOf(series.color),
        fill: `${colorOf(series.color)}cc`,
        points: { show: false },
        value: (_plot: uPlot, value: number | null) => (value === null ? '–' : `${value.toFixed(1)} ${unit}`),
        ...(barsOf(index, bars.series.length)
          ? { paths: barsOf(index, bars.series.length) as uPlot.Series.PathBuilder }
          : {}),
      })),
    ],
  };
}

/** A picture of the table beside it, which says the same in words. */
export function BarChart({ bars, label }: { bars: Bars; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  const { colorScheme } = useMantineColorScheme();
  useEffect(() => {
    const element = place.current;
    if (!element || bars.labels.length === 0) return;
    const columns: uPlot.AlignedData = [
      bars.labels.map((_, index) => index),
      ...bars.series.map((series) => series.values),
    ];
    const plot = new uPlot(optionsOf(bars, element.clientWidth), columns, element);
    const sizes = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      plot.destroy();
    };
  }, [bars, colorScheme]);
  return <div ref={place} role="img" aria-label={label} style={{ minHeight: HEIGHT }} />;
}
