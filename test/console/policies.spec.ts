import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';

describeInBrowser('policies in the console', () => {
  let scene: ConsoleScene;
  let page: Page;
  beforeAll(async () => {
    scene = await startConsole();
    page = await scene.person('administrator');
    await page.getByRole('navigation').getByRole('link', { name: 'Network' }).click();
    await page.getByRole('tab', { name: 'Policies' }).click();
  }, 120_000);
  afterAll(async () => {
    await scene?.close();
  });

  it('are listed with what is in force, and shown for a facility with the origin of each rule', async () => {
    await page.getByRole('row', { name: /Network.*Version 1.*Active/ }).waitFor();
    await page.getByRole('combobox', { name: 'What routes the studies of a facility' }).click();
    await page.getByRole('option', { name: /mercy-north/ }).click();
    const effective = page.getByRole('table', { name: 'Effective policy' });
    await effective.waitFor();
    const rows = await effective.getByRole('row').allTextContents();
    expect(rows[1]).toMatch(/^1Always final-onshore.*Policy of a facility, Version 1/);
    expect(rows.at(-1)).toMatch(/Fallback.*Network policy, Version 1/);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('are edited by forms: a mistake is said at its place, and a draft comes of it', async () => {
    await page.getByRole('table', { name: 'Policies' }).getByRole('link', { name: 'Network', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Network' }).waitFor();
    await page.getByRole('button', { name: 'Edit as new draft' }).click();
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const rule = page.getByRole('region', { name: 'Rule 6' });
    await rule.getByRole('textbox', { name: 'Rule 6' }).fill('CT of the old');
    await rule.getByRole('combobox', { name: 'Leads to plan' }).fill('no-such-plan');
    await rule.getByRole('alert').getByText('No plan here or above is named "no-such-plan"').waitFor();
    expect(await page.getByRole('button', { name: 'Save as draft' }).isDisabled()).toBe(true);
    await rule.getByRole('combobox', { name: 'Leads to plan' }).fill('final-onshore');
    await rule.getByRole('button', { name: 'Add a condition' }).click();
    await rule.getByRole('button', { name: 'Try earlier' }).waitFor();
    await rule.getByRole('textbox', { name: 'Under protocol' }).fill('fall');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByText('Draft 2 is saved').waitFor();
    await page
      .getByRole('table', { name: 'Rules' })
      .getByRole('row', { name: /CT of the old.*Modality is CT/ })
      .waitFor();
  });

  it('are not put in force untested, and say so', async () => {
    await page.getByRole('button', { name: 'Put in force' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/instead of version 1/).waitFor();
    await dialog.getByRole('button', { name: 'Put in force' }).click();
    expect(await dialog.getByRole('alert').textContent()).toContain('policy/untested');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  it('are tried on a sample, which makes the draft tested, and then put in force', async () => {
    await page.getByRole('tab', { name: 'Test' }).click();
    await page.getByRole('combobox', { name: 'Facility' }).click();
    await page.getByRole('option', { name: 'Mercy East Hospital' }).click();
    // By the clock of the hospital in Texas, whatever that of whoever asks says.
    await page.getByLabel('Routed at (now when empty)').fill('2026-11-20T12:00');
    const asked = page.waitForRequest((request) => request.url().endsWith('/test'));
    await page.getByRole('button', { name: 'Run test' }).click();
    expect((await asked).postDataJSON()).toMatchObject({ at: '2026-11-20T18:00:00.000Z' });
    const result = page.getByRole('status', { name: 'Result of the test' });
    await result.getByText('1 study, 1 routed another way than now').waitFor();
    await result.getByText(/Network rule "CT of the old" matched/).waitFor();
    await page
      .getByRole('table', { name: 'Tests' })
      .getByRole('row', { name: /Samples/ })
      .waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Put in force' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click();
    await page.getByText('Version 2 is in force').waitFor();
  });

  it('show what was found and what differs, and leave as a file', async () => {
    await page.getByRole('tab', { name: 'Findings' }).click();
    await page.getByText('Nothing was found').waitFor();
    await page.getByRole('tab', { name: 'Differences' }).click();
    await page.getByRole('region', { name: 'Rule rule-6' }).getByText('Added').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('network-2.json');
    const document = JSON.parse(readFileSync(await download.path(), 'utf8')) as { rules: { name: string }[] };
    expect(document.rules.map(({ name }) => name)).toContain('CT of the old');
  });

  it('are edited by forms with hours, coverage and steps, and what is shown is what is saved', async () => {
    await page.getByRole('button', { name: 'Edit as new draft' }).click();
    const rule = page.getByRole('region', { name: 'Rule 6' });
    const values = rule.getByRole('textbox', { name: 'Value' });
    await rule.getByRole('button', { name: 'Add a condition' }).click();
    await values.nth(1).fill('MR');
    // The one before it goes: its text goes with it.
    await rule.getByRole('button', { name: 'Remove condition' }).first().click();
    expect(await values.count()).toBe(1);
    expect(await values.inputValue()).toBe('MR');
    await rule.getByRole('button', { name: 'Add a condition' }).click();
    await rule.getByRole('combobox', { name: 'Attribute' }).nth(1).click();
    await page.getByRole('option', { name: 'Local time', exact: true }).click();
    await rule.getByRole('combobox', { name: 'Days' }).click();
    await page.getByRole('option', { name: 'Sat' }).click();
    await page.getByRole('option', { name: 'Sun' }).click();
    await page.keyboard.press('Escape');
    await rule.getByRole('button', { name: 'Add hours' }).click();
    const coverage = page.getByRole('region', { name: 'How work that nobody takes reaches more people' });
    await coverage.getByRole('checkbox', { name: /^At its deadline a read becomes visible to every/ }).check();
    const step = page.getByRole('region', { name: 'Step 1' }).first();
    await step.getByRole('textbox', { name: 'Overflow below' }).fill('4');
    await step.getByRole('textbox', { name: 'Shows next' }).waitFor();
    if (process.env['SHOT']) await page.screenshot({ path: process.env['SHOT'], fullPage: true });
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByText('Draft 3 is saved').waitFor();
    const row = page.getByRole('table', { name: 'Rules' }).getByRole('row', { name: /CT of the old/ });
    expect(await row.textContent()).toMatch(
      /Modality is MR; Local time: Sat Sun 19:00–07:00, 19:00–07:00.*protocol fall/,
    );
    await page.getByText('At its deadline a read becomes visible to every contracted group.').waitFor();
    await page.getByText(/overflow: opens below 4 reads of one’s own, shows 2/).waitFor();
  });

  it('come in from a file, whose faults are named by their path', async () => {
    const file = { plans: [{ name: 'broken' }], rules: [], fallback: 'broken' };
    await page.getByLabel('Import a file').setInputFiles({
      name: 'policy.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(file)),
    });
    await page.getByRole('alert').getByText('plans.0.reads').waitFor();
    expect(await page.getByRole('button', { name: 'Save as draft' }).isDisabled()).toBe(true);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(scene.failures).toEqual([]);
  });

  it('are made anew for a facility, as a draft', async () => {
    await page.goto(`${scene.demo.server.url}/network?tab=policies`);
    await page.getByRole('button', { name: 'New policy' }).click();
    const dialog = page.getByRole('dialog', { name: 'New policy' });
    const make = dialog.getByRole('button', { name: 'Make the draft' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Coral at weekends');
    expect(await make.isDisabled()).toBe(true);
    await dialog.getByRole('combobox', { name: 'Facility' }).click();
    await page.getByRole('option', { name: /Coral.*Surgical/ }).click();
    expect(await accessibilityProblems(page)).toEqual([]);
    await make.click();
    await page.getByRole('heading', { level: 1, name: 'Coral at weekends' }).waitFor();
    await page.getByText('Draft', { exact: true }).first().waitFor();
    const made = await scene.demo.server.asOwner(
      `select p.scope, v.state, f.code from policy p join policy_version v on v.policy_id = p.id
       join facility f on f.id = p.facility_id where p.name = 'Coral at weekends'`,
    );
    expect(made).toEqual([{ scope: 'facility', state: 'draft', code: 'coral-surgical' }]);
  });
});
