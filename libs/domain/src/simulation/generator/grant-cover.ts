import type { Chance } from '../../core/chance.js';
import type { InstanceReader } from '../instance/dispatch-instance.js';
import { COVER, MODALITIES } from './distributions.js';
import type { MadeFacility } from './make-network.js';

/** A kind of study that a facility sends. */
interface SentKind {
  facility: MadeFacility;
  modality: string;
  subspecialty: string | null;
}

/** The subspecialty a contract asks for, null where any competent reader will do. */
export const subspecialtyFor = (
  { contractTier }: MadeFacility,
  { subspecialtyFromTier }: { subspecialtyFromTier: number },
  field: string,
): string | null => (contractTier >= subspecialtyFromTier ? field : null);

/**
 * Licenses and credentials readers until, at every hour, enough of those on shift may read each kind of study. Whoever is
 * credentialed last in one place is asked first in the next: a few are sent to many.
 */
export function grantCover(
  readers: readonly InstanceReader[],
  facilities: readonly MadeFacility[],
  chance: Chance,
): void {
  const onShift = Array.from({ length: 24 }, (_, hour) => readers.filter((reader) => worksAt(reader, hour)));
  for (const kind of kindsSent(facilities)) {
    for (const present of onShift) {
      const able = present.filter((reader) => isAble(reader, kind));
      let missing = COVER - able.filter((reader) => reader.privileges.includes(kind.facility.id)).length;
      while (missing > 0) {
        const others = able.filter((reader) => !reader.privileges.includes(kind.facility.id));
        if (others.length === 0 && !retrain(present, kind, able, chance)) break;
        if (others.length === 0) continue;
        grant(chance.oneOf(others), kind.facility);
        missing--;
      }
    }
  }
}

function kindsSent(facilities: readonly MadeFacility[]): SentKind[] {
  return facilities.flatMap((facility) => {
    const kinds = MODALITIES.flatMap((each) =>
      each.fields.map(([field]) => ({
        facility,
        modality: each.code,
        subspecialty: subspecialtyFor(facility, each, field),
      })),
    );
    return [...new Map(kinds.map((kind) => [`${kind.modality} ${kind.subspecialty}`, kind])).values()];
  });
}

const worksAt = ({ shifts }: InstanceReader, hour: number): boolean =>
  shifts.some(({ fromMinute, toMinute }) => fromMinute <= 1440 + hour * 60 && 1440 + hour * 60 < toMinute);

const isAble = ({ tier, modalities, subspecialties }: InstanceReader, kind: SentKind): boolean =>
  kind.facility.tiers.includes(tier) &&
  modalities.includes(kind.modality) &&
  (kind.subspecialty === null || subspecialties.includes(kind.subspecialty));

function grant(reader: InstanceReader, { id, jurisdiction }: MadeFacility): void {
  reader.privileges.push(id);
  if (!reader.licences.includes(jurisdiction)) reader.licences.push(jurisdiction);
}

/** Nobody on shift is able: one of them is trained. Answers whether anybody could be. */
function retrain(present: readonly InstanceReader[], kind: SentKind, able: InstanceReader[], chance: Chance): boolean {
  const untrained = present.filter((reader) => kind.facility.tiers.includes(reader.tier) && !isAble(reader, kind));
  if (untrained.length === 0) return false;
  const reader = chance.oneOf(untrained);
  if (!reader.modalities.includes(kind.modality)) reader.modalities.push(kind.modality);
  if (kind.subspecialty !== null && !reader.subspecialties.includes(kind.subspecialty)) {
    reader.subspecialties.push(kind.subspecialty);
  }
  able.push(reader);
  return true;
}
