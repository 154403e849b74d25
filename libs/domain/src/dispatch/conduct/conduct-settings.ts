/** How much of a read's time a holder may be silent, and what happens then. Minutes. */
export interface HoldingSettings {
  /** Silence allowed, in expected reading times of the very read. */
  timesExpected: number;
  /** Silence allowed at the least, however short the read. */
  leastMinutes: number;
  /** The reader is told so long before the read goes back. */
  warningMinutes: number;
  /** Silence allowed to a reader who has signed off with the read open. */
  signedOffMinutes: number;
}

/** What may be asked of readers in one country, and what may be recorded of them. Data an administrator changes. */
export interface ConductSettings {
  holding: HoldingSettings;
  /** Skips without a reason that never counts, per reading session; null is as many as they like. */
  skipsPerSession: number | null;
  /** Whether figures of single readers may be recorded and shown at all. */
  surveillance: boolean;
}

export const DEFAULT_CONDUCT_SETTINGS: ConductSettings = {
  holding: { timesExpected: 3, leastMinutes: 30, warningMinutes: 5, signedOffMinutes: 5 },
  skipsPerSession: 3,
  surveillance: true,
};

/** The settings of a country, by ISO 3166-1 code; `*` where the country has none of its own. */
export const conductIn = (
  byCountry: ReadonlyMap<string, ConductSettings>,
  country: string | null | undefined,
): ConductSettings => byCountry.get(country ?? '*') ?? byCountry.get('*') ?? DEFAULT_CONDUCT_SETTINGS;
