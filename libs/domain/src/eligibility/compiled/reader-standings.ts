import type { Instant } from '../../core/instant.js';
import type { Place, RosterShift } from '../../network/network.js';
import type { ReaderFacts, ReadFacts } from '../facts.js';
import type { HardRules, Standing } from '../hard-rules.js';
import { jurisdictionOf, licenceRequirementOf } from '../licence-requirements.js';
import { licenceJurisdiction } from '../rules/licence.js';
import { sessionRule } from '../rules/session.js';
import { shiftFits } from '../standings-of.js';
import { whyNotInForce } from '../why-not-in-force.js';

/** A standing with what of its own does not depend on the study. */
export interface CompiledStanding {
  standing: Standing & { place: Place };
  /** The same number for the same country, group: what a class of studies knows of one, it knows of all. */
  country: number;
  group: number;
  /** Read later than now: the contract's hours are asked of that instant. */
  later: boolean;
  fromHome: boolean;
  /** Fails the session rule while planning, and at the offer. */
  failsSession: boolean;
  /** Licensed by the authority of the place itself, should that be asked. */
  licensedHere: boolean;
}

/** Every standing a reader could have; which of them count depends on the stage and the study. */
export interface ReaderStandings {
  signedOn: readonly CompiledStanding[];
  rostered: readonly CompiledStanding[];
  home: readonly CompiledStanding[];
}

/** Gives each value a number, the same for the same value. */
export class Numbers<Value> {
  private readonly known = new Map<Value, number>();

  get size(): number {
    return this.known.size;
  }

  of(value: Value): number {
    const found = this.known.get(value) ?? this.known.size;
    this.known.set(value, found);
    return found;
  }
}

export interface Numbering {
  countries: Numbers<string>;
  groups: Numbers<string | null>;
}

/** `standingsOf` for every stage and study at once. */
export function readerStandings(
  facts: ReaderFacts,
  now: Instant,
  rules: HardRules,
  numbering: Numbering,
): ReaderStandings {
  const { reader, session, shifts } = facts;
  const jurisdictions = new Set(
    facts.licences.filter((each) => whyNotInForce(each, now) === null).map(licenceJurisdiction),
  );
  const compile = (standing: CompiledStanding['standing'], fromHome: boolean): CompiledStanding => ({
    standing,
    country: numbering.countries.of(standing.place.country),
    group: numbering.groups.of(standing.readingGroupId),
    later: standing.at > now,
    fromHome,
    failsSession: sessionFails(facts, standing.shift, now),
    licensedHere: licensedAt(standing.place, jurisdictions, now, rules),
  });
  const home = { place: reader.homePlace, at: now, shift: null };
  const groups = reader.readingGroupIds.length === 0 ? [null] : reader.readingGroupIds;
  return {
    signedOn:
      session === null
        ? []
        : [compile({ place: session, readingGroupId: session.readingGroupId, at: now, shift: null }, false)],
    rostered: shifts
      .filter((shift) => shift.readerId === reader.id && shift.endsAt > now)
      .map((shift) =>
        compile(
          { ...home, readingGroupId: shift.readingGroupId, at: shift.startsAt > now ? shift.startsAt : now, shift },
          true,
        ),
      ),
    home: groups.map((readingGroupId) => compile({ ...home, readingGroupId }, true)),
  };
}

/** Which of them count for a study, in the order in which `standingsOf` tells them. */
export function standingsFor(
  { signedOn, rostered, home }: ReaderStandings,
  stage: 'plan' | 'offer',
  read: ReadFacts,
): readonly CompiledStanding[] {
  if (stage === 'offer' || rostered.length === 0) return signedOn.length > 0 ? signedOn : home;
  const fitting = rostered.filter(({ standing }) => standing.shift !== null && shiftFits(standing.shift, read));
  const all = fitting.length === 0 ? signedOn : [...signedOn, ...fitting];
  return all.length > 0 ? all : home;
}

/** The session rule asks nothing of the study, and fails alike while planning and at the offer. */
function sessionFails(reader: ReaderFacts, shift: RosterShift | null, now: Instant): boolean {
  const asked = { reader, stage: 'offer', now } as Parameters<typeof sessionRule>[0];
  return sessionRule(asked, { shift } as Standing, {} as HardRules) !== null;
}

function licensedAt(place: Place, jurisdictions: ReadonlySet<string>, now: Instant, rules: HardRules): boolean {
  const here = licenceRequirementOf(place.country, now, rules.licenceRequirements);
  const jurisdiction = here && jurisdictionOf(place, here.level);
  return jurisdiction !== null && jurisdictions.has(jurisdiction);
}
