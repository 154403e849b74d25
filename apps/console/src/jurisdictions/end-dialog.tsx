import type { JurisdictionRuleBody } from '@overread/wire';
import { useState } from 'react';
import { useAct } from '../acts/use-act.js';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { ReasonField } from '../ui/reason-field.js';
import { DayField } from './day-field.js';
import { placeOf, ruleWords } from './rule-words.js';

/** From which day on it is in force no more. */
export function EndDialog({ record, onClose }: { record: JurisdictionRuleBody; onClose: () => void }) {
  const [validUntil, setUntil] = useState(record.validUntil ?? '');
  const [reason, setReason] = useState('');
  const act = text('jurisdictions.end');
  const ended = useAct(() => client.jurisdictions.end(record.id, { validUntil, reason }, { version: record.number }), {
    done: text('jurisdictions.ended'),
    shownBy: [['jurisdictions'], ['policies']],
    onDone: onClose,
  });
  return (
    <FormDialog
      title={text('jurisdictions.of', { act, rule: ruleWords(record), place: placeOf(record) })}
      submit={act}
      onSubmit={() => ended.mutate(undefined)}
      onClose={onClose}
      error={ended.error}
      pending={ended.isPending}
      disabled={validUntil === '' || reason.trim() === ''}
    >
      <DayField autoFocus required label={text('jurisdictions.validUntil')} value={validUntil} onChange={setUntil} />
      <ReasonField label={text('jurisdictions.reason')} value={reason} onChange={setReason} />
    </FormDialog>
  );
}
