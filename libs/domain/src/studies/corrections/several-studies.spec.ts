import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { at, sampleClock } from '../../sla/samples.fixture.js';
import type { Read } from '../read.js';
import { sampleRead, sampleStudy } from '../samples.fixture.js';
import type { Study, StudyOrder } from '../study.js';
import type { CorrectionRows } from './correction-rows.js';
import { linkStudies } from './link-studies.js';
import { mergeStudies } from './merge-studies.js';
import { splitLink, splitOrders } from './split-study.js';

const [CHEST, HEAD, NEW] = [asId<Study['id']>('chest'), asId<Study['id']>('head'), asId<Study['id']>('new')];
const order = (studyId: Study['id'], accessionNumber: string): StudyOrder => ({
  id: asId(`order-${accessionNumber}`),
  healthSystemId: asId('mercy'),
  studyId,
  accessionNumber,
  issuer: 'MERCY',
  placerOrderNumber: null,
  procedureCode: null,
});
interface Changes {
  chest?: Partial<Study>;
  head?: Partial<Study>;
  chestRead?: Partial<Read>;
  headRead?: Partial<Read>;
}
const rowsOf = ({ chest = {}, head = {}, chestRead = {}, headRead = {} }: Changes = {}): CorrectionRows => {
  const ready = { state: 'ready', readyAt: at(0), imagesCompleteAt: at(0) } as const;
  return {
    studies: [
      sampleStudy({
        id: CHEST,
        accessionNumber: 'A1',
        studyInstanceUid: '1.1',
        priority: 'routine',
        ...ready,
        ...chest,
      }),
      sampleStudy({ id: HEAD, accessionNumber: 'A2', studyInstanceUid: '1.2', priority: 'routine', ...ready, ...head }),
    ],
    reads: [
      sampleRead({ id: asId('of-chest'), studyId: CHEST, ...chestRead }),
      sampleRead({ id: asId('of-head'), studyId: HEAD, ...headRead }),
    ],
    clocks: [
      sampleClock({ id: asId('clock-chest'), studyId: CHEST, readId: asId('of-chest') }),
      sampleClock({ id: asId('clock-head'), studyId: HEAD, readId: asId('of-head') }),
    ],
    orders: [order(CHEST, 'A1'), order(HEAD, 'A2'), order(HEAD, 'A3')],
  };
};
const find = (rows: Partial<CorrectionRows> | undefined, id: Study['id']) =>
  rows?.studies?.find((each) => each.id === id);
const facts = (change: { events?: readonly { type: string; studyId: string | null }[] }) =>
  (change.events ?? []).map(({ type, studyId }) => `${type} ${studyId}`);
const code = (expected: string) => expect.objectContaining({ code: expected });

const link = (rows = rowsOf(), changes: object = {}) =>
  linkStudies(rows, { id: CHEST, leaderId: HEAD, reason: 'one-examination', leads: 0, ...changes }, at(10));

describe('a linked study', () => {
  it('has no reads and no clocks of its own: whoever was at one is told', () => {
    const change = link(rowsOf({ chestRead: { state: 'in-progress', readerId: asId('ada') } }));
    expect(find(change.next, CHEST)).toMatchObject({ linkedTo: HEAD, version: 2, eta: null });
    expect(change.next?.reads?.find(({ studyId }) => studyId === CHEST)).toMatchObject({
      state: 'cancelled',
      readerId: null,
    });
    expect(change.next?.clocks?.find(({ studyId }) => studyId === CHEST)?.voidedAt).toEqual(at(10));
    expect(change.next?.reads?.find(({ studyId }) => studyId === HEAD)?.state).toBe('queued');
    expect(facts(change)).toEqual(['study.linked chest', 'read.cancelled chest', 'study.linked head']);
    expect(change.events?.[1]?.readerIds).toEqual(['ada']);
    expect(change.result).toEqual({ shown: CHEST, planned: [HEAD] });
  });

  it('lends its competence and its urgency to the one that is read for both', () => {
    const change = link(rowsOf({ chest: { modalities: ['MR'], priority: 'stat' } }));
    expect(find(change.next, HEAD)).toMatchObject({ modalities: ['CT', 'MR'], modalityFamily: 'MR', priority: 'stat' });
  });

  it('lends who answers for its urgency too, and leaves the other’s where that is as pressing', () => {
    const said = { source: 'network', by: 'ann', from: 'urgent', reason: 'worse', at: 'then', rule: null } as const;
    const ruled = { ...said, source: 'policy', from: 'stat' } as const;
    const raised = link(
      rowsOf({ chest: { priority: 'stat', priorityBasis: said }, head: { priority: 'urgent', priorityBasis: ruled } }),
    );
    expect(find(raised.next, HEAD)).toMatchObject({ priority: 'stat', priorityBasis: said });
    const same = link(rowsOf({ chest: { priority: 'urgent' }, head: { priority: 'urgent', priorityBasis: ruled } }));
    expect(find(same.next, HEAD)).toMatchObject({ priority: 'urgent', priorityBasis: ruled });
  });

  it('again changes nothing', () => {
    expect(link(rowsOf({ chest: { linkedTo: HEAD } })).next).toBeUndefined();
  });

  it.each<[string, Changes, object, string]>([
    ['with itself', {}, { leaderId: CHEST }, 'link/itself'],
    ['of another patient', { head: { patientId: asId('bob') } }, {}, 'link/other-patient'],
    ['that has a result', { chest: { state: 'preliminary' } }, {}, 'study/has-results'],
    ['with what is final', { head: { state: 'final' } }, {}, 'study/closed'],
    ['that is cancelled', { chest: { state: 'cancelled' } }, {}, 'study/closed'],
    ['with what is itself linked', { head: { linkedTo: asId('third') } }, {}, 'study/linked'],
    ['that was merged away', { chest: { mergedInto: asId('third') } }, {}, 'study/merged'],
    ['that others are read with', {}, { leads: 2 }, 'study/leads-others'],
    [
      'into reading that may lack its competence',
      { chest: { modalities: ['MR'] }, headRead: { state: 'in-progress', readerId: asId('bea'), openedAt: at(5) } },
      {},
      'link/reading-begun',
    ],
  ])('is refused %s', (_, changes, more, expected) => {
    expect(() => link(rowsOf(changes), more)).toThrow(code(expected));
  });
});

describe('a split', () => {
  it('of a link gives the study its own plan again, its clock from now', () => {
    const linked = { ...rowsOf(), ...link().next };
    const change = splitLink(linked, { id: CHEST, reason: 'linked-in-error' }, at(30));
    expect(find(change.next, CHEST)).toMatchObject({ linkedTo: null, state: 'ready', readyAt: at(30) });
    expect(change.result).toEqual({ shown: CHEST, planned: [CHEST] });
    expect(facts(change)).toEqual(['study.split chest', 'study.split head']);
  });

  it('of a link is refused once the report for both is out, and where there is no link', () => {
    const linked = { ...rowsOf(), ...link().next };
    const studies = linked.studies.map((study) => (study.id === HEAD ? { ...study, state: 'final' as const } : study));
    const split = (rows: CorrectionRows) => splitLink(rows, { id: CHEST, reason: 'other' }, at(30));
    expect(() => split({ ...linked, studies })).toThrow(code('study/has-results'));
    expect(() => split(rowsOf())).toThrow(code('split/not-linked'));
  });

  const orders = (accessionNumbers: string[], changes: Changes = {}) =>
    splitOrders(rowsOf(changes), { id: HEAD, accessionNumbers, reason: 'separate-examinations', newId: NEW }, at(10));

  it('of orders makes a study of theirs, which waits for images; what has images keeps them', () => {
    const change = orders(['A2']);
    expect(find(change.next, NEW)).toMatchObject({
      accessionNumber: 'A2',
      studyInstanceUid: null,
      state: 'expected',
      version: 1,
    });
    expect(find(change.next, HEAD)).toMatchObject({ accessionNumber: 'A3', studyInstanceUid: '1.2', state: 'ready' });
    expect(change.next?.orders?.map(({ studyId }) => studyId)).toEqual([CHEST, NEW, HEAD]);
    expect(change.result).toEqual({ shown: NEW, planned: [HEAD, NEW] });
  });

  it('is ready at once where images stay at their source', () => {
    const announced = { series: 2, instances: 9, atSource: true, dicomWebRoot: null };
    expect(find(orders(['A3'], { head: { announced } }).next, NEW)).toMatchObject({ state: 'ready', readyAt: at(10) });
  });

  it.each([[['A1']], [['A2', 'A3']], [['A3', 'unknown']]])(
    'of %j of another or of all orders is refused',
    (numbers) => {
      expect(() => orders(numbers)).toThrow(code('split/orders'));
    },
  );

  it('of what has a result is refused', () => {
    expect(() => orders(['A3'], { head: { state: 'final' } })).toThrow(code('study/has-results'));
  });
});

const expectedOrder = { studyInstanceUid: null, state: 'expected', readyAt: null, imagesCompleteAt: null } as const;
const merge = (changes: Changes, ids = { id: CHEST, otherId: HEAD }, leads = 0) =>
  mergeStudies(rowsOf(changes), { ...ids, reason: 'order-met-images', leads, newOrderId: asId('order-new') }, at(10));

describe('a merge', () => {
  const byOrder: Changes = {
    chest: { ...expectedOrder, priority: 'stat', clinicalIndication: 'fall', payer: 'medicare' },
    head: { accessionNumber: null, priority: 'routine', clinicalIndication: null },
  };

  it('keeps the record with images, whichever was named first, with what the order knew', () => {
    for (const ids of [
      { id: CHEST, otherId: HEAD },
      { id: HEAD, otherId: CHEST },
    ]) {
      const change = merge(byOrder, ids);
      expect(find(change.next, HEAD)).toMatchObject({
        state: 'ready',
        accessionNumber: 'A1',
        priority: 'stat',
        clinicalIndication: 'fall',
        payer: 'medicare',
        studyInstanceUid: '1.2',
      });
      expect(find(change.next, CHEST)).toMatchObject({ state: 'cancelled', mergedInto: HEAD, accessionNumber: 'A1' });
      expect(change.result).toEqual({ shown: HEAD, planned: [HEAD] });
    }
  });

  it('moves the orders and ends the plan of the one that goes', () => {
    const change = merge(byOrder);
    expect(change.next?.orders?.map(({ studyId }) => studyId)).toEqual([HEAD, HEAD, HEAD]);
    expect(change.next?.reads?.find(({ studyId }) => studyId === CHEST)?.state).toBe('cancelled');
    expect(change.next?.clocks?.find(({ studyId }) => studyId === CHEST)?.voidedAt).toEqual(at(10));
    expect(facts(change)).toEqual(['study.merged chest', 'read.cancelled chest', 'study.merged head']);
  });

  it('keeps an accession number that was on no order', () => {
    const { next } = merge({ ...byOrder, chest: { ...byOrder.chest, accessionNumber: 'A9' }, head: {} });
    expect(next?.orders?.find(({ accessionNumber }) => accessionNumber === 'A9')).toMatchObject({ studyId: HEAD });
  });

  it('again changes nothing, from either side', () => {
    const merged = { chest: { ...expectedOrder, state: 'cancelled', mergedInto: HEAD } } as const;
    for (const ids of [
      { id: CHEST, otherId: HEAD },
      { id: HEAD, otherId: CHEST },
    ])
      expect(merge(merged, ids)).toEqual({ result: { shown: HEAD, planned: [] } });
  });

  it.each<[string, Changes, string, number]>([
    ['of two sets of images', {}, 'merge/two-sets-of-images', 0],
    ['of two patients', { chest: { ...expectedOrder, patientId: asId('bob') } }, 'merge/other-patient', 0],
    ['when the one that goes was reported', { chest: { ...expectedOrder, state: 'final' } }, 'merge/has-results', 0],
    ['when one is cancelled', { chest: { ...expectedOrder, state: 'cancelled' } }, 'study/closed', 0],
    ['when others are read with them', { chest: expectedOrder }, 'study/leads-others', 1],
    ['of what is read with another', { chest: { ...expectedOrder, linkedTo: NEW } }, 'study/linked', 0],
  ])('is refused %s', (_, changes, expected, leads) => {
    expect(() => merge(changes, undefined, leads)).toThrow(code(expected));
  });
});
