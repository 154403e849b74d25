// Commits events of studies at a given rate, each in a transaction of its own, as the server writes them: a position, the
// event, its topics, and a wake-up after the commit. Run by the bench, with a channel; argument: the owner's address.
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { nowMs } from '../support/monotonic.mjs';

const WRITERS = 4;
const WRITE = {
  name: 'write_event',
  text: `with p as materialized (select overread_next_position() as position)
    , e as (insert into event (position, at, actor, type, health_system_id, study_id, version, data)
        select position, clock_timestamp(), 'bench', 'study.updated', $1::uuid, $2::uuid, 1, $3::jsonb from p)
    , et as (insert into event_topic (topic, position)
        select unnest(array['network', 'health-system:' || $1::text, 'study:' || $2::text]), position from p)
    select position::int from p`,
};

const clients = await Promise.all(
  Array.from({ length: WRITERS }, async () => {
    const client = new pg.Client({ connectionString: process.argv[2] });
    await client.connect();
    return client;
  }),
);

async function write({ studies, count, perSecond, data }) {
  const began = nowMs();
  const at = {};
  const writer = async (client, first) => {
    for (let n = first; n < count; n += WRITERS) {
      const due = began + (n * 1000) / perSecond;
      if (due > nowMs()) await delay(due - nowMs());
      const { id, healthSystemId } = studies[n % studies.length];
      const { rows } = await client.query({ ...WRITE, values: [healthSystemId, id, data] });
      at[rows[0].position] = { ms: nowMs(), study: id };
      await client.query('notify overread_log');
    }
  };
  await Promise.all(clients.map(writer));
  process.send({ at, seconds: (nowMs() - began) / 1000 });
}

process.on('message', (message) => void write(message));
process.on('disconnect', () => process.exit(0));
process.send({ ready: true });
