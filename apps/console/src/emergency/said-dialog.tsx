import { SaidDialog as Asked, type SaidDialogProps } from '../acts/said-dialog.js';
import { text } from '../texts/text.js';
import { SHOWS_EMERGENCIES } from './use-act.js';

/** One question of an emergency that is answered in words. */
export const SaidDialog = (props: Omit<SaidDialogProps, 'errorTitle' | 'shownBy'>) => (
  <Asked {...props} errorTitle={text('emergency.refused')} shownBy={SHOWS_EMERGENCIES} />
);
