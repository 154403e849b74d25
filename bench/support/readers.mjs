// Readers for a bench, made through the public API as an administrator makes them: credentials, a sign-in, a session.
import { randomBytes } from 'node:crypto';
import { HttpClient } from './http-client.mjs';

const HOME = { country: 'US', subdivision: 'US-TX', zone: 'America/Chicago' };
const COMPETENCES = ['CT', 'MR', 'PT', 'NM', 'US', 'CR', 'DX', 'RF', 'XA', 'MG'];
const SUBSPECIALTIES = ['emergency', 'chest', 'body', 'neuro', 'msk', 'pediatric'];

export async function signIn(url, { email, password }) {
  const anonymous = new HttpClient(url);
  const { body } = await anonymous.call('POST', '/auth/sign-in', { email, password });
  anonymous.close();
  return body;
}

/** `count` readers of the group who may read everything at the facility, signed on to take work themselves. */
export async function makeReaders({ url, admin, group, facility, count }) {
  const readers = [];
  for (let n = 0; n < count; n++) {
    const { body: reader } = await admin.call('POST', '/readers', {
      name: `Dr Bench ${n}`,
      kind: 'radiologist',
      homePlace: HOME,
      readingGroupIds: [group.id],
      competences: COMPETENCES,
      subspecialties: SUBSPECIALTIES,
      languages: ['en'],
    });
    await admin.call('POST', `/readers/${reader.id}/licences`, { jurisdiction: 'US-TX', number: `TX-${n}` });
    await admin.call('POST', `/readers/${reader.id}/privileges`, { facilityId: facility.id, level: 'final' });
    const account = { email: `reader-${n}@bench.example`, password: randomBytes(12).toString('base64url') };
    await admin.call('POST', '/users', {
      ...account,
      name: `Dr Bench ${n}`,
      role: 'reader',
      organizationId: group.id,
      readerId: reader.id,
    });
    const { token } = await signIn(url, account);
    const client = new HttpClient(url, token);
    await client.call('POST', '/reading-sessions', { ...HOME, readingGroup: group.id, mode: 'pull' });
    readers.push({ id: reader.id, token, client });
  }
  return readers;
}
