// "Who may read this study, and who may not, by which rule, and by that rule alone?" among 10,000 readers: the compiled index
// against a plain loop over all rules. In memory alone: no server, no database.
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { eligibleReaders, EligibilityIndex } from '../../dist/libs/domain/src/index.js';
import { median, quantile, rounded, spreadOf } from '../support/statistics.mjs';
import { generateNetwork } from '../support/generated-network.mjs';

const DEFAULTS = { readers: 10_000, studies: 2_000, plain: 60, rounds: 5, seed: 11 };
const NOW = new Date('2026-11-22T07:00:00Z');
/** Studies asked about for each reader who signs on or off: a thousand of these in a shift of forty thousand studies, and more. */
const SIGN_ON_EVERY = 25;
const TARGETS = { p99Us: 50, timesThePlainLoop: 100 };

const microseconds = (work) => {
  const began = performance.now();
  work();
  return (performance.now() - began) * 1000;
};

/** Processor time, which others on the machine do not lengthen; its own worth is about a microsecond. */
const processorMicroseconds = (work) => {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return user + system;
};

const plainAnswer = ({ readers, relations }, read) =>
  eligibleReaders({ read, readers, relations: relations.get(read.healthSystem.id), stage: 'offer', now: NOW });

/** Both answers of one study, to the last reason of the last reader. */
function compare(network, index, read) {
  const plain = plainAnswer(network, read);
  const { readerIds, ...counts } = index.ask(read, 'offer');
  const { failedByRule, soleBlockers } = plain;
  const said = [
    [counts, { eligible: plain.eligible.length, failedByRule, soleBlockers }],
    [readerIds, plain.eligible.map(({ readerId }) => readerId)],
    ...plain.ineligible.map(({ readerId, failed }) => [
      index.failedBy(read, 'offer', readerId),
      failed.map(({ code }) => code),
    ]),
  ];
  const ordered = (value) =>
    JSON.stringify(value, (_, each) =>
      isRecord(each) ? Object.entries(each).sort(([a], [b]) => a.localeCompare(b)) : each,
    );
  for (const [compiled, looped] of said)
    if (ordered(compiled) !== ordered(looped))
      throw new Error(`the answers differ for ${read.readId}: ${ordered(compiled)} and ${ordered(looped)}`);
  return plain.eligible.length;
}

const isRecord = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** What goes on while studies are asked about: somebody takes a read, somebody signs on or off. */
function live(network, index, turn) {
  const at = (turn * 7919) % network.readers.length;
  const facts = network.readers[at];
  const held = { routineMinutes: turn % 3 === 0 ? 0 : (turn % 11) * 6, urgentMinutes: 0 };
  network.readers[at] = { ...facts, held };
  index.setHeld(facts.reader.id, held);
  if (turn % SIGN_ON_EVERY !== 0) return null;
  const other = (turn * 104_729) % network.readers.length;
  const { session, ...rest } = network.readers[other];
  network.readers[other] = { ...rest, session: session === null ? network.sessionOf(other) : null };
  index.putReader(network.readers[other]);
  // As the server does, once nobody waits.
  return processorMicroseconds(() => index.catchUp());
}

/** Live traffic against a plain loop over the same studies, alternating. */
function measure(network, index, { reads, plain, rounds }) {
  const [indexed, looped, ratios, processor, caughtUp] = [[], [], [], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const [a, b] = [[], []];
    for (const [at, read] of reads.entries()) {
      const took = live(network, index, round * reads.length + at);
      if (took !== null) caughtUp.push(took);
      // One is enough of the two: asked again, the class is up to date.
      if (at % 2 === 0) a.push(microseconds(() => index.ask(read, 'offer')));
      else processor.push(processorMicroseconds(() => index.ask(read, 'offer')));
    }
    for (const read of reads.slice(0, plain)) b.push(microseconds(() => plainAnswer(network, read)));
    indexed.push(...a);
    looped.push(...b);
    ratios.push(median(b) / median(a));
  }
  return { indexed, looped, ratios, processor, caughtUp };
}

function report({ indexed, looped, ratios, processor, caughtUp }, first) {
  const [p50, p99] = [quantile(indexed, 0.5), quantile(indexed, 0.99)];
  return {
    ratio: rounded(median(ratios)),
    p50Us: rounded(p50),
    p99Us: rounded(p99),
    processorP50Us: rounded(quantile(processor, 0.5)),
    processorP99Us: rounded(quantile(processor, 0.99)),
    p50Ms: rounded(p50 / 1000),
    p99Ms: rounded(p99 / 1000),
    perSecond: rounded(1e6 / (indexed.reduce((sum, each) => sum + each, 0) / indexed.length)),
    plainLoopP50Ms: rounded(median(looped) / 1000),
    plainLoopP99Ms: rounded(quantile(looped, 0.99) / 1000),
    ratios: spreadOf(ratios),
    afterSignOnP50Us: rounded(median(caughtUp)),
    firstOfClassP50Us: rounded(median(first)),
    firstOfClassP99Us: rounded(quantile(first, 0.99)),
    targets: TARGETS,
    met: { p99: p99 <= TARGETS.p99Us, ratio: median(ratios) >= TARGETS.timesThePlainLoop },
  };
}

export async function eligibility(options = {}) {
  const inputs = { ...DEFAULTS };
  for (const name of Object.keys(inputs)) if (name in options) inputs[name] = options[name];
  const network = generateNetwork({ ...inputs, now: NOW });
  let index;
  const buildMs = microseconds(() => (index = new EligibilityIndex(network, NOW))) / 1000;
  const reads = Array.from({ length: inputs.studies }, (_, at) => network.readAt(at));
  const first = reads.map((read) => microseconds(() => index.ask(read, 'offer')));

  let eligible = 0;
  const compared = Math.min(inputs.plain, reads.length);
  for (let at = 0; at < compared; at += 1) {
    live(network, index, at);
    eligible += compare(network, index, reads[at]);
  }
  const measured = measure(network, index, { ...inputs, reads });
  // Answers are compared once more after everything that went on.
  for (const read of reads.slice(0, 10)) compare(network, index, read);
  return {
    ...report(measured, first),
    buildMs: rounded(buildMs),
    meanEligible: rounded(eligible / compared),
    inputs: { ...inputs, ...network.sizes },
    checks: `${compared + 10} answers compared with the plain loop, each reader's reasons too`,
  };
}
