import { Chance } from '../../core/chance.js';
import type { InstanceFacility, InstanceReader } from '../instance/dispatch-instance.js';
import {
  CONTRACT_TIERS,
  FAMILIAR,
  MODALITIES,
  PACE_SIGMA,
  RESIDENCY,
  SUBSPECIALTIES,
  TIER_MIX,
} from './distributions.js';
import type { InstanceSize, Scenario } from './scenario.js';

/** A facility with how much it sends and what its contract asks. */
export interface MadeFacility extends InstanceFacility {
  volume: number;
  contractTier: number;
}

/** Facilities, large to small. */
export function makeFacilities({ facilities, jurisdictions }: InstanceSize, chance: Chance): MadeFacility[] {
  const places = Array.from({ length: jurisdictions }, (_, index) => [`J${index + 1}`, 1 / (index + 2)] as const);
  return Array.from({ length: facilities }, () => chance.lognormal(1, 0.7))
    .sort((a, b) => b - a)
    .map((volume, index) => ({
      id: `F${index + 1}`,
      jurisdiction: chance.pick(places),
      tiers: [...chance.pick(RESIDENCY)],
      groups: [],
      volume,
      contractTier: chance.pick(CONTRACT_TIERS),
    }));
}

/** Readers without shifts. */
export function makeReaders(
  size: InstanceSize,
  facilities: readonly MadeFacility[],
  { flex }: Scenario,
  chance: Chance,
): InstanceReader[] {
  const worth = worthOfJurisdictions(facilities, size.jurisdictions);
  return Array.from({ length: size.readers }, (_, index) => {
    // A stride over the shares: tiers are spread evenly, whatever the number.
    const { tier, licences: share, cost } = tierAt((index * 0.618034) % 1);
    const count = Math.max(1, Math.round(chance.lognormal(share * size.jurisdictions * flex, 0.4)));
    const licences = draw(worth, Math.min(count, size.jurisdictions), chance);
    const subspecialties = draw(SUBSPECIALTIES, chance.between(1, 2), chance);
    const fields = SUBSPECIALTIES.map(([name]) => name);
    return {
      id: `R${index + 1}`,
      group: `${tier}-${1 + (index % 4)}`,
      tier,
      licences,
      privileges: facilities.flatMap(({ id, jurisdiction }, rank) => {
        const granted = chance.happens((0.4 + 0.45 * (1 - rank / facilities.length)) * flex);
        return granted && licences.includes(jurisdiction) ? [id] : [];
      }),
      modalities: MODALITIES.filter(({ competence }) => chance.happens(competence)).map(({ code }) => code),
      subspecialties,
      pace: chance.lognormal(1, PACE_SIGMA),
      paceByField: Object.fromEntries(
        fields.map((field) => [field, subspecialties.includes(field) ? FAMILIAR.own : FAMILIAR.other]),
      ),
      costPerWorkUnit: cost,
      shifts: [],
      outages: [],
    };
  });
}

function tierAt(place: number) {
  let rest = place;
  for (const row of TIER_MIX) {
    if (rest < row.share) return row;
    rest -= row.share;
  }
  return TIER_MIX[0] as (typeof TIER_MIX)[number];
}

/** Readers seek licences where there is work. */
function worthOfJurisdictions(facilities: readonly MadeFacility[], count: number): (readonly [string, number])[] {
  const worth = new Map(Array.from({ length: count }, (_, index) => [`J${index + 1}`, 0.01]));
  for (const { jurisdiction, volume } of facilities) worth.set(jurisdiction, (worth.get(jurisdiction) ?? 0) + volume);
  return [...worth];
}

/** `count` different ones. */
function draw(from: readonly (readonly [string, number])[], count: number, chance: Chance): string[] {
  const rest = [...from];
  return Array.from({ length: Math.min(count, from.length) }, () => {
    const drawn = chance.pick(rest);
    rest.splice(
      rest.findIndex(([name]) => name === drawn),
      1,
    );
    return drawn;
  });
}
