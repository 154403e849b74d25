import {
  asId,
  type Agreement,
  type Contract,
  type Facility,
  type HealthSystem,
  type Instant,
  type Licence,
  type Privilege,
  type Reader,
  type ReadingGroup,
  type ServiceLevel,
} from '@overread/domain';
import { newId } from '@overread/platform';
import {
  CROSS_SECTIONAL,
  GENERAL,
  GROUPS,
  HEALTH_SYSTEMS,
  type DemoFacility,
  type DemoGroup,
  type DemoHealthSystem,
  type DemoSkill,
} from './demo-network.js';

export interface DemoReader {
  reader: Reader;
  skill: DemoSkill;
  team: 'day' | 'night';
  email: string;
}

export interface DemoRows {
  healthSystems: HealthSystem[];
  facilities: Facility[];
  groups: (ReadingGroup & { demo: DemoGroup })[];
  readers: DemoReader[];
  licences: Licence[];
  privileges: Privilege[];
  agreements: Agreement[];
  contracts: Contract[];
  serviceLevels: ServiceLevel[];
}

const open = { validUntil: null, retiredAt: null };

/** Every row of the demo network, valid since a year before `now`. */
export function demoRows(now: Instant): DemoRows {
  const validFrom = new Date(now.getTime() - 365 * 86_400_000);
  const healthSystems: HealthSystem[] = HEALTH_SYSTEMS.map(({ name }) => ({
    id: newId(),
    name,
    deniedCountries: [],
    retiredAt: null,
    version: 1,
  }));
  const facilities = HEALTH_SYSTEMS.flatMap((demo, index) => facilitiesOf(demo, healthSystems[index] as HealthSystem));
  const groups = GROUPS.map((demo) => ({
    id: newId<ReadingGroup['id']>(),
    name: demo.name,
    country: demo.country,
    zone: demo.zone,
    picksFreely: false,
    retiredAt: null,
    version: 1,
    demo,
  }));
  const readers = groups.flatMap((group) => readersOf(group));
  const agreements = groups.flatMap((group) => agreementsOf(group, facilities, validFrom));
  const contracts = groups.flatMap((group) => contractsOf(group, facilities, validFrom));
  return {
    healthSystems,
    facilities,
    groups,
    readers,
    licences: readers.flatMap(({ reader }) => licencesOf(reader, groupOf(groups, reader), facilities, validFrom)),
    privileges: readers.flatMap(({ reader }) => privilegesOf(reader, groupOf(groups, reader), facilities, validFrom)),
    agreements,
    contracts,
    serviceLevels: contracts.flatMap((contract) => serviceLevelsOf(contract, finalsByMorning(contract, facilities))),
  };
}

const groupOf = (groups: DemoRows['groups'], reader: Reader): DemoGroup => {
  const group = groups.find((each) => each.id === reader.readingGroupIds[0]);
  if (!group) throw new Error(`reader ${reader.name} has no group`);
  return group.demo;
};

function facilitiesOf(demo: DemoHealthSystem, healthSystem: HealthSystem): Facility[] {
  return demo.facilities.map((each: DemoFacility) => ({
    id: newId(),
    healthSystemId: healthSystem.id,
    code: each.code,
    name: each.name,
    kind: each.kind,
    country: each.country,
    subdivision: each.subdivision,
    zone: each.zone,
    aeTitles: each.aeTitles,
    hl7Ids: [each.code.toUpperCase()],
    issuer: each.issuer,
    defaults: { priority: 'routine', patientClass: 'outpatient', payer: each.payer, reportLanguage: 'en' },
    phone: each.phone,
    callTree: callTreeOf(each),
    standbyRoute: `Send to AE STANDBY of ${healthSystem.name}, then call ${each.phone}`,
    retiredAt: null,
    version: 1,
  }));
}

/** By day and by night somebody else answers; the desk always. */
const callTreeOf = ({ phone, zone }: DemoFacility): Facility['callTree'] => {
  const windows = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '07:00', to: '19:00' }];
  return [
    { role: 'radiologist on site', name: null, phone: `${phone} ext 1`, hours: { zone, windows } },
    { role: 'radiologist on call', name: null, phone: `${phone} ext 2`, hours: null },
    { role: 'emergency physician in charge', name: null, phone: `${phone} ext 3`, hours: null },
  ];
};

const slug = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/[^\w ]/g, '')
    .toLowerCase()
    .replaceAll(' ', '.');

function readersOf(group: DemoRows['groups'][number]): DemoReader[] {
  const { demo } = group;
  return demo.readers.map((name, index) => {
    const skill = index % 2 === 0 ? GENERAL : CROSS_SECTIONAL;
    return {
      skill,
      team: index < 2 ? 'day' : 'night',
      email: `${slug(name)}@${demo.email.split('@')[1]}`,
      reader: {
        id: newId(),
        name: `Dr ${name}`,
        kind: skill.kind,
        supervisorId: null,
        homePlace: { country: demo.country, subdivision: demo.subdivision, zone: demo.zone },
        readingGroupIds: [group.id],
        competences: skill.competences,
        subspecialties: skill.subspecialties,
        languages: demo.languages,
        excludedFacilityIds: [],
        limits: { routineMinutes: 120, urgentMinutes: 240, sessionHours: 14, consecutiveStudies: null },
        retiredAt: null,
        version: 1,
      },
    };
  });
}

const readBy = (group: DemoGroup, facilities: readonly Facility[]) =>
  facilities.flatMap((facility) => {
    const terms = group.reads.find((each) => each.country === facility.country);
    return terms ? [{ facility, terms }] : [];
  });

/** Licensed where the images are made, and at home. */
function licencesOf(reader: Reader, group: DemoGroup, facilities: readonly Facility[], validFrom: Instant): Licence[] {
  const places = [...readBy(group, facilities).map(({ facility }) => facility), reader.homePlace];
  const jurisdictions = places.map((place) => (place.country === 'US' ? (place.subdivision ?? 'US') : place.country));
  return [...new Set(jurisdictions)].map((jurisdiction, index) => ({
    id: newId(),
    readerId: reader.id,
    jurisdiction,
    number: `${jurisdiction}-${reader.id.slice(-6).toUpperCase()}${index}`,
    validFrom,
    ...open,
  }));
}

function privilegesOf(
  reader: Reader,
  group: DemoGroup,
  facilities: readonly Facility[],
  validFrom: Instant,
): Privilege[] {
  return readBy(group, facilities).map(({ facility, terms }) => ({
    id: newId(),
    readerId: reader.id,
    facilityId: facility.id,
    level: terms.level,
    modalities: [],
    byProxy: false,
    agreementId: null,
    validFrom,
    ...open,
  }));
}

const systemsOf = (group: DemoGroup, facilities: readonly Facility[]) =>
  [...Map.groupBy(readBy(group, facilities), ({ facility }) => facility.healthSystemId)].map(
    ([healthSystemId, read]) => ({
      healthSystemId,
      read,
    }),
  );

function agreementsOf(
  group: DemoRows['groups'][number],
  facilities: readonly Facility[],
  validFrom: Instant,
): Agreement[] {
  return systemsOf(group.demo, facilities).map(({ healthSystemId, read }) => ({
    id: newId(),
    healthSystemId,
    readingGroupId: group.id,
    kind: read.some(({ facility }) => facility.country === 'US') ? 'baa' : 'dpa',
    transfers: [{ country: group.country, mode: 'full', basis: 'Standard contractual clauses' }],
    validFrom,
    ...open,
    version: 1,
  }));
}

/** Facilities whose nights go offshore have a contract of their own: the onshore final may wait until the morning. */
const MORNING_FINALS = HEALTH_SYSTEMS.flatMap((system) => system.facilities).flatMap(({ code, plan }) =>
  plan === 'offshore-preliminary-onshore-final' ? [code] : [],
);

function contractsOf(
  group: DemoRows['groups'][number],
  facilities: readonly Facility[],
  validFrom: Instant,
): Contract[] {
  return systemsOf(group.demo, facilities).flatMap(({ healthSystemId, read }) => {
    const system = HEALTH_SYSTEMS.find((each) => each.facilities[0]?.issuer === read[0]?.facility.issuer)?.name ?? '';
    const parts = Map.groupBy(read, ({ facility }) => MORNING_FINALS.includes(facility.code));
    return [...parts].map(([morning, part]) => ({
      id: newId<Contract['id']>(),
      healthSystemId,
      readingGroupId: group.id,
      name: `${group.name} for ${system}${morning ? ', finals by morning' : ''}`,
      engagementModel: 'transaction' as const,
      facilityIds: parts.size > 1 ? part.map(({ facility }) => facility.id) : [],
      modalityFamilies: [],
      priorities: [],
      issues: part.some(({ terms }) => terms.preliminaryOnly) ? ['preliminary' as const] : [],
      hours: null,
      validFrom,
      ...open,
      version: 1,
    }));
  });
}

/** Targets in minutes, preliminary and final, by priority. */
const TARGETS = { critical: [15, 60], stat: [30, 60], urgent: [120, 720], routine: [480, 1440] } as const;
const MORNING_MINUTES = 720;

const finalsByMorning = ({ facilityIds }: Contract, facilities: readonly Facility[]): boolean =>
  facilities.some(({ id, code }) => facilityIds.includes(id) && MORNING_FINALS.includes(code));

function serviceLevelsOf(contract: Contract, byMorning: boolean): ServiceLevel[] {
  return (['critical', 'stat', 'urgent', 'routine'] as const).flatMap((priority) =>
    (['preliminary', 'final'] as const).flatMap((issues, index) => {
      if (contract.issues.length > 0 && !contract.issues.includes(issues)) return [];
      return [
        {
          id: asId<ServiceLevel['id']>(newId()),
          contractId: contract.id,
          name: `${priority} ${issues}`,
          modalityFamilies: [],
          priorities: [priority],
          patientClasses: [],
          issues: [issues],
          targetMinutes: issues === 'final' && byMorning ? MORNING_MINUTES : (TARGETS[priority][index] ?? 1440),
          warnShare: 0.75,
          retiredAt: null,
        },
      ];
    }),
  );
}
