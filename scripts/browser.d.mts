export interface InstalledBrowser {
  readonly path: string;
  /** Environment it needs to start, such as the folder of its libraries. */
  readonly env: Readonly<Record<string, string>>;
}
export function findBrowser(): InstalledBrowser | null;
export function starts(browser: InstalledBrowser): boolean;
export function unpackBrowser(): Promise<InstalledBrowser | null>;
