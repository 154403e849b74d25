import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

/** A period with a day to spare on either side: tests also run at midnight. */
async function aroundNow(page: Page): Promise<void> {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('To', { exact: true }).fill(day(2));
  await page.getByLabel('From', { exact: true }).fill(day(-2));
}

const go = (page: Page, place: string) => page.getByRole('navigation').getByRole('link', { name: place }).click();

describeInBrowser('an administrator in the console', () => {
  let scene: ConsoleScene;
  let page: Page;
  beforeAll(async () => {
    scene = await startConsole();
    const mercy = await scene.demo.as('imaging@mercy.example');
    const grace = await scene.demo.signOn('Grace Okafor');
    await mercy.client.studies.submit(studyBody({ facility: 'mercy-north' }));
    const { read } = (await grace.client.work.next())!;
    await grace.client.reads.open(read.id, {});
    await scene.demo.server.clock.advance({ minutes: 12 });
    await grace.client.reads.final(read.id, reportBody());
    page = await scene.person('administrator');
  }, 120_000);
  afterAll(async () => {
    await scene?.close();
  });

  it('reads the turnaround as a chart, as a table and as a file', async () => {
    await go(page, 'Turnaround');
    await aroundNow(page);
    const table = page.getByRole('table', { name: 'Turnaround' });
    await table.waitFor();
    const cells = await table.getByRole('row').nth(1).getByRole('cell').allTextContents();
    expect(cells.slice(0, 5)).toEqual(['CT', '1', '12 min', '12 min', '100.0 %']);
    await page
      .getByRole('img', { name: /Bars of median/ })
      .locator('canvas')
      .waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^turnaround-\d{4}-\d\d-\d\d-.*\.csv$/);
    const [head, row] = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    expect(head).toContain('modalityFamily');
    expect(row).toContain('CT');
  });

  it('reads what was promised and what was kept, per service level', async () => {
    await go(page, 'Service levels');
    await aroundNow(page);
    const table = page.getByRole('table', { name: 'Service levels' });
    const row = table.getByRole('row', { name: /Lone Star Radiology for Mercy Health.*stat final/ });
    await row.waitFor();
    expect((await row.getByRole('cell').allTextContents()).slice(2, 7)).toEqual(['1 h 00 min', '1', '1', '0', '0']);
    expect(await row.textContent()).toContain('100.0 %');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('says how pairs come about while there are none to report on', async () => {
    await go(page, 'Concordance');
    await page.getByText('No pair was compared in this period').waitFor();
    await page.getByText(/hands in an opinion without seeing/).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('resolves what a door refused, with what was done', async () => {
    const mercy = await scene.demo.as('imaging@mercy.example');
    const body = studyBody({ accessionNumber: 'TWICE' });
    await mercy.client.studies.submit(body);
    const other = { ...body, patient: { ...body.patient, id: 'SOMEBODY-ELSE' } };
    await expect(mercy.client.studies.submit(other)).rejects.toMatchObject({ status: 409 });
    await go(page, 'Intake exceptions');
    const exception = page.getByRole('main').getByRole('listitem').filter({ hasText: 'TWICE' });
    await exception.getByRole('button', { name: 'Resolve' }).click();
    await page.getByRole('textbox', { name: 'What was done' }).fill('told the front desk');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
    await exception.waitFor({ state: 'detached' });
    await page.getByRole('radiogroup', { name: 'State' }).getByText('Resolved').click();
    await exception.getByText('told the front desk').waitFor();
    const [listed] = (await mercy.client.intake.exceptions({ state: 'resolved' })).items;
    expect(listed?.resolution).toBe('told the front desk');
  });

  it('looks at the network: readers and their licences, facilities, contracts and policies', async () => {
    await go(page, 'Network');
    const readers = page.getByRole('table', { name: 'Readers' });
    await readers.getByRole('row', { name: /Grace Okafor/ }).waitFor();
    expect(await readers.getByRole('row', { name: /Grace Okafor/ }).textContent()).toMatch(/Signed on · US-TX.*US-TX/);
    await page.getByRole('tab', { name: 'Facilities' }).click();
    await page.getByRole('row', { name: /mercy-east.*HOSPA/ }).waitFor();
    await page.getByRole('tab', { name: 'Contracts' }).click();
    await page
      .getByRole('row', { name: /Lone Star Radiology for Mercy Health/ })
      .first()
      .waitFor();
    await page.getByRole('tab', { name: 'Policies' }).click();
    await page
      .getByRole('table', { name: 'Policies' })
      .getByRole('row', { name: /Network.*Version 1.*Active/ })
      .waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('has light colours that are as readable as the dark ones', async () => {
    await page.getByTitle('Account').click();
    const light = page.getByRole('menuitem', { name: 'Light colours' });
    await light.waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await light.click();
    for (const place of ['Overview', 'Live queue', 'Studies', 'Turnaround', 'Network', 'Submit a study']) {
      await go(page, place);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
    }
  });

  it('lets an auditor look and not touch', async () => {
    const auditor = await scene.person('auditor');
    const mercy = await scene.demo.as('imaging@mercy.example');
    const study = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north' }));
    await go(auditor, 'Live queue');
    await auditor.locator(`[role=row][data-key="${study.reads[0]!.id}"]`).click();
    const panel = auditor.getByRole('complementary', { name: 'The chosen read' });
    await panel.getByText('Coverage ladder').waitFor();
    for (const name of ['Assign', 'Raise priority', 'Release'])
      expect(await panel.getByRole('button', { name }).count()).toBe(0);
    await auditor.context().close();
  });

  it('runs without a script error', () => {
    expect(scene.failures).toEqual([]);
  });
});
