import { describe } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from '../../scripts/browser.mjs';

const installed = findBrowser();
if (!installed && process.env['CI'] === 'true')
  throw new Error('no browser: node scripts/setup.mjs --browser finds one');

/** Skipped, with one loud line from `npm test`, on a person's machine without a browser; an error in CI. */
export const describeInBrowser = installed ? describe : describe.skip;

export function launchBrowser(): Promise<Browser> {
  if (!installed) throw new Error('no browser');
  return chromium.launch({
    executablePath: installed.path,
    // The sandbox needs namespaces that containers and root do not have; the only pages opened are our own.
    args: ['--no-sandbox', '--disable-gpu'],
    env: { ...process.env, ...installed.env } as Record<string, string>,
  });
}
