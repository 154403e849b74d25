import {
  asId,
  type Instant,
  type Office,
  type PolicyDocument,
  type Principal,
  type RosterShift,
  type UserId,
} from '@overread/domain';
import {
  AgreementEntity,
  ApiKeyEntity,
  ContractEntity,
  FacilityAeTitleEntity,
  FacilityEntity,
  HealthSystemEntity,
  LicenceEntity,
  MembershipEntity,
  PolicyEntity,
  PolicyVersionEntity,
  PrivilegeEntity,
  ReaderEntity,
  ReadingGroupEntity,
  RosterDayEntity,
  RosterShiftEntity,
  ServiceLevelEntity,
  UserAccountEntity,
} from '@overread/features';
import { hashPassword, newId, newSecret, type Tx } from '@overread/platform';
import { HEALTH_SYSTEMS } from './demo-network.js';
import { alwaysPolicy, networkPolicy } from './demo-policies.js';
import { demoShifts, ROSTER_DAYS, rosterDays } from './demo-rosters.js';
import { demoRows, type DemoRows } from './demo-rows.js';

/** A sign-in of the demo network, as `demo.json` lists it. */
export interface DemoUser {
  role: Principal['role'];
  email: string;
  password: string;
  name: string;
  organization: string;
  country?: string;
  subdivision?: string | null;
  zone?: string;
  readingGroup?: string;
  modalityFamilies?: string[];
}

export interface DemoFacts {
  users: DemoUser[];
  apiKeys: { healthSystem: string; facilities: string[]; key: string }[];
  facilities: {
    code: string;
    healthSystem: string;
    kind: string;
    country: string;
    aeTitles: string[];
    plan?: string;
  }[];
}

/** Every row of the demo network, ready to be written. */
export interface DemoNetwork {
  now: Instant;
  rows: DemoRows;
  shifts: RosterShift[];
  /** Group and local day. */
  days: string[][];
  users: AccountRow[];
}

/**
 * Computes the demo network as of `now`, apart from writing it: hashing and a year of shifts take longer than a
 * transaction may idle. One password for all, hence one hash.
 */
export async function demoNetwork(now: Instant, password: string, rosteredDays = ROSTER_DAYS): Promise<DemoNetwork> {
  const rows = demoRows(now);
  const passwordHash = await hashPassword(password);
  const users = usersOf(rows, password).map((each) => ({ ...each, passwordHash }));
  const shifts = demoShifts(rows.groups, rows.readers, now, rosteredDays);
  const days = [...rosterDays(rows.groups, shifts)].map((each) => each.split(' '));
  return { now, rows, shifts, days, users };
}

/** Writes the demo network; the facts are what a person needs to use it. */
export async function loadDemo(tx: Tx, { now, rows, shifts, days, users }: DemoNetwork): Promise<DemoFacts> {
  await putNetwork(tx, rows);
  await tx.put(RosterShiftEntity, shifts);
  await tx.put(
    RosterDayEntity,
    days.map(([group, day]) => ({
      readingGroupId: asId<RosterDayEntity['readingGroupId']>(group ?? ''),
      day: day ?? '',
      version: 1,
    })),
  );
  await putPolicies(tx, rows, now);
  await putUsers(tx, users, now);
  const apiKeys = rows.healthSystems.map((healthSystem) => ({ healthSystem, secret: newSecret('ovk_') }));
  await tx.put(
    ApiKeyEntity,
    apiKeys.map(({ healthSystem, secret }) => ({
      id: newId<ApiKeyEntity['id']>(),
      healthSystemId: healthSystem.id,
      name: 'Demo',
      keyHash: secret.hash,
      facilityIds: [],
      defaultFacilityId: rows.facilities.find((each) => each.healthSystemId === healthSystem.id)?.id ?? null,
      createdAt: now,
      revokedAt: null,
    })),
  );
  return {
    users: users.map(({ user }) => user),
    apiKeys: apiKeys.map(({ healthSystem, secret }) => ({
      healthSystem: healthSystem.name,
      facilities: rows.facilities.filter((each) => each.healthSystemId === healthSystem.id).map((each) => each.code),
      key: secret.secret,
    })),
    facilities: HEALTH_SYSTEMS.flatMap((system) =>
      system.facilities.map(({ code, kind, country, aeTitles, plan }) => ({
        code,
        healthSystem: system.name,
        kind,
        country,
        aeTitles,
        ...(plan ? { plan } : {}),
      })),
    ),
  };
}

async function putNetwork(tx: Tx, rows: DemoRows): Promise<void> {
  await tx.put(HealthSystemEntity, rows.healthSystems);
  await tx.put(FacilityEntity, rows.facilities);
  await tx.put(
    FacilityAeTitleEntity,
    rows.facilities.flatMap(({ id, aeTitles }) => aeTitles.map((aeTitle) => ({ aeTitle, facilityId: id }))),
  );
  await tx.put(
    ReadingGroupEntity,
    rows.groups.map(({ id, name, country, zone, picksFreely, retiredAt, version }) => ({
      id,
      name,
      country,
      zone,
      picksFreely,
      retiredAt,
      version,
    })),
  );
  await tx.put(
    ReaderEntity,
    rows.readers.map(({ reader }) => reader),
  );
  await tx.put(LicenceEntity, rows.licences);
  await tx.put(AgreementEntity, rows.agreements);
  await tx.put(PrivilegeEntity, rows.privileges);
  await tx.put(ContractEntity, rows.contracts);
  await tx.put(ServiceLevelEntity, rows.serviceLevels);
}

async function putPolicies(tx: Tx, rows: DemoRows, now: Instant): Promise<void> {
  const planned = HEALTH_SYSTEMS.flatMap((system) => system.facilities).flatMap(({ code, plan }) => {
    const facility = rows.facilities.find((each) => each.code === code);
    return plan && facility ? [{ facility, plan }] : [];
  });
  const policies: { policy: PolicyEntity; document: PolicyDocument }[] = [
    {
      policy: { id: newId(), scope: 'network', healthSystemId: null, facilityId: null, name: 'Network' },
      document: networkPolicy(),
    },
    ...planned.map(({ facility, plan }) => ({
      policy: {
        id: newId<PolicyEntity['id']>(),
        scope: 'facility' as const,
        healthSystemId: facility.healthSystemId,
        facilityId: facility.id,
        name: facility.name,
      },
      document: alwaysPolicy(plan),
    })),
  ];
  await tx.put(
    PolicyEntity,
    policies.map(({ policy }) => policy),
  );
  await tx.put(
    PolicyVersionEntity,
    policies.map(({ policy, document }) => ({
      id: newId<PolicyVersionEntity['id']>(),
      policyId: policy.id,
      number: 1,
      state: 'active' as const,
      document,
      createdAt: now,
      activatedAt: now,
      retiredAt: null,
      version: 1,
    })),
  );
}

interface UserRow {
  user: DemoUser;
  membership: Pick<MembershipEntity, 'organizationKind' | 'organizationId' | 'readerId'>;
}

interface AccountRow extends UserRow {
  passwordHash: string;
}

function usersOf(rows: DemoRows, password: string): UserRow[] {
  const network = { organizationKind: 'network', organizationId: null, readerId: null } as const;
  const user = (role: DemoUser['role'], email: string, name: string, organization: string): DemoUser => ({
    role,
    email,
    password,
    name,
    organization,
  });
  return [
    { user: user('administrator', 'admin@overread.example', 'Nadia Cole', 'Network'), membership: network },
    { user: user('auditor', 'auditor@overread.example', 'Victor Hale', 'Network'), membership: network },
    ...rows.groups.map(({ id, demo }) => ({
      user: { ...user('group-manager', demo.email, demo.manager, demo.name), country: demo.country },
      membership: { organizationKind: 'reading-group', organizationId: id, readerId: null } as const,
    })),
    ...HEALTH_SYSTEMS.map(({ name, email, person }, index) => ({
      user: user('hospital', email, person, name),
      membership: {
        organizationKind: 'health-system',
        organizationId: rows.healthSystems[index]?.id ?? null,
        readerId: null,
      } as const,
    })),
    ...rows.readers.map(({ reader, skill, email }) => {
      const group = rows.groups.find((each) => each.id === reader.readingGroupIds[0]);
      return {
        user: {
          ...user('reader', email, reader.name, group?.name ?? ''),
          ...reader.homePlace,
          readingGroup: reader.readingGroupIds[0] ?? '',
          modalityFamilies: skill.families,
        },
        membership: {
          organizationKind: 'reading-group',
          organizationId: group?.id ?? null,
          readerId: reader.id,
        } as const,
      };
    }),
  ];
}

/** The demo's administrator is its medical director, whoever signs in for a hospital a physician there. */
const OFFICE_OF: Partial<Record<DemoUser['role'], Office>> = {
  administrator: 'medical-director',
  hospital: 'physician',
};

async function putUsers(tx: Tx, users: readonly AccountRow[], now: Instant): Promise<void> {
  const accounts = users.map((each) => ({ ...each, id: newId<UserId>() }));
  await tx.put(
    UserAccountEntity,
    accounts.map(({ id, user: { email, name }, passwordHash }) => ({
      id,
      email,
      name,
      passwordHash,
      disabledAt: null,
      createdAt: now,
      version: 1,
    })),
  );
  await tx.put(
    MembershipEntity,
    accounts.map(({ id, user, membership }) => ({
      id: newId(),
      userId: id,
      role: user.role,
      office: OFFICE_OF[user.role] ?? null,
      ...membership,
      validFrom: null,
      validUntil: null,
    })),
  );
}
