import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../../core/ids.js';
import { sampleRead, sampleStudy } from '../../studies/samples.fixture.js';
import { at, BEA, openRead } from '../samples.fixture.js';
import { acknowledgeDuty, closeDuty, recordAttempt } from './act-on-duty.js';
import { dutyState, type NotificationDuty } from './duty.js';
import { escalateDuties } from './escalate-duties.js';
import { openDiscrepancy, openDuty } from './open-duty.js';

const study = sampleStudy({ priority: 'urgent', requester: { name: 'Dr Emre Ward', phone: '+1-555-0100' } });
const reads = [openRead({ state: 'completed' })];
const rows = { study, reads };
const found = {
  id: asId<NotificationDuty['id']>('duty-1'),
  source: 'final-over-preliminary',
  readId: asId<NotificationDuty['readId'] & string>('read-1'),
  reportId: asId<NotificationDuty['reportId'] & string>('report-1'),
  formerReportId: asId<NotificationDuty['reportId'] & string>('report-0'),
} as const;
const clerk = { id: 'clerk', name: 'Ward clerk' };
const opened = () => openDiscrepancy(rows, found, at(0)).duty;
const attempt = (more: object = {}) => ({
  channel: 'phone' as const,
  person: 'Dr Emre Ward',
  outcome: 'message-left' as const,
  note: null,
  by: clerk,
  at: null,
  ...more,
});
const acknowledging = (more: object = {}) => ({
  name: 'Dr Emre Ward',
  role: 'emergency physician',
  readBack: true,
  by: clerk,
  at: null,
  side: 'hospital' as const,
  ...more,
});

describe('a discrepancy', () => {
  it('is owed to the clinician who asked for the study, within the time of its priority', () => {
    expect(opened()).toMatchObject({
      kind: 'discrepancy',
      owedTo: 'clinician',
      toName: 'Dr Emre Ward',
      toContact: '+1-555-0100',
      targetMinutes: 60,
      dueAt: at(60),
      nextEscalationAt: at(60),
    });
    expect(openDiscrepancy({ study: sampleStudy({ priority: 'critical' }), reads }, found, at(0)).duty).toMatchObject({
      targetMinutes: 15,
      toName: null,
    });
  });

  it('reported by the submitter is owed to those who read', () => {
    const reported = openDiscrepancy(rows, { ...found, source: 'submitter', note: 'Left, not right' }, at(0));
    expect(reported.duty).toMatchObject({ owedTo: 'readers', toName: null, note: 'Left, not right' });
    expect(JSON.stringify(reported.event)).not.toContain('Left');
    const acknowledge = (side: 'hospital' | 'readers') => () =>
      acknowledgeDuty({ ...rows, duty: reported.duty }, acknowledging({ side }), at(5));
    expect(acknowledge('hospital')).toThrow(expect.objectContaining({ kind: 'forbidden', code: 'duty/other-side' }));
    expect(acknowledge('readers')().result.acknowledgedAt).toEqual(at(5));
  });

  it('is told of without a name or a word, to everybody but a second reader who is still blind', () => {
    const blind = sampleRead({ id: asId('blind'), purpose: 'secondary', readerId: BEA.readerId, state: 'assigned' });
    const { event } = openDiscrepancy({ study, reads: [...reads, blind] }, found, at(0));
    expect(event).toMatchObject({ type: 'discrepancy.found', readId: 'read-1', readerIds: ['ada'] });
    expect(event.data).toEqual({
      dutyId: 'duty-1',
      source: 'final-over-preliminary',
      owedTo: 'clinician',
      reportId: 'report-1',
      formerReportId: 'report-0',
      dueAt: at(60).toISOString(),
    });
  });
});

describe('a try to tell', () => {
  it('is kept with way, person and true time, and acknowledges nothing', () => {
    const { result, events } = recordAttempt({ ...rows, duty: opened() }, attempt({ at: at(3) }), at(5));
    expect(result.attempts).toEqual([
      {
        channel: 'phone',
        person: 'Dr Emre Ward',
        outcome: 'message-left',
        note: null,
        by: clerk,
        at: at(3).toISOString(),
      },
    ]);
    expect([dutyState(result), result.nextEscalationAt]).toEqual(['open', at(60)]);
    expect(events?.map(({ type }) => type)).toEqual(['discrepancy.notified']);
    expect(JSON.stringify(events)).not.toContain('Emre');
  });

  it('does not lie in the future, nor follow the end', () => {
    expect(() => recordAttempt({ ...rows, duty: opened() }, attempt({ at: at(30) }), at(5))).toThrow(
      expect.objectContaining({ kind: 'invalid', code: 'duty/in-future' }),
    );
    const moot = closeDuty({ ...rows, duty: opened() }, { outcome: 'retracted', by: null, moot: true }, at(5)).result;
    expect(() => recordAttempt({ ...rows, duty: moot }, attempt(), at(6))).toThrow(
      expect.objectContaining({ kind: 'conflict', code: 'duty/closed' }),
    );
  });
});

describe('an acknowledgement', () => {
  it('stops the escalation, and says by name who knows and whether the patient had left', () => {
    const { result, events } = acknowledgeDuty(
      { ...rows, duty: opened() },
      acknowledging({ at: at(20), patientLeft: true }),
      at(21),
    );
    expect(result).toMatchObject({
      acknowledgement: { name: 'Dr Emre Ward', role: 'emergency physician', at: at(20).toISOString(), by: clerk },
      acknowledgedAt: at(20),
      nextEscalationAt: null,
      patientLeft: true,
      version: 2,
    });
    expect(dutyState(result)).toBe('acknowledged');
    expect(events).toMatchObject([{ type: 'discrepancy.acknowledged', data: { late: false, patientLeft: true } }]);
    expect(escalateDuties({ ...rows, duties: [result] }, at(9999)).events).toBeUndefined();
  });

  it('is given once', () => {
    const { result } = acknowledgeDuty({ ...rows, duty: opened() }, acknowledging(), at(21));
    expect(() => acknowledgeDuty({ ...rows, duty: result }, acknowledging({ name: 'B' }), at(22))).toThrow(
      expect.objectContaining({ kind: 'conflict', code: 'duty/already-acknowledged' }),
    );
  });

  it('comes before the end, unless there is nothing left to know', () => {
    const close = (duty: NotificationDuty, moot = false) =>
      closeDuty({ ...rows, duty }, { outcome: 'patient recalled', by: clerk, moot }, at(30));
    expect(() => close(opened())).toThrow(expect.objectContaining({ code: 'duty/not-acknowledged' }));
    expect(dutyState(close(opened(), true).result)).toBe('closed');
    const known = acknowledgeDuty({ ...rows, duty: opened() }, acknowledging(), at(21)).result;
    const closed = close(known).result;
    expect(closed).toMatchObject({ closure: { outcome: 'patient recalled', by: clerk }, closedAt: at(30) });
    expect(() => close(closed)).toThrow(expect.objectContaining({ code: 'duty/closed' }));
  });
});

describe('escalation', () => {
  const steps = (duty: NotificationDuty, instants: number[]) => {
    let current = duty;
    return instants.map((minutes) => {
      const { next, events = [] } = escalateDuties({ study, reads, duties: [current] }, at(minutes));
      current = next?.duties?.[0] ?? current;
      return events.map(({ data }) => data['to']);
    });
  };

  it('calls the facility at the target, the reading group at twice and the network at four times, once each', () => {
    expect(steps(opened(), [59, 60, 61, 120, 121, 239, 240, 9999])).toEqual([
      [],
      ['facility'],
      [],
      ['reading-group'],
      [],
      [],
      ['network'],
      [],
    ]);
  });

  it('catches up in order after nobody looked for long', () => {
    expect(steps(opened(), [500, 501])).toEqual([['facility', 'reading-group', 'network'], []]);
  });

  it('takes every step at most once, whenever it is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 20 }), (minutes) => {
        const taken = steps(
          opened(),
          minutes.sort((a, b) => a - b),
        ).flat();
        const last = minutes.at(-1) ?? 0;
        const due = ['facility', 'reading-group', 'network'].filter((_, index) => last >= 60 * [1, 2, 4][index]!);
        expect(taken).toEqual(due);
      }),
    );
  });

  it('goes by the category of a critical result', () => {
    const telling = {
      id: found.id,
      kind: 'critical-result',
      source: 'immediate',
      targetMinutes: 15,
      to: null,
    } as const;
    const { duty, event } = openDuty(rows, telling, at(0));
    expect([event.type, duty.toName]).toEqual(['critical-result.found', null]);
    expect(steps(duty, [15])).toEqual([['facility']]);
  });
});
