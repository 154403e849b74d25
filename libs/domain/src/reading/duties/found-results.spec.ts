import { describe, expect, it } from '@jest/globals';
import { asId, type DutyId, type ReadId } from '../../core/ids.js';
import { ADA, at, BEA, openRead, rowsOf, sampleReport, signing } from '../samples.fixture.js';
import { signPreliminary } from '../signing/sign-preliminary.js';
import { acknowledgeDuty, closeDuty, recordAttempt } from './act-on-duty.js';
import { foundCriticalResult, withCriticalResult } from './critical-result.js';
import { reportDiscrepancy } from './report-discrepancy.js';

const id = asId<DutyId>('duty-1');
const by = { id: 'ada', name: 'Dr Ada Byrd' };
const asker = { name: 'Dr Emre Ward', phone: '+1-555-0100' };
const rows = (reports = [sampleReport()]) => rowsOf([openRead()], reports, { requester: asker });

describe('a submitter who reports back', () => {
  const told = { id, reportId: null, note: 'Left, not right', openedBy: 'clerk' };

  it('is heard by those who read, about the latest report that stands', () => {
    const early = sampleReport({ id: asId('early'), signedAt: at(-9) });
    const gone = sampleReport({ id: asId('gone'), signedAt: at(8), flags: ['retracted'] });
    const latest = sampleReport({ id: asId('latest'), signedAt: at(1) });
    const { result, events } = reportDiscrepancy(rows([early, latest, gone]), told, at(9));
    expect(result).toMatchObject({ source: 'submitter', owedTo: 'readers', formerReportId: 'latest', note: told.note });
    expect(events).toMatchObject([{ type: 'discrepancy.found', data: { formerReportId: 'latest' } }]);
    expect(JSON.stringify(events)).not.toContain('Left');
  });

  it.each([
    ['nothing was reported', [], null, 'discrepancy/nothing-reported'],
    ['all was withdrawn', [sampleReport({ flags: ['retracted'] })], null, 'discrepancy/retracted'],
    ['the report is another study’s', [sampleReport()], 'elsewhere', 'report/not-found'],
    ['it is an opinion', [sampleReport({ id: asId('own'), kind: 'opinion' })], 'own', 'report/not-found'],
  ])('is refused when %s', (_, reports, reportId, code) => {
    const asked = { ...told, reportId: reportId === null ? null : asId<never>(reportId) };
    expect(() => reportDiscrepancy(rows(reports), asked, at(9))).toThrow(expect.objectContaining({ code }));
  });
});

describe('a critical result', () => {
  const finding = {
    id,
    readId: asId<ReadId>('read-1'),
    by: ADA.readerId,
    openedBy: 'ada',
    category: 'urgent' as const,
    finding: 'Tension pneumothorax',
    foundAt: null,
  };

  it.each([
    ['immediate', 15],
    ['urgent', 60],
    ['prompt', 180],
    ['routine', 3 * 24 * 60],
  ] as const)('that is %s is told within %i minutes of being found', (category, minutes) => {
    const { result } = foundCriticalResult(rows(), { ...finding, category, foundAt: at(-5) }, at(0));
    expect(result).toMatchObject({ toName: 'Dr Emre Ward', openedAt: at(-5), dueAt: at(minutes - 5) });
  });

  it('keeps its words out of the log', () => {
    const { result, events } = foundCriticalResult(rows(), finding, at(0));
    expect(result.note).toBe('Tension pneumothorax');
    expect(JSON.stringify(events)).not.toMatch(/pneumothorax|Emre/);
  });

  it('is the reader’s who has the read, and never from the future', () => {
    expect(() => foundCriticalResult(rows(), { ...finding, by: BEA.readerId }, at(0))).toThrow(
      expect.objectContaining({ code: 'read/not-yours' }),
    );
    expect(() => foundCriticalResult(rows(), { ...finding, foundAt: at(30) }, at(0))).toThrow(
      expect.objectContaining({ code: 'critical-result/in-future' }),
    );
  });

  it('that is immediate is told by voice', () => {
    const { result: duty } = foundCriticalResult(rows(), { ...finding, category: 'immediate' }, at(0));
    const tried = { person: 'Dr Emre Ward', note: null, by, at: null };
    const faxed = { ...tried, channel: 'fax', outcome: 'reached' } as const;
    const all = { ...rows(), duty };
    expect(() => recordAttempt(all, faxed, at(1))).toThrow(
      expect.objectContaining({ kind: 'invalid', code: 'critical-result/by-voice' }),
    );
    expect(recordAttempt(all, { ...faxed, outcome: 'message-left' }, at(1)).result.attempts).toHaveLength(1);
    expect(recordAttempt(all, { ...faxed, channel: 'phone' }, at(1)).result.attempts).toHaveLength(1);
  });

  it('is acknowledged by the clinician’s side; those who read write down what was said to them', () => {
    const { result: duty } = foundCriticalResult(rows(), finding, at(0));
    const all = { ...rows(), duty };
    const said = { name: 'Dr Emre Ward', role: null, by, at: null };
    const asReader = (readBack: boolean | null, given = all) =>
      acknowledgeDuty(given, { ...said, readBack, side: 'readers' }, at(2));
    expect(() => asReader(null)).toThrow(expect.objectContaining({ kind: 'forbidden', code: 'duty/other-side' }));
    expect(asReader(true).result.acknowledgedAt).toEqual(at(2));
    const tried = { channel: 'phone', outcome: 'reached', person: 'Dr Emre Ward', note: null, by, at: null } as const;
    const called = recordAttempt(all, tried, at(1)).result;
    expect(asReader(null, { ...all, duty: called }).result.acknowledgedAt).toEqual(at(2));
    const asHospital = acknowledgeDuty(all, { ...said, readBack: null, side: 'hospital' }, at(2));
    expect(asHospital.result.acknowledgedAt).toEqual(at(2));
  });
});

describe('a signature with a critical conclusion', () => {
  const before = rows([]);
  const signed = (conclusion: 'critical' | 'normal') =>
    signPreliminary(before, signing({ body: { impression: 'Bleed', conclusion } }), at(5));
  const beside = { duties: [], newDutyId: () => id, by };

  it('opens the duty to tell it at once, a normal one none', () => {
    const { result, events } = withCriticalResult(before, signed('critical'), beside, at(5));
    expect(result.duties).toMatchObject([
      { id, kind: 'critical-result', source: 'immediate', dueAt: at(20), reportId: result.report.id, attempts: [] },
    ]);
    expect(events?.at(-1)).toMatchObject({ type: 'critical-result.found' });
    expect(withCriticalResult(before, signed('normal'), beside, at(5)).result.duties).toEqual([]);
  });

  it('opens none beside one that is open, and another once that one is closed', () => {
    const [duty] = withCriticalResult(before, signed('critical'), beside, at(5)).result.duties;
    const again = (duties: readonly (typeof duty & object)[]) =>
      withCriticalResult(before, signed('critical'), { ...beside, duties }, at(6)).result.duties;
    expect(again([duty!])).toEqual([]);
    const closed = closeDuty({ ...before, duty: duty! }, { outcome: 'told', by: null, moot: true }, at(6)).result;
    expect(again([closed])).toHaveLength(1);
  });

  it('that was told by voice says whom it reached', () => {
    const signature = signed('critical');
    const report = { ...signature.result.report, toldName: 'Nurse Kim', toldAt: at(3) };
    const { result } = withCriticalResult(
      before,
      { ...signature, result: { ...signature.result, report } },
      beside,
      at(5),
    );
    expect(result.duties).toMatchObject([
      { toName: 'Nurse Kim', attempts: [{ person: 'Nurse Kim', outcome: 'reached', at: at(3).toISOString() }] },
    ]);
  });
});
