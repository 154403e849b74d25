/** Less than this to the deadline is soon. */
export const SOON_MS = 10 * 60_000;
