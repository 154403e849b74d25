import { handBackState, type Facility, type HandBack, type Study } from '@overread/domain';
import type { HandBack as WireHandBack } from '@overread/wire';

/** A hand-back for the wire, with what tells its study apart; never the patient's identity. */
export function handBackToWire(
  handBack: HandBack,
  study: Study,
  facility: Pick<Facility, 'code' | 'zone'> | undefined,
): WireHandBack {
  const { accessionNumber, description, modalityFamily, priority } = study;
  const {
    callees,
    endedAt,
    escalations,
    healthSystemId: _,
    facilityId: __,
    nextEscalationAt,
    openedAt,
    ...same
  } = handBack;
  return {
    ...same,
    study: { accessionNumber, description, modalityFamily, priority },
    facility: facility?.code ?? '',
    zone: facility?.zone ?? 'UTC',
    state: handBackState(handBack),
    openedAt: openedAt.toISOString(),
    callees: callees.map((callee, index) => ({ ...callee, due: index <= escalations })),
    nextEscalationAt: nextEscalationAt?.toISOString() ?? null,
    exhausted: escalations >= Math.max(1, callees.length),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
