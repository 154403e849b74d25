import { studyState, type Read, type Report, type Study } from '@overread/domain';
import { checkClocks } from './check-clocks.js';
import { checkEvents } from './check-events.js';
import type { StoredWhole } from './stored-study.js';
import { violation, type Violation } from './violation.js';

const ENDED = new Set(['final', 'cancelled']);
const OPEN = new Set(['queued', 'assigned', 'in-progress']);

/** Everything that must hold of one study. */
export const checkStudy = (whole: StoredWhole): Violation[] => [
  ...checkState(whole),
  ...checkReads(whole),
  ...checkReports(whole),
  ...checkClocks(whole),
  ...checkEvents(whole),
  ...checkCounts(whole),
];

/** The state is what images, primary reads and reports make it; an open study is somebody's work, or says why not. */
function checkState({ study, reads, reports }: StoredWhole): Violation[] {
  const found: Violation[] = [];
  // The rule reads no more of these rows than was loaded.
  const derived = studyState(study as unknown as Study, reads as unknown as Read[], reports as unknown as Report[]);
  if (derived !== study.state)
    found.push(violation('study/state', study.id, `is ${study.state}, its reads and reports make it ${derived}`));
  const owned = reads.some(({ state }) => OPEN.has(state)) || study.held || study.linked;
  const resulted = study.state === 'preliminary' && !reads.some(({ issues }) => issues === 'final');
  if (!ENDED.has(study.state) && !owned && !resulted)
    found.push(violation('study/ownerless', study.id, `is ${study.state} and no read of it is open`));
  return found;
}

/** One holder while somebody holds it, none while it waits. */
function checkReads({ study, reads }: StoredWhole): Violation[] {
  const held = reads.filter(({ state }) => state === 'assigned' || state === 'in-progress');
  const holders = held.map(({ purpose, readerId }) => `${purpose} ${readerId}`);
  return [
    ...reads
      .filter(({ state, readerId }) => (state === 'queued') === (readerId !== null) && state !== 'cancelled')
      .map((read) => violation('read/holder', study.id, `read ${read.id} is ${read.state}, reader ${read.readerId}`)),
    ...reads
      .filter(({ state, completedAt }) => (state === 'completed') !== (completedAt !== null))
      .map((read) => violation('read/completion', study.id, `read ${read.id} is ${read.state}`)),
    ...holders
      .filter((holder, index) => holders.indexOf(holder) !== index)
      .map((holder) => violation('read/two-of-one', study.id, `${holder} holds two reads of it`)),
  ];
}

/** A completed primary read has issued what it was to issue, once; nothing else has. */
function checkReports({ study, reads, reports }: StoredWhole): Violation[] {
  const found: Violation[] = [];
  for (const read of reads) {
    const own = reports.filter(({ readId, kind }) => readId === read.id && kind === read.issues);
    const expected = read.state === 'completed' ? 1 : 0;
    const issues = read.issues === 'preliminary' || read.issues === 'final';
    if (issues && read.purpose === 'primary' && own.length !== expected)
      found.push(violation('report/count', study.id, `read ${read.id} is ${read.state} with ${own.length} reports`));
  }
  for (const report of reports.filter(({ readId }) => !reads.some(({ id }) => id === readId)))
    found.push(violation('report/readless', study.id, `report ${report.id} is of no read`));
  return found;
}

/** Images that are kept here are the images that were counted. */
function checkCounts({ study, images }: StoredWhole): Violation[] {
  const counted = [study.seriesArrived, study.instancesArrived];
  const kept = [images.series, images.instances];
  if (counted.join() === kept.join()) return [];
  return [
    violation('image/count', study.id, `counts ${counted.join(' / ')} series / instances, has ${kept.join(' / ')}`),
  ];
}
