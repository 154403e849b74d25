import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

export type Tone = 'plain' | 'good' | 'warn' | 'bad';

const colors: Record<Tone, string | undefined> = {
  plain: undefined,
  good: 'var(--overread-good)',
  warn: 'var(--overread-warn)',
  bad: 'var(--overread-bad)',
};

interface TileProps {
  /** Names the tile for tests and for whoever links to it. */
  name: string;
  label: string;
  value: ReactNode;
  detail?: ReactNode;
  tone?: Tone;
  /** Where the figure is explained. */
  to?: string;
}

/** One figure with its name; a link to what stands behind it. */
export function Tile({ name, label, value, detail, tone = 'plain', to }: TileProps) {
  const content = (
    <>
      <Text size="xs" c="dimmed" fw={600} component="span">
        {label}
      </Text>
      <Text component="span" className="figure" c={colors[tone]} data-figure={name}>
        {value}
      </Text>
      {detail !== undefined && (
        <Text size="xs" c="dimmed" component="span">
          {detail}
        </Text>
      )}
    </>
  );
  return to === undefined ? (
    <div className="tile">{content}</div>
  ) : (
    <Link to={to} className="tile">
      {content}
    </Link>
  );
}

interface TilesProps {
  label: string;
  /** Tiles with an interval and its terms need room. */
  wide?: boolean;
  children: ReactNode;
}

export function Tiles({ label, wide = false, children }: TilesProps) {
  return (
    <div className="tiles" role="group" aria-label={label} data-wide={wide}>
      {children}
    </div>
  );
}
