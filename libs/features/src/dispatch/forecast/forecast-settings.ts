/** How forecasts pace themselves. */
export const FORECAST_SETTINGS = {
  /** Chances are worked out anew when asked for, at most this often; and never more than a twentieth of the time. Milliseconds. */
  freshMs: 10_000,
  dutyShare: 0.05,
  /** Who asks after a longer rest waits for new ones. Milliseconds. */
  staleMs: 60_000,
  /** Works this many reads off before others have the event loop. */
  slice: 250,
  /** Readers rostered within this time count. Minutes. */
  horizonMinutes: 480,
  /** Chances are sampled and settled this often. Milliseconds. */
  sampleMs: 30_000,
  /** The correction is fitted anew this often, over this many days. */
  refitHours: 24,
  calibrationDays: 28,
  /** Most forecasts that one fit looks at: the newest. */
  calibrationSample: 50_000,
};
