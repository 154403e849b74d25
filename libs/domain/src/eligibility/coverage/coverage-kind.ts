import type { HealthSystemId, ReadingGroupId } from '../../core/ids.js';
import type { ReadingGroup } from '../../network/network.js';
import type { ReaderFacts, ReadFacts, Relations } from '../facts.js';

/** Studies alike to the hard rules: of a facility, a modality family and a subspecialty; `read` stands for them. */
export interface CoverageKind {
  read: ReadFacts;
  /** How many came in a week, as the mean of the past weeks. */
  studiesPerWeek: number;
}

/** A kind with who may read it now, as if on shift. */
export interface AbleKind extends CoverageKind {
  relations: Relations;
  able: readonly ReaderFacts[];
}

/** Who there is to read, and what is agreed. */
export interface CoverageNetwork {
  readers: readonly ReaderFacts[];
  relations: ReadonlyMap<HealthSystemId, Relations>;
  /** For their pauses; none is taken to be paused where they are left out. */
  groups?: ReadonlyMap<ReadingGroupId, Pick<ReadingGroup, 'pause'>>;
}

/** Nobody, one alone whose absence leaves nobody, or more. */
export const COVERAGE_LEVELS = ['none', 'one', 'enough'] as const;
export type CoverageLevel = (typeof COVERAGE_LEVELS)[number];

export const coverageLevel = (readers: number): CoverageLevel =>
  readers === 0 ? 'none' : readers === 1 ? 'one' : 'enough';

/** The network as far as it is one group's: its members, and of them only what they do for it. */
export function ofGroup({ readers, ...rest }: CoverageNetwork, id: ReadingGroupId): CoverageNetwork {
  const own = readers.filter(({ reader }) => reader.readingGroupIds.includes(id));
  return {
    ...rest,
    readers: own.map((facts) => ({
      ...facts,
      reader: { ...facts.reader, readingGroupIds: [id] },
      session: facts.session?.readingGroupId === id ? facts.session : null,
      shifts: facts.shifts.filter((shift) => shift.readingGroupId === id),
    })),
  };
}
