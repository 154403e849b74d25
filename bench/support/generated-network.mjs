// A seeded network of readers, groups, hospitals and studies, as the eligibility rules see them; sizes after the benchmark
// generator of teleradiology dispatch: many licences for few, privileges at the larger hospitals, groups in several places.

/** mulberry32: small, seeded, the same everywhere. */
function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count) => Math.floor(next() * count);
  const pick = (list) => list[below(list.length)];
  const some = (list, share) => list.filter(() => next() < share);
  return { next, below, pick, some };
}

const STATES = 'TX CA NY FL IL PA OH GA NC MI NJ VA WA AZ MA TN IN MO MD WI'.split(' ').map((each) => `US-${each}`);
const ABROAD = [
  { country: 'IN', subdivision: null, zone: 'Asia/Kolkata' },
  { country: 'AU', subdivision: 'AU-NSW', zone: 'Australia/Sydney' },
  { country: 'CA', subdivision: 'CA-ON', zone: 'America/Toronto' },
  { country: 'GB', subdivision: null, zone: 'Europe/London' },
];
const FAMILIES = { CT: ['CT'], MR: ['MR'], XR: ['DX'], US: ['US'], PET: ['PT', 'CT'] };
const LEVELS = ['final', 'final', 'final', 'preliminary', 'draft'];
const SUBSPECIALTIES = ['neuro', 'musculoskeletal', 'breast', 'cardiac', 'pediatric'];
const SIZES = { groups: 30, healthSystems: 20, facilities: 400 };
const WEEKDAYS = { zone: 'America/Chicago', windows: [{ days: [1, 2, 3, 4, 5], from: '07:00', to: '19:00' }] };

export function generateNetwork({ readers: count, seed, now }) {
  const random = randomOf(seed);
  const day = (days) => new Date(now.getTime() + days * 86_400_000);
  const inForce = () => ({
    validFrom: day(-400),
    validUntil: random.next() < 0.03 ? day(-2) : day(200),
    retiredAt: null,
  });
  const groups = Array.from({ length: SIZES.groups }, (_, at) => `group-${at}`);
  const healthSystems = Array.from({ length: SIZES.healthSystems }, (_, at) => ({
    id: `system-${at}`,
    name: `System ${at}`,
    deniedCountries: random.some(['IN', 'AU'], 0.2),
    retiredAt: null,
    version: 1,
  }));
  const facilities = Array.from({ length: SIZES.facilities }, (_, at) => facility(at, random, healthSystems));
  const relations = new Map(healthSystems.map(({ id }) => [id, relationsOf(id, { groups, random, inForce })]));
  const readers = Array.from({ length: count }, (_, at) => reader(at, { random, groups, facilities, inForce, now }));
  const sessionOf = (at) => session(readers[at].reader, now);
  const readAt = (at) => read(at, { random, facilities, healthSystems, readers });
  return { readers, relations, sessionOf, readAt, sizes: SIZES };
}

const facility = (at, random, healthSystems) => ({
  id: `facility-${at}`,
  healthSystemId: healthSystems[at % healthSystems.length].id,
  code: `facility-${at}`,
  name: `Facility ${at}`,
  kind: random.next() < 0.7 ? 'hospital' : 'clinic',
  country: 'US',
  subdivision: random.pick(STATES),
  zone: 'America/Chicago',
  version: 1,
});

function relationsOf(healthSystemId, { groups, random, inForce }) {
  const ours = random.some(groups, 0.4);
  return {
    agreements: ours.map((readingGroupId) => ({
      id: `agreement-${healthSystemId}-${readingGroupId}`,
      healthSystemId,
      readingGroupId,
      kind: 'baa',
      transfers: random
        .some(['IN', 'AU', 'CA', 'GB'], 0.6)
        .map((country) => ({ country, mode: 'full', basis: 'contract' })),
      ...inForce(),
      version: 1,
    })),
    contracts: ours.map((readingGroupId) => ({
      id: `contract-${healthSystemId}-${readingGroupId}`,
      healthSystemId,
      readingGroupId,
      name: `${healthSystemId} by ${readingGroupId}`,
      facilityIds: [],
      modalityFamilies: random.next() < 0.3 ? ['CT', 'MR'] : [],
      priorities: [],
      issues: random.next() < 0.2 ? ['preliminary'] : [],
      hours: random.next() < 0.3 ? WEEKDAYS : null,
      ...inForce(),
      version: 1,
    })),
  };
}

function reader(at, { random, groups, facilities, inForce, now }) {
  const id = `reader-${at}`;
  const home =
    random.next() < 0.6
      ? { country: 'US', subdivision: random.pick(STATES), zone: 'America/Chicago' }
      : random.pick(ABROAD);
  const person = {
    id,
    name: id,
    kind: random.next() < 0.03 ? 'trainee' : 'radiologist',
    supervisorId: null,
    homePlace: home,
    readingGroupIds: [...new Set([random.pick(groups), ...(random.next() < 0.25 ? [random.pick(groups)] : [])])],
    competences: ['CT', 'CR', ...random.some(['MR', 'US', 'PT', 'MG', 'NM'], 0.7)],
    subspecialties: random.some(SUBSPECIALTIES, 0.3),
    languages: ['en'],
    excludedFacilityIds: random.next() < 0.05 ? [random.pick(facilities).id] : [],
    limits: { routineMinutes: 40, urgentMinutes: 60, sessionHours: 10, consecutiveStudies: 80 },
    retiredAt: null,
    version: 1,
  };
  const share = 0.05 + random.next() ** 3;
  const licences = [...new Set([...(home.country === 'US' ? [home.subdivision] : []), ...random.some(STATES, share)])];
  return {
    reader: person,
    licences: licences.map((jurisdiction) => ({
      id: `${id}-${jurisdiction}`,
      readerId: id,
      jurisdiction,
      number: '1',
      ...inForce(),
    })),
    privileges: random.some(facilities, 0.1 * share + 0.05).map((each) => ({
      id: `${id}-${each.id}`,
      readerId: id,
      facilityId: each.id,
      level: random.pick(LEVELS),
      modalities: random.next() < 0.2 ? ['CT', 'DX'] : [],
      byProxy: false,
      agreementId: null,
      ...inForce(),
    })),
    session: random.next() < 0.35 ? session(person, now) : null,
    shifts: [],
    held: { routineMinutes: random.next() < 0.3 ? random.below(45) : 0, urgentMinutes: random.next() < 0.1 ? 12 : 0 },
  };
}

const session = ({ id, homePlace, readingGroupIds }, now) => ({
  id: `session-${id}`,
  readerId: id,
  readingGroupId: readingGroupIds[0],
  ...homePlace,
  mode: 'push',
  startedAt: new Date(now.getTime() - 3 * 3_600_000),
  until: null,
  endedAt: null,
  completedReads: 12,
  version: 1,
});

function read(at, { random, facilities, healthSystems, readers }) {
  // Large hospitals send most.
  const place = facilities[Math.floor(facilities.length * random.next() ** 2)];
  const family = random.pick(Object.keys(FAMILIES));
  const purpose = random.next() < 0.05 ? 'secondary' : 'primary';
  return {
    readId: `read-${at}`,
    purpose,
    issues: purpose === 'secondary' ? 'opinion' : random.next() < 0.3 ? 'preliminary' : 'final',
    independent: false,
    billable: true,
    expectedMinutes: { CT: 6.5, MR: 9, XR: 2, US: 5, PET: 14 }[family],
    modalities: FAMILIES[family],
    modalityFamily: family,
    subspecialty: random.next() < 0.3 ? random.pick(SUBSPECIALTIES) : null,
    priority: random.pick(['critical', 'stat', 'urgent', 'routine', 'routine']),
    patientClass: 'emergency',
    payer: random.pick([null, 'medicare', 'private']),
    reportLanguage: 'en',
    facility: place,
    healthSystem: healthSystems.find(({ id }) => id === place.healthSystemId),
    otherReads:
      purpose === 'secondary'
        ? [{ readerId: random.pick(readers).reader.id, readingGroupId: null, purpose: 'primary' }]
        : [],
  };
}
