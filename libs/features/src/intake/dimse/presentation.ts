import dimse, { type association } from 'dcmjs-dimse';

const VERIFICATION = '1.2.840.10008.1.1';
const STANDARD = '1.2.840.10008.';
/** Storage classes of the standard (PS3.4 annex B.5), and those of radiotherapy that stand beside them. */
const STORAGE = ['1.2.840.10008.5.1.4.1.1.', '1.2.840.10008.5.1.4.34.7', '1.2.840.10008.5.1.4.34.10'];
const SYNTAX = /^[0-2](\.\d+)+$/;
/** Understood by everyone, and twice as long as need be: taken when nothing better is offered. */
const LAST_CHOICES = ['1.2.840.10008.1.2.2', '1.2.840.10008.1.2'];

/** Storage of any class, also of makers' own: what is kept need not be shown here. */
export const isStorage = (sopClassUid: string): boolean =>
  STORAGE.some((prefix) => sopClassUid.startsWith(prefix)) || !sopClassUid.startsWith(STANDARD);

/** Answers every presentation context: echo and storage, in whatever transfer syntax the images are. */
export function answerContexts(asked: association.Association): void {
  const { Accept, RejectAbstractSyntaxNotSupported, RejectTransferSyntaxesNotSupported } =
    dimse.constants.PresentationContextResult;
  for (const { context } of asked.getPresentationContexts()) {
    const abstract = context.getAbstractSyntaxUid();
    const offered = context.getTransferSyntaxUids().filter((uid) => SYNTAX.test(uid));
    const chosen = offered.find((uid) => !LAST_CHOICES.includes(uid)) ?? offered[0];
    if (abstract !== VERIFICATION && !isStorage(abstract)) context.setResult(RejectAbstractSyntaxNotSupported);
    else if (chosen === undefined) context.setResult(RejectTransferSyntaxesNotSupported);
    else context.setResult(Accept, chosen);
  }
}
