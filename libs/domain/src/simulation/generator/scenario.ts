/** What makes one scenario harder than another. */
export interface Scenario {
  /** Work that arrives over what the readers on shift can do, over the day. */
  load: number;
  /** How widely readers are credentialed, 0..1. */
  flex: number;
  /** Share of the readers on shift who cannot work for a while in the measured day. */
  outageShare: number;
}

export const SCENARIO_NAMES = ['busy', 'scarce', 'overload', 'outage'] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

export const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  busy: { load: 0.92, flex: 0.7, outageShare: 0 },
  scarce: { load: 0.88, flex: 0.5, outageShare: 0 },
  overload: { load: 0.96, flex: 0.5, outageShare: 0 },
  outage: { load: 0.85, flex: 0.7, outageShare: 0.4 },
};

export interface InstanceSize {
  readers: number;
  facilities: number;
  jurisdictions: number;
}

export const SIZE_NAMES = ['S', 'M', 'L'] as const;
export type SizeName = (typeof SIZE_NAMES)[number];

export const SIZES: Readonly<Record<SizeName, InstanceSize>> = {
  S: { readers: 40, facilities: 40, jurisdictions: 12 },
  M: { readers: 150, facilities: 120, jurisdictions: 30 },
  L: { readers: 500, facilities: 400, jurisdictions: 50 },
};
