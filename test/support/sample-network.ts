import type { Facility, HealthSystem, ReadingGroup } from '@overread/domain';
import type { Reader } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import type { TestServer } from './test-server.js';

/** Makes something of the network as the administrator; fails loudly. */
export async function make<Row>(server: TestServer, path: string, body: object): Promise<Row> {
  const { token } = server.administrator;
  const answer = await server.call<Row>('POST', path, { token, body });
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export const healthSystemBody = (changes: object = {}) => ({ name: 'Mercy Health', ...changes });

export const facilityBody = (healthSystemId: string, changes: object = {}) => ({
  healthSystemId,
  code: `site-${randomUUID()}`,
  name: 'Mercy East',
  kind: 'hospital',
  country: 'US',
  subdivision: 'US-TX',
  zone: 'America/Chicago',
  issuer: 'MERCY',
  ...changes,
});

export const groupBody = (changes: object = {}) => ({
  name: 'Home Radiology',
  country: 'US',
  zone: 'America/Chicago',
  ...changes,
});

export const readerBody = (readingGroupId: string, changes: object = {}) => ({
  name: 'Dr Rita Reader',
  kind: 'radiologist',
  homePlace: { country: 'US', subdivision: 'US-TX', zone: 'America/Chicago' },
  readingGroupIds: [readingGroupId],
  competences: ['CT', 'MR'],
  languages: ['en'],
  ...changes,
});

/** A health system with a hospital, and a group with a reader. */
export async function sampleNetwork(server: TestServer) {
  const healthSystem = await make<HealthSystem>(server, '/health-systems', healthSystemBody());
  const facility = await make<Facility>(server, '/facilities', facilityBody(healthSystem.id));
  const group = await make<ReadingGroup>(server, '/reading-groups', groupBody());
  const reader = await make<Reader>(server, '/readers', readerBody(group.id));
  return { healthSystem, facility, group, reader };
}
