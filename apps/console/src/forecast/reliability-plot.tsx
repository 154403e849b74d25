import 'uplot/dist/uPlot.min.css';
import { useMantineColorScheme } from '@mantine/core';
import type { CalibrationRow } from '@overread/wire';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { text } from '../texts/text.js';
import { percent } from '../ui/format.js';

const SIZE = 380;

const colorOf = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim() || '#888';

/** Vertical strokes of the intervals behind the points. */
function intervals(bins: CalibrationRow['bins'], color: string): uPlot.Plugin {
  const draw = (plot: uPlot) => {
    const { ctx } = plot;
    ctx.save();
    ctx.strokeStyle = color;
    ctx.lineWidth = devicePixelRatio;
    for (const { meanChance, interval } of bins) {
      if (meanChance === null || interval === null) continue;
      const x = plot.valToPos(meanChance, 'x', true);
      ctx.beginPath();
      ctx.moveTo(x, plot.valToPos(interval[0], 'y', true));
      ctx.lineTo(x, plot.valToPos(interval[1], 'y', true));
      ctx.stroke();
    }
    ctx.restore();
  };
  return { hooks: { draw } };
}

function optionsOf(bins: CalibrationRow['bins']): uPlot.Options {
  const dimmed = colorOf('--mantine-color-dimmed');
  const line = colorOf('--mantine-color-teal-6');
  const axis = { stroke: dimmed, grid: { stroke: colorOf('--overread-line'), width: 1 } };
  const values = (_plot: uPlot, splits: number[]) => splits.map((split) => `${Math.round(split * 100)} %`);
  const value = (_plot: uPlot, share: number | null) => percent(share);
  return {
    width: SIZE,
    height: SIZE,
    cursor: { drag: { x: false, y: false } },
    scales: { x: { time: false, range: [0, 1] }, y: { range: [0, 1] } },
    axes: [
      { ...axis, values, label: text('calibration.said'), labelSize: 22 },
      { ...axis, values, label: text('calibration.came'), labelSize: 22, size: 52 },
    ],
    series: [
      { label: text('calibration.said'), value },
      { label: text('calibration.perfect'), stroke: dimmed, dash: [4, 4], points: { show: false }, value },
      { label: text('calibration.came'), stroke: line, width: 2, points: { show: true, size: 8, fill: line }, value },
    ],
    plugins: [intervals(bins, line)],
  };
}

/** What was said against what came of it; on the dashed line they agree. The table beside it says the rest. */
export function ReliabilityPlot({ bins }: { bins: CalibrationRow['bins'] }) {
  const place = useRef<HTMLDivElement>(null);
  const { colorScheme } = useMantineColorScheme();
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const told = bins.filter(({ meanChance, observed }) => meanChance !== null && observed !== null);
    const inner = told.map(({ meanChance, observed }) => [meanChance ?? 0, observed ?? 0] as const);
    const xs = [0, ...inner.map(([said]) => said), 1];
    const columns: uPlot.AlignedData = [xs, xs, [null, ...inner.map(([, came]) => came), null]];
    const plot = new uPlot(optionsOf(bins), columns, element);
    return () => plot.destroy();
  }, [bins, colorScheme]);
  return <div ref={place} role="img" aria-label={text('calibration.plot')} style={{ minHeight: SIZE }} />;
}
