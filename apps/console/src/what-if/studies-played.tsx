import { NumberInput, Select } from '@mantine/core';
import { MOST_SYNTHETIC, type NewWhatIf } from '@overread/wire';
import { text } from '../texts/text.js';

/** Whether studies are made up, and how many of an average weekday; null is as many as is published. */
export interface MadeUp {
  made: boolean;
  studiesADay: number | null;
}
export const RECORDED: MadeUp = { made: false, studiesADay: null };

export const syntheticOf = ({ made, studiesADay }: MadeUp): Pick<NewWhatIf, 'synthetic'> =>
  made ? { synthetic: studiesADay === null ? {} : { studiesADay } } : {};

/** Which studies are played: those that came, or made-up ones. */
export function StudiesPlayed({ madeUp, onChange }: { madeUp: MadeUp; onChange: (madeUp: MadeUp) => void }) {
  const kinds = ['recorded', 'synthetic'] as const;
  return (
    <>
      <Select
        label={text('whatIf.studiesPlayed')}
        allowDeselect={false}
        w={260}
        data={kinds.map((kind) => ({ value: kind, label: text(`whatIf.${kind}`) }))}
        value={madeUp.made ? 'synthetic' : 'recorded'}
        onChange={(kind) => onChange({ ...madeUp, made: kind === 'synthetic' })}
      />
      {madeUp.made && (
        <NumberInput
          label={text('whatIf.studiesADay')}
          description={text('whatIf.syntheticWhy')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder={text('whatIf.publishedVolume')}
          min={1}
          max={MOST_SYNTHETIC}
          allowDecimal={false}
          value={madeUp.studiesADay ?? ''}
          onChange={(value) => onChange({ ...madeUp, studiesADay: value === '' ? null : Number(value) })}
          maw={420}
        />
      )}
    </>
  );
}
