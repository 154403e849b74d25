import { percent } from '../ui/format.js';

interface IntervalBarProps {
  share: number | null;
  interval: readonly [number, number] | null;
}

/** A share from 0 to 1 with its interval: the band is where the true share may lie, the mark is what was counted. */
export function IntervalBar({ share, interval }: IntervalBarProps) {
  if (share === null) return null;
  const [low, high] = interval ?? [share, share];
  return (
    <svg
      className="interval"
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${percent(share)}, ${percent(low)} – ${percent(high)}`}
    >
      <rect className="track" x="0" y="3" width="100" height="2" />
      <rect className="band" x={low * 100} y="1.5" width={Math.max(0.6, (high - low) * 100)} height="5" />
      <rect className="mark" x={Math.min(99, share * 100)} y="0" width="1" height="8" />
    </svg>
  );
}
