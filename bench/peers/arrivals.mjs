// Lets studies become ready at a given rate, each in a transaction of its own with its event, and says when each was
// committed. Run by the bench, with a channel; argument: the owner's address.
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { nowMs } from '../support/monotonic.mjs';

const WRITERS = 4;
const ARRIVE = {
  name: 'arrive',
  text: `with p as materialized (select overread_next_position() as position)
    , s as (update study set state = 'ready', version = version + 1 where id = $1
        returning id, health_system_id, version)
    , e as (insert into event (position, at, actor, type, health_system_id, study_id, version, data)
        select position, clock_timestamp(), 'bench', 'study.ready', health_system_id, id, version, '{}' from p, s)
    insert into event_topic (topic, position) select unnest(array['network', 'study:' || id::text]), position from p, s`,
};

const clients = await Promise.all(
  Array.from({ length: WRITERS }, async () => {
    const client = new pg.Client({ connectionString: process.argv[2] });
    await client.connect();
    return client;
  }),
);

/** `perSecond` absent is as fast as it goes. */
async function arrive({ studies, perSecond }) {
  const began = nowMs();
  const at = {};
  const writer = async (client, first) => {
    for (let n = first; n < studies.length; n += WRITERS) {
      const due = perSecond ? began + (n * 1000) / perSecond : 0;
      if (due > nowMs()) await delay(due - nowMs());
      await client.query({ ...ARRIVE, values: [studies[n]] });
      at[studies[n]] = nowMs();
      await client.query('notify overread_log');
    }
  };
  await Promise.all(clients.map(writer));
  process.send({ at });
}

process.on('message', (message) => void arrive(message));
process.on('disconnect', () => process.exit(0));
process.send({ ready: true });
