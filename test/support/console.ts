import type { Config } from '@overread/platform';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './browser.js';
import { startDemoServer, type DemoServer } from './demo-server.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const BUILT = path.resolve(import.meta.dirname, '../../dist/console/index.html');
const PATIENCE_MS = 15_000;

/** The demo network, its console in a real browser, and whatever went wrong in a page. */
export interface ConsoleScene {
  readonly demo: DemoServer;
  readonly browser: Browser;
  /** Script errors and what the content security policy refused, in any page. */
  readonly failures: string[];
  /** A browser of its own, at the start page. */
  visitor(): Promise<Page>;
  /** The same with somebody signed in through the form, as a person would. */
  person(who: string): Promise<Page>;
  close(): Promise<void>;
}

/** The clock stands at this moment: the browser's own goes on from here. */
export async function startConsole(config: Partial<Config> = {}): Promise<ConsoleScene> {
  if (!existsSync(BUILT)) throw new Error('the console is not built: npm run build');
  const [demo, browser] = await Promise.all([
    startDemoServer({ at: new Date().toISOString(), config }),
    launchBrowser(),
  ]);
  const failures: string[] = [];
  const visitor = async (): Promise<Page> => {
    const context: BrowserContext = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', (error) => failures.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/i.test(message.text())) failures.push(message.text());
    });
    await page.goto(demo.server.url);
    return page;
  };
  const person = async (who: string): Promise<Page> => {
    const { user } = await demo.as(who);
    const page = await visitor();
    await signIn(page, user.email, user.password);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    return page;
  };
  const close = async (): Promise<void> => {
    await browser.close();
    await demo.close();
  };
  return { demo, browser, failures, visitor, person, close };
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

interface Violation {
  id: string;
  nodes: { html: string }[];
}

/** What axe finds against WCAG 2.2 A and AA: each rule with the first element that breaks it. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async (runOnly): Promise<Violation[]> => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    return (await axe.run({ runOnly })).violations;
  }, RULES);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`);
}
