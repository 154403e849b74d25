import type { FacilityKind, Place, Privilege, ReaderKind } from '@overread/domain';

/** The demo network as data: who is who, where, and what they may read. Names are invented. */
export interface DemoFacility extends Place {
  code: string;
  name: string;
  kind: FacilityKind;
  aeTitles: string[];
  issuer: string;
  payer: string;
  phone: string;
  /** A plan that holds whatever the hour. */
  plan?: string;
}

export interface DemoHealthSystem {
  name: string;
  email: string;
  person: string;
  facilities: DemoFacility[];
}

export interface DemoGroup extends Place {
  name: string;
  email: string;
  manager: string;
  languages: string[];
  /** Readers by name: a day and a night team of two, one general, one for cross-sectional and nuclear work. */
  readers: [string, string, string, string];
  /** Facilities by country, with the privilege its readers hold there and how the contract limits it. */
  reads: { country: string; level: Privilege['level']; preliminaryOnly?: boolean }[];
}

const HOUSTON: Place = { country: 'US', subdivision: 'US-TX', zone: 'America/Chicago' };

export const HEALTH_SYSTEMS: DemoHealthSystem[] = [
  {
    name: 'Mercy Health',
    email: 'imaging@mercy.example',
    person: 'Ada Byrd',
    facilities: [
      {
        code: 'mercy-east',
        name: 'Mercy East Hospital',
        kind: 'hospital',
        ...HOUSTON,
        aeTitles: ['HOSPA', 'MERCYEAST'],
        issuer: 'MERCY',
        payer: 'commercial',
        phone: '+1-555-0100',
      },
      {
        code: 'mercy-north',
        name: 'Mercy North Hospital',
        kind: 'hospital',
        ...HOUSTON,
        aeTitles: ['MERCYNORTH'],
        issuer: 'MERCY',
        payer: 'commercial',
        phone: '+1-555-0110',
        plan: 'final-onshore',
      },
      {
        code: 'mercy-south',
        name: 'Mercy South Hospital',
        kind: 'hospital',
        ...HOUSTON,
        aeTitles: ['MERCYSOUTH'],
        issuer: 'MERCY',
        payer: 'medicare',
        phone: '+1-555-0120',
        plan: 'offshore-preliminary-onshore-final',
      },
      {
        code: 'mercy-imaging',
        name: 'Mercy Diagnostic Center',
        kind: 'diagnostic-center',
        ...HOUSTON,
        aeTitles: ['MERCYDC'],
        issuer: 'MERCY',
        payer: 'commercial',
        phone: '+1-555-0130',
      },
    ],
  },
  {
    name: 'Harbour NHS Trust',
    email: 'imaging@harbour.example',
    person: 'Owen Pike',
    facilities: [
      {
        code: 'harbour-infirmary',
        name: 'Harbour Infirmary',
        kind: 'hospital',
        country: 'GB',
        subdivision: null,
        zone: 'Europe/London',
        aeTitles: ['HARBOUR'],
        issuer: 'HARBOUR',
        payer: 'nhs',
        phone: '+44-20-5550-0100',
      },
      {
        code: 'harbour-quay-clinic',
        name: 'Quay Street Clinic',
        kind: 'clinic',
        country: 'GB',
        subdivision: null,
        zone: 'Europe/London',
        aeTitles: ['QUAYCLINIC'],
        issuer: 'HARBOUR',
        payer: 'nhs',
        phone: '+44-20-5550-0110',
      },
    ],
  },
  {
    name: 'Coral Coast Health',
    email: 'imaging@coral.example',
    person: 'Mia Tran',
    facilities: [
      {
        code: 'coral-surgical',
        name: 'Coral Coast Surgical Center',
        kind: 'ambulatory-surgical-center',
        country: 'AU',
        subdivision: 'AU-QLD',
        zone: 'Australia/Brisbane',
        aeTitles: ['CORALSURG'],
        issuer: 'CORAL',
        payer: 'private',
        phone: '+61-7-5550-0100',
      },
    ],
  },
];

export const GROUPS: DemoGroup[] = [
  {
    name: 'Lone Star Radiology',
    email: 'manager@lonestar.example',
    manager: 'Carla Nuñez',
    ...HOUSTON,
    languages: ['en', 'es'],
    readers: ['Grace Okafor', 'Daniel Reyes', 'Hannah Weiss', 'Samuel Boone'],
    reads: [{ country: 'US', level: 'final' }],
  },
  {
    name: 'Maple Imaging Partners',
    email: 'manager@maple.example',
    manager: 'Luc Tremblay',
    country: 'CA',
    subdivision: 'CA-ON',
    zone: 'America/Toronto',
    languages: ['en', 'fr'],
    readers: ['Chloe Martin', 'Arjun Patel', 'Emma Sinclair', 'Noah Gagnon'],
    reads: [{ country: 'US', level: 'final' }],
  },
  {
    name: 'Southern Cross Reads',
    email: 'manager@southerncross.example',
    manager: 'Ruth Abara',
    country: 'AU',
    subdivision: 'AU-NSW',
    zone: 'Australia/Sydney',
    languages: ['en'],
    readers: ['Isla Murray', 'Ben Fitzroy', 'Priya Raman', 'Tom Callaghan'],
    reads: [
      { country: 'AU', level: 'final' },
      { country: 'US', level: 'preliminary', preliminaryOnly: true },
      { country: 'GB', level: 'final' },
    ],
  },
  {
    name: 'Thames Radiology',
    email: 'manager@thames.example',
    manager: 'Joan Fairley',
    country: 'GB',
    subdivision: null,
    zone: 'Europe/London',
    languages: ['en'],
    readers: ['Eleanor Shaw', 'Imran Qureshi', 'Fiona Blake', 'Peter Lyle'],
    reads: [
      { country: 'GB', level: 'final' },
      { country: 'AU', level: 'final' },
    ],
  },
  {
    name: 'Liffey Reads',
    email: 'manager@liffey.example',
    manager: 'Aoife Brennan',
    country: 'IE',
    subdivision: null,
    zone: 'Europe/Dublin',
    languages: ['en'],
    readers: ['Sean Doyle', 'Niamh Walsh', 'Cormac Byrne', 'Orla Keane'],
    reads: [{ country: 'GB', level: 'final' }],
  },
  {
    name: 'Kauri Imaging',
    email: 'manager@kauri.example',
    manager: 'Hemi Walker',
    country: 'NZ',
    subdivision: null,
    zone: 'Pacific/Auckland',
    languages: ['en'],
    readers: ['Aroha Ngata', 'Lewis Grant', 'Kiri Tane', 'Oscar Field'],
    reads: [{ country: 'AU', level: 'final' }],
  },
];

export interface DemoSkill {
  kind: ReaderKind;
  competences: string[];
  subspecialties: string[];
  families: ('CT' | 'MR' | 'PET' | 'SPECT' | 'US' | 'XR' | 'OTHER')[];
}

const PLAIN = ['CR', 'DX', 'RF', 'XA', 'MG', 'IO', 'PX', 'BMD'];

/** The general reader of each team. */
export const GENERAL: DemoSkill = {
  kind: 'radiologist',
  competences: ['CT', 'US', ...PLAIN, 'OT', 'SC', 'ES', 'XC'],
  subspecialties: ['emergency', 'chest', 'body', 'breast', 'pediatric'],
  families: ['CT', 'US', 'XR', 'OTHER'],
};

/** The cross-sectional and nuclear reader of each team. */
export const CROSS_SECTIONAL: DemoSkill = {
  kind: 'radiologist',
  competences: ['CT', 'MR', 'PT', 'NM', 'US', ...PLAIN],
  subspecialties: ['neuro', 'msk', 'nuclear', 'cardiac', 'pediatric'],
  families: ['CT', 'MR', 'PET', 'SPECT', 'US', 'XR'],
};
