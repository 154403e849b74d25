import type { User } from '@overread/wire';
import {
  IconAlertTriangle,
  IconBuildingHospital,
  IconChartHistogram,
  IconClipboardList,
  IconFilePlus,
  IconGavel,
  IconListDetails,
  IconNetwork,
  IconReportMedical,
  type Icon,
} from '@tabler/icons-react';
import type { TextKey } from '../texts/text.js';

type Role = User['role'];

export interface Destination {
  path: string;
  label: TextKey;
  icon: Icon;
  /** Pressed after `g`. */
  key: string;
  roles: readonly Role[];
}

const STAFF: Role[] = ['administrator', 'group-manager', 'auditor'];

/** Where somebody may go; the first of a role's is their home. */
export const DESTINATIONS: readonly Destination[] = [
  { path: '/worklist', label: 'nav.worklist', icon: IconClipboardList, key: 'w', roles: ['reader'] },
  { path: '/queue', label: 'nav.queue', icon: IconListDetails, key: 'q', roles: STAFF },
  { path: '/studies', label: 'nav.studies', icon: IconReportMedical, key: 's', roles: ['hospital', ...STAFF] },
  { path: '/submit', label: 'nav.submit', icon: IconFilePlus, key: 'n', roles: ['hospital', 'administrator'] },
  {
    path: '/turnaround',
    label: 'nav.turnaround',
    icon: IconChartHistogram,
    key: 't',
    roles: ['hospital', ...STAFF],
  },
  { path: '/sla', label: 'nav.sla', icon: IconGavel, key: 'l', roles: ['hospital', ...STAFF] },
  {
    path: '/intake',
    label: 'nav.intake',
    icon: IconAlertTriangle,
    key: 'i',
    roles: ['administrator', 'auditor', 'hospital'],
  },
  { path: '/network', label: 'nav.network', icon: IconNetwork, key: 'o', roles: ['administrator', 'auditor'] },
  { path: '/group', label: 'nav.group', icon: IconBuildingHospital, key: 'o', roles: ['group-manager'] },
];

export const destinationsOf = (role: Role): Destination[] =>
  DESTINATIONS.filter((destination) => destination.roles.includes(role));

export const homeOf = (role: Role): string => destinationsOf(role)[0]?.path ?? '/studies';
