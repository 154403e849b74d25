import type { Role } from './principal.js';

/**
 * How far a role reaches with an action: everywhere; what is of its organizations (a hospital's health system and
 * facilities, a group's reads); only what is the reader's own; or either of the two.
 */
export type Reach = 'any' | 'organization' | 'self' | 'organization-or-self';

export interface ActionRule {
  /** Roles not named never do it. */
  roles: Readonly<Partial<Record<Role, Reach>>>;
  /** Action by which one sees what it is done to: whoever may not do that is told it does not exist. */
  sees: string | null;
  /** Systems' keys may do it as well as people of the hospital. */
  byKey: boolean;
  /** Would tell a blinded second reader what the first one wrote, or who they are. */
  unblinds: boolean;
}

type Roles = ActionRule['roles'];
const rule = (roles: Roles, more: Partial<Omit<ActionRule, 'roles'>> = {}): ActionRule => ({
  roles,
  sees: null,
  byKey: false,
  unblinds: false,
  ...more,
});

const NETWORK_ROLES = { administrator: 'any', auditor: 'any' } as const;
const ORGANIZATIONS = { hospital: 'organization', 'group-manager': 'organization' } as const;
const STUDY = { sees: 'view-study' } as const;
const HOSPITAL_WORK = { administrator: 'any', hospital: 'organization' } as const;
const GROUP_WORK = { administrator: 'any', 'group-manager': 'organization' } as const;
const READER_WORK = { reader: 'self' } as const;

/** Everything anybody may do, and which role how far. What is not in a row is forbidden. */
export const ACTION_RULES = {
  'submit-study': rule(HOSPITAL_WORK, { sees: 'view-network', byKey: true }),
  'view-study': rule({ ...NETWORK_ROLES, ...ORGANIZATIONS, reader: 'organization-or-self' }, { ...STUDY, byKey: true }),
  'view-timeline': rule(
    { ...NETWORK_ROLES, ...ORGANIZATIONS, reader: 'self' },
    { ...STUDY, byKey: true, unblinds: true },
  ),
  'view-explanation': rule(
    { ...NETWORK_ROLES, ...ORGANIZATIONS, reader: 'self' },
    { ...STUDY, byKey: true, unblinds: true },
  ),
  /** Decide again on what a decision stood on, and compare. */
  'replay-decision': rule(NETWORK_ROLES, { sees: 'view-study', unblinds: true }),
  'view-reports': rule(
    { ...NETWORK_ROLES, ...ORGANIZATIONS, reader: 'self' },
    { ...STUDY, byKey: true, unblinds: true },
  ),
  /** Cancel, images-complete, link, split, merge, correct the identity. */
  'change-study': rule(HOSPITAL_WORK, { ...STUDY, byKey: true }),
  'hold-study': rule({ ...HOSPITAL_WORK, ...GROUP_WORK }, { ...STUDY, byKey: true }),
  'raise-priority': rule({ ...HOSPITAL_WORK, ...GROUP_WORK }, { ...STUDY, byKey: true }),
  'lower-priority': rule(HOSPITAL_WORK, { ...STUDY, byKey: true }),
  'report-discrepancy': rule(HOSPITAL_WORK, { ...STUDY, byKey: true }),
  /** What must be told of a study's results, and to whom. */
  'view-duties': rule(
    { ...NETWORK_ROLES, ...ORGANIZATIONS, reader: 'self' },
    { ...STUDY, byKey: true, unblinds: true },
  ),
  /** Note a try to tell, acknowledge, close. */
  'answer-duty': rule({ ...HOSPITAL_WORK, ...GROUP_WORK, reader: 'self' }, { ...STUDY, byKey: true, unblinds: true }),
  /** Whom of the site was asked to take a study back, and what they said. */
  'view-hand-backs': rule({ ...NETWORK_ROLES, ...ORGANIZATIONS, reader: 'self' }, { ...STUDY, byKey: true }),
  /** Offer a study back to its site, note who was called. */
  'hand-back': rule(GROUP_WORK, STUDY),
  /** Say by name that the site takes it, or that it cannot. */
  'answer-hand-back': rule({ ...HOSPITAL_WORK, ...GROUP_WORK }, STUDY),
  'view-mass-casualties': rule(
    { ...NETWORK_ROLES, hospital: 'organization', 'group-manager': 'any', reader: 'any' },
    { sees: 'view-mass-casualties', byKey: true },
  ),
  /** Who of them may, their office says: `mayDeclare`. */
  'declare-mass-casualty': rule({ ...NETWORK_ROLES, hospital: 'organization' }, { sees: 'view-mass-casualties' }),
  'review-mass-casualty': rule(NETWORK_ROLES, { sees: 'view-mass-casualties' }),
  /** A facility's open studies with their patients' names, for paper. */
  'view-offline-list': rule({ ...NETWORK_ROLES, hospital: 'organization' }, { sees: 'view-network', byKey: true }),
  'view-break-glass': rule(
    { ...NETWORK_ROLES, ...ORGANIZATIONS, reader: 'self' },
    { ...STUDY, byKey: true, unblinds: true },
  ),
  'request-break-glass': rule(GROUP_WORK, STUDY),
  /** As what somebody confirms, or refuses, their office says: `standsAs`. */
  'confirm-break-glass': rule({ ...NETWORK_ROLES, ...ORGANIZATIONS, reader: 'self' }, STUDY),
  'take-break-glass': rule(READER_WORK, STUDY),
  'review-break-glass': rule(NETWORK_ROLES, STUDY),
  'view-intake-exceptions': rule(
    { ...NETWORK_ROLES, hospital: 'organization' },
    { sees: 'view-intake-exceptions', byKey: true },
  ),
  'resolve-intake-exception': rule(HOSPITAL_WORK, { sees: 'view-intake-exceptions' }),
  /** Two records of one person: the health system's as a whole, not one facility's. */
  'merge-patients': rule(HOSPITAL_WORK, { sees: 'view-intake-exceptions', byKey: true }),

  'sign-on': rule({ reader: 'organization' }, { sees: 'view-network' }),
  'end-session': rule({ ...GROUP_WORK, reader: 'self' }, { sees: 'view-readers' }),
  'view-worklist': rule(READER_WORK),
  /** Take the next one, accept or decline an offer. */
  'take-read': rule({ reader: 'organization-or-self' }, STUDY),
  /** Open, prove images, draft, tell by voice. */
  read: rule(READER_WORK, STUDY),
  sign: rule(READER_WORK, STUDY),
  'add-addendum': rule({ reader: 'organization-or-self' }, STUDY),
  grade: rule(READER_WORK, STUDY),
  /** Say whose reading of a discordant pair is upheld. */
  adjudicate: rule(READER_WORK, STUDY),
  'retract-report': rule({ administrator: 'any', reader: 'self' }, STUDY),
  release: rule({ ...GROUP_WORK, reader: 'self' }, STUDY),
  assign: rule(GROUP_WORK, STUDY),
  /** Keep a read for a reader or a group for a time, and give it free again. */
  pin: rule(GROUP_WORK, STUDY),
  /** Open or close a step of a read's ladder by hand. */
  'move-ladder': rule(GROUP_WORK, STUDY),
  /** Accept or decline what other groups' overflow lists offer to one's group. */
  'answer-overflow': rule(GROUP_WORK, { sees: 'view-queue' }),
  'view-queue': rule({ ...NETWORK_ROLES, ...ORGANIZATIONS }, { sees: 'view-queue', byKey: true }),
  /** What will be missed, and which group would help: the whole network's, or a group's for its manager. */
  'view-forecast': rule({ ...NETWORK_ROLES, 'group-manager': 'organization' }),
  /** Who could read what in the coming days: every group's readers, or a manager's own. */
  'view-coverage': rule({ ...NETWORK_ROLES, 'group-manager': 'organization' }),
  /** Say by name that a warning of thin hours, or of a credential that ends, has been seen. */
  'acknowledge-coverage': rule(GROUP_WORK, { sees: 'view-coverage' }),
  /** How good the whole network's forecasts were. */
  'view-calibration': rule(NETWORK_ROLES),
  /** Past days played again under another policy, roster or contract: they show every group's readers. */
  'view-what-if': rule(NETWORK_ROLES),
  'ask-what-if': rule({ administrator: 'any' }, { sees: 'view-what-if' }),
  /** By which numbers work is ordered and readers are chosen, and which were before. */
  'view-dispatch-parameters': rule(NETWORK_ROLES),
  'change-dispatch-parameters': rule({ administrator: 'any' }, { sees: 'view-dispatch-parameters' }),

  'view-network': rule(
    { ...NETWORK_ROLES, 'group-manager': 'any', reader: 'any', hospital: 'organization' },
    { sees: 'view-network', byKey: true },
  ),
  'edit-network': rule({ administrator: 'any' }, { sees: 'view-network' }),
  'view-agreements': rule({ ...NETWORK_ROLES, ...ORGANIZATIONS }, { sees: 'view-agreements' }),
  'edit-agreements': rule({ administrator: 'any' }, { sees: 'view-agreements' }),
  'view-readers': rule({ ...NETWORK_ROLES, 'group-manager': 'organization', reader: 'self' }, { sees: 'view-readers' }),
  'edit-reader': rule(GROUP_WORK, { sees: 'view-readers' }),
  /** Keep new work from a reader, or let it come again. */
  'pause-reader': rule(GROUP_WORK, { sees: 'view-readers' }),
  /** The same of a whole group; drain it. */
  'pause-group': rule(GROUP_WORK, { sees: 'view-network' }),
  'edit-licences': rule(GROUP_WORK, { sees: 'view-readers' }),
  /** A privilege is the facility's to give, not the group's to claim. */
  'edit-privileges': rule({ administrator: 'any' }, { sees: 'view-readers' }),
  'view-rosters': rule(
    { ...NETWORK_ROLES, 'group-manager': 'organization', reader: 'organization' },
    { sees: 'view-rosters' },
  ),
  'edit-rosters': rule(GROUP_WORK, { sees: 'view-rosters' }),
  /** Propose a swap or a cover, and answer one; whose it is to say yes is the move's own rule. */
  'move-shift': rule({ ...GROUP_WORK, reader: 'organization' }, { sees: 'view-rosters' }),
  'view-policies': rule(
    { ...NETWORK_ROLES, hospital: 'organization', 'group-manager': 'any' },
    { sees: 'view-policies' },
  ),
  /** What a version in shadow would have done: the network's, or a health system's own studies. */
  'view-shadows': rule({ ...NETWORK_ROLES, hospital: 'organization' }, { sees: 'view-policies' }),
  /** What places ask of reading plans: everybody who signs in may know it. */
  'view-jurisdictions': rule(
    { ...NETWORK_ROLES, hospital: 'any', 'group-manager': 'any', reader: 'any' },
    { sees: 'view-jurisdictions' },
  ),
  'edit-jurisdictions': rule({ administrator: 'any' }, { sees: 'view-jurisdictions' }),
  'manage-policies': rule({ administrator: 'any' }, { sees: 'view-policies' }),

  'view-analytics': rule({ ...NETWORK_ROLES, ...ORGANIZATIONS }, { sees: 'view-analytics', byKey: true }),
  /** Figures of single readers are privileged: never a client's. Readers see their own. */
  'view-reader-analytics': rule(
    { ...NETWORK_ROLES, 'group-manager': 'organization', reader: 'self' },
    { sees: 'view-reader-analytics' },
  ),
  /** Say what is wrong with what is recorded of oneself. */
  'contest-conduct': rule(READER_WORK, { sees: 'view-reader-analytics' }),
  /** Say whether a contested figure stands. */
  'answer-contest': rule(GROUP_WORK, { sees: 'view-reader-analytics' }),
  export: rule({ ...NETWORK_ROLES, ...ORGANIZATIONS }),
  'view-audit': rule(NETWORK_ROLES),
  /** Where two checks of who may read did not agree. */
  'view-disagreements': rule({ administrator: 'any' }),
  'manage-users': rule({ administrator: 'any' }),
  'manage-keys': rule({ administrator: 'any' }),
  'manage-webhooks': rule({ administrator: 'any' }),
  'run-demo-day': rule({ administrator: 'any' }),
} as const satisfies Readonly<Record<string, ActionRule>>;

export type Action = keyof typeof ACTION_RULES;
/** Every action, in the order of the table. */
export const ACTIONS = Object.keys(ACTION_RULES) as Action[];
