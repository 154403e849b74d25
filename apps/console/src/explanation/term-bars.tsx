import { Text } from '@mantine/core';
import { label } from '../texts/text.js';

const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 2 });

/** Terms of a score as small bars from a middle: what speaks for it to one side, what speaks against to the other. */
export function TermBars({
  terms,
  most,
  better,
}: {
  terms: Record<string, number>;
  most: number;
  better: 'low' | 'high';
}) {
  const shown = Object.entries(terms).filter(([, value]) => value !== 0);
  return (
    <div className="terms">
      {shown.map(([term, value]) => {
        const width = most > 0 ? Math.min(50, (Math.abs(value) / most) * 50) : 0;
        const good = better === 'low' ? value < 0 : value > 0;
        return (
          <div key={term} className="term">
            <Text size="xs" c="dimmed">
              {label('term', term)}
            </Text>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden>
              <rect className="axis" x="49.6" y="0" width="0.8" height="8" />
              <rect
                className={good ? 'good' : 'cost'}
                x={value < 0 ? 50 - width : 50}
                y="1.5"
                width={width}
                height="5"
              />
            </svg>
            <Text size="xs" ta="right" className="figure">
              {number(value)}
            </Text>
          </div>
        );
      })}
    </div>
  );
}

/** The largest term of some scores: what the bars are measured by. */
export const mostOf = (scores: readonly { terms: Record<string, number> }[]): number =>
  Math.max(0, ...scores.flatMap(({ terms }) => Object.values(terms).map(Math.abs)));
