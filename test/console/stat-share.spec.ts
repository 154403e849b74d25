import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Study } from '@overread/wire';
import type { Locator, Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import { studyBody } from '../support/demo-studies.js';

const REASON = 'Over 40 % of your studies are STAT';

describeInBrowser('STAT inflation in the console', () => {
  let scene: ConsoleScene;
  let page: Page;
  const submit = (facility: string, priority: 'stat' | 'urgent' | 'routine') =>
    scene.demo.key('Mercy Health').studies.submit(studyBody({ facility, priority, patientClass: 'outpatient' }));

  beforeAll(async () => {
    scene = await startConsole();
    await scene.demo.signOn('Grace Okafor');
    for (let count = 0; count < 20; count += 1) {
      await submit('mercy-north', count < 12 ? 'stat' : 'routine');
      if (count < 8) await submit('mercy-east', count < 2 ? 'stat' : 'routine');
    }
    await scene.demo.server.clock.advance({ hours: 1 });
    page = await scene.person('administrator');
  }, 120_000);
  afterAll(() => scene?.close());

  const open = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  const rule = (): Locator => page.getByRole('region', { name: 'Priority rule 1' });

  it('is met by a rule written in a form, which wants the reason the site is told', async () => {
    await open('Network');
    await page.getByRole('tab', { name: 'Policies' }).click();
    await page.getByRole('table', { name: 'Policies' }).getByRole('link', { name: 'Network', exact: true }).click();
    await page.getByRole('button', { name: 'Edit as new draft' }).click();
    await page.getByRole('button', { name: 'Add a priority rule' }).click();
    await rule().getByRole('textbox', { name: 'Priority rule 1' }).fill('Too much STAT');
    await rule().getByText('The site is told why: a reason is required').waitFor();
    expect(await page.getByRole('button', { name: 'Save as draft' }).isDisabled()).toBe(true);
    // Typed, not filled in: a space at the end of what stands there so far is not lost.
    const reason = rule().getByRole('textbox', { name: 'Reason that the site is told' });
    await reason.fill(REASON.slice(0, -5));
    await reason.press('End');
    await reason.pressSequentially(REASON.slice(-5));
    expect(await reason.inputValue()).toBe(REASON);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByText('Draft 2 is saved').waitFor();
    const row = page.getByRole('table', { name: 'What requested priorities count as' }).getByRole('row').nth(1);
    expect(await row.textContent()).toContain(
      'Too much STATSite’s STAT share (7 days) is at least 0.4STAT counts as Urgent: ' + REASON,
    );
  });

  it('is tried on a sample at any share, and put in force', async () => {
    await page.getByRole('tab', { name: 'Test' }).click();
    await page.getByRole('combobox', { name: 'Facility' }).click();
    await page.getByRole('option', { name: 'Mercy East Hospital' }).click();
    await page.getByRole('combobox', { name: 'Patient class' }).click();
    await page.getByRole('option', { name: 'Outpatient' }).click();
    const result = page.getByRole('status', { name: 'Result of the test' });
    await page.getByRole('button', { name: 'Run test' }).click();
    await result.getByText('1 study, 0 routed another way than now').waitFor();
    await page.getByRole('textbox', { name: /Share of STAT of the site/ }).fill('60');
    await page.getByRole('button', { name: 'Run test' }).click();
    await result.getByText('1 study, 1 routed another way than now').waitFor();
    await result
      .getByText(/Network priority rule "Too much STAT" matched: priority lowered from stat to urgent/)
      .waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Put in force' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click();
    await page.getByText('Version 2 is in force').waitFor();
  });

  it('is said on the study: what was requested, what it is handled as, by which rule and why', async () => {
    const study: Study = await submit('mercy-north', 'stat');
    await page.goto(`${scene.demo.server.url}/studies/${study.id}`);
    const notice = page.getByRole('alert').filter({ hasText: 'Requested STAT, handled as Urgent' });
    await notice.waitFor();
    expect(await notice.textContent()).toContain(REASON);
    expect(await notice.textContent()).toContain('Network, version 2, rule “Too much STAT”');
    await page.getByRole('tab', { name: 'Timeline' }).click();
    const said = page.getByText(/Rule: Too much STAT/);
    await said.waitFor();
    for (const fact of ['From: stat', 'To: urgent', 'Requested: stat', 'Policy: Network', `Reason: ${REASON}`])
      expect(await said.textContent()).toContain(fact);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('is shown site by site with what it costs the others, and as a file', async () => {
    await open('STAT share');
    await page.getByRole('heading', { level: 1, name: 'STAT share' }).waitFor();
    const table = page.getByRole('table', { name: 'STAT share' });
    await table.getByRole('row', { name: /mercy-north/ }).waitFor();
    const rows = await table.getByRole('row').allTextContents();
    expect(rows[2]).toMatch(/Mercy North.*mercy-north21.*61\.9 %13/);
    expect(rows[3]).toMatch(/Mercy East.*25\.0 %2/);
    await page.getByText('Of all sites together 51.7 % is asked for as STAT.').waitFor();
    await page.getByRole('img', { name: /Bars of the share of STAT of 2 sites/ }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^stat-share-.*\.csv$/);
  });

  it('is shown a health system of its own sites, without the network where that would tell of one other', async () => {
    const theirs = await scene.person('imaging@harbour.example');
    await theirs.getByRole('navigation').getByRole('link', { name: 'STAT share' }).click();
    await theirs.getByText('No study was received in this period').waitFor();
    const mercy = await scene.person('imaging@mercy.example');
    await mercy.getByRole('navigation').getByRole('link', { name: 'STAT share' }).click();
    const table = mercy.getByRole('table', { name: 'STAT share' });
    await table.getByRole('row', { name: /mercy-north/ }).waitFor();
    expect(await mercy.getByText(/Of all sites together/).count()).toBe(0);
    expect(scene.failures).toEqual([]);
  });
});
