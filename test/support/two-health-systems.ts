import type { Study, Submission } from '@overread/wire';
import type { DemoPerson, DemoServer } from './demo-server.js';
import { reportBody, studyBody } from './demo-studies.js';

type Side = 'mercy' | 'harbour';
const SIDES = {
  mercy: {
    hospital: 'imaging@mercy.example',
    facility: 'mercy-north',
    reader: 'Grace Okafor',
    manager: 'manager@lonestar.example',
  },
  harbour: {
    hospital: 'imaging@harbour.example',
    facility: 'harbour-infirmary',
    reader: 'Eleanor Shaw',
    manager: 'manager@thames.example',
  },
} as const;

export interface TwoHealthSystems {
  studies: Record<Side, Study>;
  /** What was submitted. */
  bodies: Record<Side, Submission>;
  /** By the name or mail address they are asked for in `as`. */
  people: Record<string, DemoPerson>;
}

/** A version of the network's policy runs in shadow from here on, over every health system. */
async function runInShadow(demo: DemoServer): Promise<void> {
  const { client } = await demo.as('administrator');
  const { items } = await client.policies.list();
  const { id, versions } = items.find(({ scope }) => scope === 'network')!;
  const { number } = await client.policies.draft(id, { document: versions[0]!.document });
  const until = new Date(demo.server.clock.now().getTime() + DAY_MS).toISOString();
  await client.policies.startShadow(id, number, { until, reason: 'Seen by nobody else' });
}

const DAY_MS = 24 * 60 * 60_000;

/** A study of each of two health systems: submitted, refused once as another patient's, read and signed by a group of its own, which is told that it does not fit. */
export async function twoHealthSystems(demo: DemoServer): Promise<TwoHealthSystems> {
  const made = { studies: {}, bodies: {}, people: {} } as TwoHealthSystems;
  await runInShadow(demo);
  for (const side of ['mercy', 'harbour'] as const) {
    const { hospital, facility, reader, manager } = SIDES[side];
    for (const who of [hospital, manager]) made.people[who] = await demo.as(who);
    const client = made.people[hospital]!.client;
    const body = studyBody({ facility, clinicalIndication: `known to ${side} alone` });
    const study = await client.studies.submit(body, { idempotencyKey: `key-${side}` });
    const other = { ...body, patient: { ...body.patient, id: `other-${side}`, birthDate: '1999-09-09' } };
    await client.studies.submit(other).catch(() => undefined);
    const person = (made.people[reader] = await demo.signOn(reader));
    const readId = study.reads[0]!.id;
    await person.client.work.next();
    await person.client.reads.open(readId, {});
    await person.client.reads.saveDraft(readId, { sections: {}, impression: `draft of ${side}` });
    await person.client.reads.final(readId, reportBody({ impression: `final of ${side}` }));
    await client.duties.reportDiscrepancy(study.id, { note: `told by ${side} alone` });
    made.studies[side] = study;
    made.bodies[side] = body;
  }
  return made;
}
