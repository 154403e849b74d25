import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import type { Conclusion } from '../report.js';
import { ADA, at, BEA, openRead, rowsOf, sampleReport, signing } from '../samples.fixture.js';
import { sampleStep } from '../../studies/samples.fixture.js';
import { signFinal } from './sign-final.js';
import type { FinalSigning } from './signing.js';

const prelimRead = (changes: Partial<Read> = {}) =>
  openRead({
    id: asId('prelim'),
    issues: 'preliminary',
    readerId: BEA.readerId,
    readingGroupId: asId('night'),
    ...changes,
  });
const conclusion = (value: Conclusion) => ({ impression: 'Read again.', conclusion: value });

describe('a final report', () => {
  it('completes the read and the study', () => {
    const change = signFinal(rowsOf([openRead()], [], { eta: at(30) }), signing(), at(10));
    expect(change.next?.reads?.[0]).toMatchObject({ state: 'completed', completedAt: at(10), version: 4 });
    expect(change.next?.study).toMatchObject({ state: 'final', eta: null, version: 2 });
    expect(change.events?.map((event) => event.type)).toEqual(['report.finalized', 'read.completed']);
    expect(change.result).toMatchObject({
      completedSessionId: 'session-1',
      report: { kind: 'final', attestation: null },
    });
  });

  it('may follow a preliminary of the same read', () => {
    const reports = [sampleReport({ readId: asId('read-1'), authorId: ADA.readerId })];
    const change = signFinal(rowsOf([openRead()], reports, { state: 'preliminary' }), signing(), at(10));
    expect(change.next?.study?.state).toBe('final');
    expect(change.next?.reports).toHaveLength(2);
    expect(change.next?.reports?.[0]).toBe(reports[0]);
  });

  it.each([
    ['queued', { state: 'queued', readerId: null, openedAt: null }],
    ['only offered', { state: 'assigned', openedAt: null }],
    ['accepted but not opened', { state: 'in-progress', openedAt: null }],
  ] as const)('cancels a preliminary read that is %s', (_, read) => {
    const ladder = [sampleStep('night-owls', '2026-11-22T08:00:00Z')];
    const change = signFinal(rowsOf([prelimRead({ ...read, ladder }), openRead()]), signing(), at(10));
    expect(change.next?.reads?.[0]).toMatchObject({ state: 'cancelled', readerId: null, version: 4 });
    expect(change.result.cancelled.map((each) => each.id)).toEqual(['prelim']);
    const cancelled = change.events?.find((event) => event.type === 'read.cancelled');
    // Whoever had it on their list must hear that it is gone.
    expect(cancelled?.readerIds).toEqual(read.state === 'queued' ? [] : ['bea']);
    expect(cancelled?.readingGroupIds).toContain('night-owls');
  });

  it('leaves a preliminary read that somebody has opened, and a finished one', () => {
    const reads = [prelimRead(), prelimRead({ id: asId('done'), state: 'completed', openedAt: null }), openRead()];
    const change = signFinal(rowsOf(reads), signing(), at(10));
    expect(change.result.cancelled).toEqual([]);
    expect(change.next?.reads?.slice(0, 2)).toEqual(reads.slice(0, 2));
  });

  it.each<[Conclusion, Conclusion, boolean]>([
    ['normal', 'not-actionable', false],
    ['normal', 'actionable', true],
    ['not-actionable', 'critical', true],
    ['actionable', 'critical', false],
    ['actionable', 'normal', true],
    ['critical', 'not-actionable', true],
    ['critical', 'critical', false],
  ])('of a preliminary %s that finds %s tells a discrepancy: %s', (before, after, told) => {
    const rows = rowsOf([prelimRead({ state: 'completed' }), openRead()], [sampleReport({ conclusion: before })]);
    const change = signFinal(rows, signing({ body: conclusion(after) }), at(10));
    const found = change.events?.filter((event) => event.type === 'discrepancy.found') ?? [];
    expect(change.result.duties).toHaveLength(told ? 1 : 0);
    expect(found.map((event) => event.data)).toEqual(
      told
        ? [
            expect.objectContaining({
              owedTo: 'clinician',
              reportId: 'report-1',
              formerReportId: 'report-0',
              source: 'final-over-preliminary',
            }),
          ]
        : [],
    );
  });

  it('compares with the latest preliminary that stands', () => {
    const reports = [
      sampleReport({ id: asId('first'), conclusion: 'normal', signedAt: at(-9) }),
      sampleReport({ id: asId('latest'), conclusion: 'critical', signedAt: at(-5) }),
      sampleReport({ id: asId('withdrawn'), conclusion: 'normal', signedAt: at(-1), flags: ['retracted'] }),
    ];
    const rows = rowsOf([prelimRead({ state: 'completed' }), openRead()], reports);
    const change = signFinal(rows, signing({ body: conclusion('normal') }), at(10));
    const found = change.events?.find((event) => event.type === 'discrepancy.found');
    expect(found?.data['formerReportId']).toBe('latest');
  });

  it('claims no discrepancy with a preliminary that concluded nothing', () => {
    const rows = rowsOf([prelimRead({ state: 'completed' }), openRead()], [sampleReport({ conclusion: null })]);
    const change = signFinal(rows, signing({ body: conclusion('critical') }), at(10));
    expect(change.events?.map((event) => event.type)).not.toContain('discrepancy.found');
  });

  const refused: [string, Partial<Read>, Partial<Study>, Partial<FinalSigning>, { kind: string; code: string }][] = [
    [
      'by a read that issues a preliminary',
      { issues: 'preliminary' },
      {},
      {},
      { kind: 'conflict', code: 'read/issues-other' },
    ],
    ['before it was opened', { openedAt: null }, {}, {}, { kind: 'conflict', code: 'read/not-open' }],
    ['by another than the holder', {}, {}, { author: BEA }, { kind: 'forbidden', code: 'read/not-yours' }],
    [
      'for an identity not confirmed',
      {},
      { identityUnconfirmed: true },
      {},
      { kind: 'conflict', code: 'identity/unconfirmed' },
    ],
    [
      'when a legal rule failed meanwhile',
      {},
      {},
      { failedRules: [{ code: 'licence', fact: 'licence US-TX expired 2026-05-03' }] },
      { kind: 'conflict', code: 'eligibility/licence' },
    ],
    ['without a conclusion', {}, {}, { body: { impression: 'Clear.' } }, { kind: 'invalid', code: 'report/invalid' }],
  ];
  it.each(refused)('is refused %s', (_, read, study, more, error) => {
    expect(() => signFinal(rowsOf([openRead(read)], [], study), signing(more), at(10))).toThrow(
      expect.objectContaining(error),
    );
  });
});

describe('an integrity floor', () => {
  const floors = { CT: 60, MR: 120 };
  const sign = (
    minute: number,
    more: Partial<FinalSigning> = {},
    study: Partial<Study> = {},
    read: Partial<Read> = {},
  ) => signFinal(rowsOf([openRead(read)], [], study), signing({ floors, ...more }), at(minute)).result.report;
  const attestation = { reason: 'Compared side by side with yesterday.' };
  const required = expect.objectContaining({ kind: 'conflict', code: 'integrity/attestation-required' });

  it('holds nothing until one is configured', () => {
    expect(sign(0, { floors: {} }).flags).toEqual([]);
    expect(sign(0, { floors: undefined }).flags).toEqual([]);
    expect(sign(0, {}, { modalities: ['US'] }).flags).toEqual([]);
  });

  it('asks for an attestation below it and not at it', () => {
    expect(() => sign(0.99)).toThrow(required);
    expect(sign(1).flags).toEqual([]);
  });

  it('is the highest of the study’s modalities', () => {
    expect(() => sign(1.5, {}, { modalities: ['CT', 'MR'] })).toThrow(required);
    expect(sign(2, {}, { modalities: ['CT', 'MR'] }).flags).toEqual([]);
  });

  it('lets an attested report leave, flagged and with its reason', () => {
    const body = { ...signing().body, attestation };
    expect(sign(0.1, { body })).toMatchObject({ flags: ['integrity-attested'], attestation: attestation.reason });
  });

  it('keeps no attestation that was not needed', () => {
    const body = { ...signing().body, attestation };
    expect(sign(5, { body })).toMatchObject({ flags: [], attestation: null });
  });

  it('takes no empty reason', () => {
    const body = { ...signing().body, attestation: { reason: ' ' } };
    expect(() => sign(0.1, { body })).toThrow(expect.objectContaining({ code: 'report/invalid' }));
  });

  it.each([
    ['a critical study', {}, { priority: 'critical' }],
    ['a stat study', {}, { priority: 'stat' }],
    ['a critical result', { body: conclusion('critical') }, {}],
  ] as const)('never holds %s', (_, more, study) => {
    expect(sign(0, { ...more, imagesOpened: false }, study).flags).toEqual([]);
  });

  it('fails when the viewer says the images stayed closed, not when it says nothing', () => {
    expect(() => sign(30, { imagesOpened: false })).toThrow(required);
    expect(sign(30, { imagesOpened: null }).flags).toEqual([]);
    expect(sign(30, { imagesOpened: false }, {}, { imagesOpenedAt: at(1) }).flags).toEqual([]);
  });
});
