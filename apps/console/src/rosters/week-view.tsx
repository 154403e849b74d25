import { Text, Title } from '@mantine/core';
import type { RosterWeek } from '@overread/wire';
import { useState } from 'react';
import { nameOf } from '../network/directory.js';
import { text } from '../texts/text.js';
import { useNow } from '../ui/use-now.js';
import { dateIn, dayName, oddHours } from '../zoned/local-clock.js';
import { MoveDialog } from './move-dialog.js';
import { ShiftCard, type MoveAct, type Shift } from './shift-card.js';
import './rosters.css';

interface Asked {
  act: MoveAct;
  shift: Shift;
  date: string;
}

interface DayProps {
  week: RosterWeek;
  day: RosterWeek['days'][number];
  today: string;
  onAct: (asked: Asked) => void;
}

function Day({ week, day, today, onAct }: DayProps) {
  const hours = oddHours(day);
  return (
    <section className="roster-day" data-today={day.date === today || undefined} aria-label={dayName(day.date)}>
      <Title order={3} size="h6">
        {dayName(day.date)}
        {day.date === today && ` · ${text('rosters.today')}`}
      </Title>
      {hours !== null && (
        <Text size="xs" c="var(--overread-warn)">
          {text('rosters.oddDay', { hours })}
        </Text>
      )}
      {day.shifts.length === 0 && (
        <Text size="sm" c="dimmed">
          {text('rosters.nobody')}
        </Text>
      )}
      {day.shifts.length > 0 && (
        <ul>
          {day.shifts.map((shift) => (
            <ShiftCard
              key={shift.id}
              shift={shift}
              zone={week.zone}
              reader={nameOf(week.readers, shift.readerId) ?? text('none')}
              onAct={(act) => onAct({ act, shift, date: day.date })}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

/** The days side by side, in the group's own time; under each other where there is no room. */
export function WeekView({ week }: { week: RosterWeek }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const today = dateIn(week.zone, new Date(useNow()));
  return (
    <div className="roster-week">
      {week.days.map((day) => (
        <Day key={day.date} week={week} day={day} today={today} onAct={setAsked} />
      ))}
      {asked && <MoveDialog week={week} {...asked} onClose={() => setAsked(null)} />}
    </div>
  );
}
