// What a study costs when ten thousand are stored and when a million are: the lifecycle row's load on two installations that
// differ in nothing else, alternating.
import { hospitalAndReaders, measured, runLives } from './lifecycle.mjs';
import { startProduct } from '../support/product.mjs';
import { copyFinishedStudy } from '../support/stored-studies.mjs';
import { median, rounded, spreadOf } from '../support/statistics.mjs';
import { withDatabase } from '../support/stored-rows.mjs';

const DEFAULTS = { few: 10_000, many: 1_000_000, clients: 32, rounds: 4, studies: 300, warmUp: 300 };
const MOST = 1.15;

/** An installation with `stored` studies that were read before. */
async function installation(stored, { clients, warmUp }) {
  const product = await startProduct();
  try {
    const parts = await hospitalAndReaders(product, clients);
    await runLives(parts, 'first', 1);
    const [study] = await withDatabase(
      product.ownerUrl,
      async (client) => (await client.query('select id from study')).rows,
    );
    const began = performance.now();
    await copyFinishedStudy(product.ownerUrl, study.id, stored - 1);
    console.error(`${stored} studies stored in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    await runLives(parts, 'w', warmUp);
    return { product, parts, stored };
  } catch (error) {
    await product.stop();
    throw error;
  }
}

async function verify({ product, parts, stored }, studies) {
  const [found] = await withDatabase(product.ownerUrl, async (client) => {
    const sql = `select (select count(*)::int from study where state = 'final') as studies,
      (select count(*)::int from report) as reports, (select count(*)::int from read where state <> 'completed') as open`;
    return (await client.query(sql)).rows;
  });
  const wanted = stored + studies;
  if (found.studies !== wanted || found.reports !== wanted || found.open > 0)
    throw new Error(`of ${wanted} studies the database has ${JSON.stringify(found)}`);
  if (parts.watch.outOfOrder > 0 || parts.watch.resyncs > 0) throw new Error('live events were lost or out of order');
}

const cpuOf = ({ cpu }) => (cpu === null ? null : cpu.server + cpu.postgres);

function close({ product, parts }) {
  parts.watch?.close();
  for (const client of [...parts.hospitals, ...parts.readers.map((reader) => reader.client)]) client.close();
  return product.stop();
}

export async function growth(options = {}) {
  const inputs = { ...DEFAULTS };
  for (const name of Object.keys(inputs)) if (name in options) inputs[name] = options[name];
  const places = [];
  try {
    places.push(await installation(inputs.few, inputs));
    places.push(await installation(inputs.many, inputs));
    const runs = [[], []];
    for (let round = 0; round < inputs.rounds; round++) {
      for (const [index, { product, parts }] of places.entries())
        runs[index].push(
          await measured(() => runLives(parts, String(round), inputs.studies), product.processes, inputs.studies),
        );
      console.error(
        `round ${round + 1}: ${runs.map((each) => `${each.at(-1).perSecond.toFixed(0)}/s, ${cpuOf(each.at(-1))?.toFixed(1)} ms`).join('; ')}`,
      );
    }
    for (const place of places) await verify(place, inputs.warmUp + inputs.rounds * inputs.studies);
    return report(runs, inputs);
  } finally {
    for (const place of places) await close(place);
  }
}

function report([few, many], inputs) {
  const cost = few.map((run, round) => run.perSecond / many[round].perSecond);
  const cpu = few.map((run, round) => cpuOf(many[round]) / cpuOf(run));
  return {
    ratio: rounded(median(cost)),
    target: `<= ${MOST} (time with many stored / time with few)`,
    cpuRatio: rounded(median(cpu)),
    perSecond: {
      few: rounded(median(few.map((run) => run.perSecond))),
      many: rounded(median(many.map((run) => run.perSecond))),
    },
    cpuMsPerStudy: { few: rounded(median(few.map(cpuOf))), many: rounded(median(many.map(cpuOf))) },
    spread: { ratio: spreadOf(cost), cpuRatio: spreadOf(cpu) },
    inputs: { ...inputs, eventsPerStoredStudy: 1 },
  };
}
