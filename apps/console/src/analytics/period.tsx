import { Group, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { text } from '../texts/text.js';

export interface Period {
  /** Days of the reader's calendar, both included: `2026-11-22`. */
  from: string;
  to: string;
}

const PRESETS = ['1', '7', '30', '90'] as const;
const two = (value: number): string => String(value).padStart(2, '0');
const dayOf = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

export function lastDays(days: number, now = new Date()): Period {
  const from = new Date(now);
  from.setDate(from.getDate() - (days - 1));
  return { from: dayOf(from), to: dayOf(now) };
}

/** As the API takes it: from the first day's midnight here to the midnight after the last. */
export function instantsOf({ from, to }: Period): { from: string; to: string } {
  const end = new Date(`${to}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return { from: new Date(`${from}T00:00:00`).toISOString(), to: end.toISOString() };
}
/** The period of the page: that of the address (`?days=1`), else thirty days. */
export function usePeriod(): [Period, (period: Period) => void] {
  const [params] = useSearchParams();
  const asked = PRESETS.find((days) => days === params.get('days')) ?? '30';
  return useState(() => lastDays(Number(asked)));
}

export const validPeriod = ({ from, to }: Period): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(from) && /^\d{4}-\d\d-\d\d$/.test(to) && from <= to;

export function PeriodPicker({ period, onChange }: { period: Period; onChange: (period: Period) => void }) {
  const preset = PRESETS.find((days) => {
    const { from, to } = lastDays(Number(days));
    return from === period.from && to === period.to;
  });
  return (
    <Group gap="sm" align="flex-end">
      <SegmentedControl
        aria-label={text('period.label')}
        value={preset ?? ''}
        data={PRESETS.map((days) => ({ value: days, label: text(`period.${days}`) }))}
        onChange={(days) => onChange(lastDays(Number(days)))}
      />
      <PeriodFields period={period} onChange={onChange} />
    </Group>
  );
}

/** Its first and its last day. */
export function PeriodFields({ period, onChange }: { period: Period; onChange: (period: Period) => void }) {
  return (
    <>
      <TextInput
        type="date"
        label={text('period.from')}
        value={period.from}
        max={period.to}
        onChange={(event) => onChange({ ...period, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={text('period.to')}
        value={period.to}
        min={period.from}
        onChange={(event) => onChange({ ...period, to: event.currentTarget.value })}
      />
    </>
  );
}
