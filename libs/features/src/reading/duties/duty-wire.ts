import { dutyState, ESCALATION_STEPS, type NotificationDuty, type Study } from '@overread/domain';
import type { Duty } from '@overread/wire';

/** A duty for the wire, with what tells its study apart; never the patient's identity. */
export function dutyToWire(duty: NotificationDuty, study: Study, facility: string): Duty {
  const { acknowledgement, attempts, closure, id, kind, note, owedTo, patientLeft, source, targetMinutes } = duty;
  const { accessionNumber, description, modalityFamily, priority } = study;
  return {
    id,
    studyId: study.id,
    study: { accessionNumber, description, modalityFamily, priority },
    facility,
    kind,
    source,
    owedTo,
    readId: duty.readId,
    reportId: duty.reportId,
    formerReportId: duty.formerReportId,
    to: duty.toName === null ? null : { name: duty.toName, contact: duty.toContact },
    note,
    patientLeft,
    state: dutyState(duty),
    openedAt: duty.openedAt.toISOString(),
    targetMinutes,
    dueAt: duty.dueAt.toISOString(),
    attempts,
    acknowledgement,
    escalatedTo: ESCALATION_STEPS.slice(0, duty.escalations).map(({ to }) => to),
    nextEscalationAt: duty.nextEscalationAt?.toISOString() ?? null,
    closure,
    closedAt: duty.closedAt?.toISOString() ?? null,
    version: duty.version,
  };
}
