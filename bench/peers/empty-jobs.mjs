// graphile-worker doing nothing for each study: when a job was committed and when it was done. Run by the bench, with a
// channel; argument: the owner's address.
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger, run } from 'graphile-worker';
import pg from 'pg';
import { nowMs } from '../support/monotonic.mjs';

const WRITERS = 4;
const ADD = { name: 'add', text: `select graphile_worker.add_job('study', json_build_object('id', $1::text))` };

const doneAt = {};
const connectionString = process.argv[2];
const runner = await run({
  connectionString,
  concurrency: 10,
  noHandleSignals: true,
  logger: new Logger(() => () => {}),
  taskList: {
    study: ({ id }) => {
      doneAt[id] = nowMs();
    },
  },
});
const clients = await Promise.all(
  Array.from({ length: WRITERS }, async () => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    return client;
  }),
);

async function arrive({ studies, perSecond }) {
  const began = nowMs();
  const at = {};
  const writer = async (client, first) => {
    for (let n = first; n < studies.length; n += WRITERS) {
      const due = perSecond ? began + (n * 1000) / perSecond : 0;
      if (due > nowMs()) await delay(due - nowMs());
      await client.query({ ...ADD, values: [studies[n]] });
      at[studies[n]] = nowMs();
    }
  };
  await Promise.all(clients.map(writer));
  while (studies.some((id) => doneAt[id] === undefined)) await delay(5);
  process.send({ at, doneAt: Object.fromEntries(studies.map((id) => [id, doneAt[id]])) });
}

process.on('message', (message) => void arrive(message));
process.on('disconnect', () => void runner.stop().finally(() => process.exit(0)));
process.send({ ready: true });
