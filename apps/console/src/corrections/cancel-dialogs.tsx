import { CANCEL_REASONS, REOPEN_REASONS } from '@overread/domain';
import { client } from '../session/api.js';
import { CorrectionDialog, type CorrectionProps } from './correction-dialog.js';

export const CancelDialog = ({ study, onClose }: CorrectionProps) => (
  <CorrectionDialog
    name="stop"
    study={study}
    onClose={onClose}
    reasons={CANCEL_REASONS}
    color="red"
    correct={async (said) => (await client.studies.cancel(study.id, said, study)).id}
  />
);

export const ReopenDialog = ({ study, onClose }: CorrectionProps) => (
  <CorrectionDialog
    name="reopen"
    study={study}
    onClose={onClose}
    reasons={REOPEN_REASONS}
    correct={async (said) => (await client.studies.reopen(study.id, said, study)).id}
  />
);
