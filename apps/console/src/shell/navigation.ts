import type { Action } from '@overread/domain';
import type { User } from '@overread/wire';
import {
  IconAdjustments,
  IconAlertTriangle,
  IconArrowsDiff,
  IconBuildingHospital,
  IconCalendarStats,
  IconCalendarUser,
  IconChartHistogram,
  IconClipboardList,
  IconFilePlus,
  IconFlask,
  IconGauge,
  IconGavel,
  IconListDetails,
  IconNetwork,
  IconPhoneCall,
  IconReportMedical,
  IconScale,
  IconStairsUp,
  IconTrendingUp,
  IconUrgent,
  IconUserSearch,
  type Icon,
} from '@tabler/icons-react';
import { roleMay } from '../session/may.js';
import type { TextKey } from '../texts/text.js';

type Role = User['role'];

export interface Destination {
  path: string;
  label: TextKey;
  icon: Icon;
  /** Pressed after `g`. */
  key: string;
  /** What one does there: whoever may not is not sent there. */
  action: Action;
  /** Roles that may, but whose work is elsewhere. */
  notFor?: readonly Role[];
}

/** Where somebody may go; the first of a role's is their home. */
const DESTINATIONS: readonly Destination[] = [
  { path: '/worklist', label: 'nav.worklist', icon: IconClipboardList, key: 'w', action: 'view-worklist' },
  {
    path: '/overview',
    label: 'nav.overview',
    icon: IconGauge,
    key: 'v',
    action: 'view-analytics',
    notFor: ['group-manager', 'hospital'],
  },
  {
    path: '/second-reads',
    label: 'nav.secondReads',
    icon: IconArrowsDiff,
    key: 'r',
    action: 'view-worklist',
  },
  {
    path: '/queue',
    label: 'nav.queue',
    icon: IconListDetails,
    key: 'q',
    action: 'view-queue',
    notFor: ['hospital'],
  },
  { path: '/forecast', label: 'nav.forecast', icon: IconTrendingUp, key: 'f', action: 'view-forecast' },
  { path: '/coverage', label: 'nav.coverage', icon: IconCalendarStats, key: 'm', action: 'view-coverage' },
  { path: '/rosters', label: 'nav.rosters', icon: IconCalendarUser, key: 'a', action: 'view-rosters' },
  {
    path: '/studies',
    label: 'nav.studies',
    icon: IconReportMedical,
    key: 's',
    action: 'view-study',
    notFor: ['reader'],
  },
  {
    path: '/overview',
    label: 'nav.overview',
    icon: IconGauge,
    key: 'v',
    action: 'view-analytics',
    notFor: ['administrator', 'auditor'],
  },
  { path: '/duties', label: 'nav.duties', icon: IconPhoneCall, key: 'd', action: 'view-duties' },
  { path: '/emergencies', label: 'nav.emergencies', icon: IconUrgent, key: 'e', action: 'view-hand-backs' },
  { path: '/submit', label: 'nav.submit', icon: IconFilePlus, key: 'n', action: 'submit-study' },
  { path: '/turnaround', label: 'nav.turnaround', icon: IconChartHistogram, key: 't', action: 'view-analytics' },
  { path: '/sla', label: 'nav.sla', icon: IconGavel, key: 'l', action: 'view-analytics' },
  { path: '/what-if', label: 'nav.whatIf', icon: IconFlask, key: 'x', action: 'view-what-if' },
  {
    path: '/parameters',
    label: 'nav.parameters',
    icon: IconAdjustments,
    key: 'y',
    action: 'view-dispatch-parameters',
  },
  { path: '/stat-share', label: 'nav.statShare', icon: IconStairsUp, key: 'p', action: 'view-analytics' },
  { path: '/concordance', label: 'nav.concordance', icon: IconScale, key: 'c', action: 'view-analytics' },
  { path: '/intake', label: 'nav.intake', icon: IconAlertTriangle, key: 'i', action: 'view-intake-exceptions' },
  { path: '/conduct', label: 'nav.conduct', icon: IconUserSearch, key: 'b', action: 'view-reader-analytics' },
  {
    path: '/network',
    label: 'nav.network',
    icon: IconNetwork,
    key: 'o',
    action: 'view-readers',
    notFor: ['reader', 'group-manager'],
  },
  {
    path: '/group',
    label: 'nav.group',
    icon: IconBuildingHospital,
    key: 'o',
    action: 'view-readers',
    notFor: ['reader', 'administrator', 'auditor'],
  },
];

export const destinationsOf = (role: Role): Destination[] =>
  DESTINATIONS.filter(({ action, notFor }) => roleMay(role, action) && !notFor?.includes(role));

export const homeOf = (role: Role): string => destinationsOf(role)[0]?.path ?? '/studies';
