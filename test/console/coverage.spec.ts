import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { plusMinutes } from '@overread/domain';
import type { Page } from 'playwright-core';
import { LeaseKeeper } from '@overread/platform';
import { CoverageWarningsJob } from '../../libs/features/src/dispatch/coverage/coverage-warnings.job.js';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import { ReadingScene } from '../support/reading-scene.js';

const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null } as const;

/** One signed on for the next ten hours, whose licence ends in a week, one without a privilege, and a head CT that waits. */
async function thinSite(console: ConsoleScene): Promise<void> {
  const { server } = console.demo;
  const scene = await ReadingScene.of(server);
  const alone = await scene.reader('Dr Cora Alone');
  const barred = await scene.reader('Dr Bo Barred');
  await server.asOwner('delete from privilege where reader_id = $1', [barred.readerId]);
  const now = await scene.now();
  await server.asOwner('update reading_session set until = $2 where id = $1', [
    alone.sessionId,
    plusMinutes(now, 10 * 60),
  ]);
  await server.asOwner('update licence set valid_until = $2 where reader_id = $1', [
    alone.readerId,
    plusMinutes(now, 7 * 1440),
  ]);
  await scene.study([{ by: alone, ...nobody, state: 'queued', ladder: [] }], { state: 'ready', subspecialty: null });
  await scene.refresh();
}

describeInBrowser('coverage', () => {
  let scene: ConsoleScene;
  let page: Page;
  beforeAll(async () => {
    scene = await startConsole();
    await thinSite(scene);
    page = await scene.person('administrator');
  }, 120_000);
  afterAll(() => scene?.close());

  const map = () => page.getByRole('table', { name: 'Eligible readers by hour, America/Chicago' });
  const row = () => map().getByRole('row').filter({ hasText: 'site-' });

  it('shows hour by hour in local time who could read what, in colour and in words', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coverage' }).click();
    await page.getByRole('heading', { level: 1, name: 'Coverage' }).waitFor();
    await row().waitFor();
    const cells = await row().getByRole('cell').allTextContents();
    expect(cells).toHaveLength(72);
    expect([cells[0], cells.at(-1)]).toEqual(['1', 'none']);
    expect(await row().locator('[data-level=none]').count()).toBe(cells.filter((cell) => cell === 'none').length);
    await page.getByText('Offshore', { exact: true }).click();
    await row().getByRole('cell').first().getByText('none').waitFor();
    await page.getByText('Anywhere', { exact: true }).click();
  });

  it('lists thin hours, what ends, and what alone keeps readers out', async () => {
    await page
      .getByRole('table', { name: /^Thin hours/ })
      .getByRole('row', { name: /Nobody site-/ })
      .first()
      .waitFor();
    const ends = page.getByRole('table', { name: 'Ending within 30 days' }).getByRole('row', { name: /Cora Alone/ });
    expect(await ends.textContent()).toContain('Licence US-TX');
    const blockers = page.getByRole('table', { name: /^Failing one rule alone/ });
    await blockers.getByRole('row', { name: /no privilege at site-/ }).waitFor();
  });

  it('is narrowed to a facility and a modality', async () => {
    const choose = async (field: string, name: string | RegExp) => {
      await page.getByRole('combobox', { name: field, exact: true }).click();
      await page.getByRole('option', { name }).first().click();
    };
    await choose('Modality family', 'MR');
    await page.getByText('No such study came in the past four weeks').waitFor();
    await choose('Modality family', 'CT');
    await row().waitFor();
    await choose('Facility', 'Mercy North');
    await row().waitFor({ state: 'detached' });
    expect(await row().count()).toBe(0);
    await page.getByLabel('Clear Facility', { exact: true }).click();
    await page.getByLabel('Clear Modality family', { exact: true }).click();
    await row().waitFor();
  });

  it('tells ahead of time what will be missed, who can mend it, and who has seen it', async () => {
    const { app } = scene.demo.server;
    const lease = await app.get(LeaseKeeper).acquire('coverage-warnings');
    expect(await app.get(CoverageWarningsJob).look(lease!, true)).toBeGreaterThan(1);
    const warnings = page.getByRole('table', { name: 'Warnings' });
    const hours = warnings.getByRole('row').filter({ hasText: 'site-' }).first();
    await hours.getByText('Nobody', { exact: true }).waitFor();
    expect(await hours.textContent()).toMatch(/past the third day.*Group of Dr Cora Alone: 1 could, given a shift/);
    await warnings.getByRole('row').filter({ hasText: 'Licence US-TX, Dr Cora Alone' }).waitFor();
    if (process.env['SHOT']) await page.screenshot({ path: `${process.env['SHOT']}.warnings.png`, fullPage: true });
    await hours.getByRole('button', { name: 'Acknowledge' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'What is being done' }).fill('Dr Barred is being credentialed');
    if (process.env['SHOT']) await page.screenshot({ path: `${process.env['SHOT']}.dialog.png` });
    await dialog.getByRole('button', { name: 'Acknowledge' }).click();
    await warnings.getByText('Dr Barred is being credentialed').waitFor();
  });

  it('says on the overview what nobody has acknowledged yet', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click();
    const notice = page.locator('[data-warnings]');
    await notice.getByText('Licence US-TX, Dr Cora Alone').waitFor();
    expect(await notice.textContent()).not.toContain('site-');
    if (process.env['SHOT']) await page.screenshot({ path: `${process.env['SHOT']}.overview.png` });
    expect(await accessibilityProblems(page)).toEqual([]);
    await notice.getByRole('link', { name: 'All warnings' }).click();
    await page.getByRole('heading', { level: 1, name: 'Coverage' }).waitFor();
  });

  it('can be used without a mouse and without sight', async () => {
    expect(await accessibilityProblems(page)).toEqual([]);
    if (process.env['SHOT']) await page.screenshot({ path: process.env['SHOT'], fullPage: true });
    expect(scene.failures).toEqual([]);
  });
});
