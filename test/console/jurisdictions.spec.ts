import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';

describeInBrowser('jurisdiction rules in the console', () => {
  let scene: ConsoleScene;
  let page: Page;

  beforeAll(async () => {
    scene = await startConsole();
    page = await scene.person('administrator');
  }, 120_000);
  afterAll(() => scene?.close());

  const shot = async (name: string) => {
    const path = process.env['SHOT'];
    if (path) await page.screenshot({ path: `${path}.${name}.png`, fullPage: true });
  };
  const row = (place: string) =>
    page.getByRole('table', { name: 'Jurisdiction rules' }).getByRole('row').filter({ hasText: place });
  const dialog = () => page.getByRole('dialog');
  const fill = (name: string, value: string) =>
    dialog()
      .getByRole('textbox', { name: new RegExp(`^${name}`) })
      .fill(value);
  const day = (name: string, value: string) =>
    dialog()
      .getByLabel(new RegExp(`^${name}`))
      .fill(value);

  it('lists what places ask, with where it is written', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Network', exact: true }).click();
    await page.getByRole('tab', { name: 'Jurisdictions' }).click();
    await row('GB').waitFor();
    await shot('list');
    expect(await row('GB').textContent()).toContain('Who interprets also issuesRCR, Standards');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('is written down in a form that says what is wrong, at its field', async () => {
    await page.getByRole('button', { name: 'Record a rule' }).click();
    await fill('Country', 'ie');
    await dialog().getByRole('combobox', { name: 'Rule' }).click();
    await page.getByRole('option', { name: 'A second read is mandatory' }).click();
    await fill('Description contains', 'screening');
    await fill('Source', 'BreastCheck guidelines');
    await day('In force from', '2027-01-01');
    await fill('Why it is written down', 'New contract in Ireland');
    await dialog().getByRole('button', { name: 'Record a rule' }).click();
    await dialog().getByRole('alert').getByText('parameters.modality').first().waitFor();
    await shot('form');
    await fill('Modality', 'mg');
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Record a rule' }).click();
    await page.getByText('The rule is recorded').waitFor();
    expect(await row('BreastCheck').textContent()).toContain('MG studies described with “screening”');
  });

  it('is corrected and ended by new versions, and keeps its history', async () => {
    await page.getByRole('button', { name: /^Correct: .*, IE$/ }).click();
    await fill('Source', 'BreastCheck guidelines, 5th edition');
    await fill('Why it is written down', 'The edition was missing');
    await dialog().getByRole('button', { name: 'Correct' }).click();
    await page.getByText('The record has a new version').waitFor();
    await page.getByRole('button', { name: /^End: .*, IE$/ }).click();
    await day('No more in force from', '2028-01-01');
    await fill('Why it is written down', 'Repealed');
    await dialog().getByRole('button', { name: 'End' }).click();
    await page.getByText('The record has an end').waitFor();
    await page.getByRole('button', { name: /^History: .*, IE$/ }).click();
    const versions = dialog().getByRole('table', { name: 'History' }).getByRole('row');
    await versions.filter({ hasText: 'New contract in Ireland' }).waitFor();
    await shot('history');
    expect(await versions.count()).toBe(4);
    expect(await versions.nth(1).textContent()).toContain('2027-01-01 to 2028-01-01Repealed');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('is linked from what it finds in a policy', async () => {
    // It forbids the network's plan for the demonstration's British hospital.
    const { client } = await scene.demo.as('administrator');
    await client.jurisdictions.record({
      country: 'GB',
      rule: 'stepBeforeExam',
      source: 'For the specs',
      validFrom: '2020-01-01',
      reason: 'spec',
    });
    await page.getByRole('tab', { name: 'Policies' }).click();
    await page.getByRole('table', { name: 'Policies' }).getByRole('link', { name: 'Network', exact: true }).click();
    await page.getByRole('tab', { name: 'Findings' }).click();
    const findings = page.getByRole('table', { name: 'Findings' });
    await findings.getByRole('link', { name: 'Record, version 1' }).first().click();
    await dialog().getByRole('table', { name: 'History' }).getByText('For the specs').waitFor();
    expect(page.url()).toContain('tab=jurisdictions&rule=');
  });

  it('is shown on a policy in force that it forbids, which stays in force', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Policies' }).click();
    const told = () => page.getByRole('table', { name: 'Policies' }).getByText('Forbidden by law');
    for (let tries = 0; tries < 20 && (await told().count()) === 0; tries += 1) {
      await page.reload();
      await page.getByRole('table', { name: 'Policies' }).waitFor();
    }
    await told().first().waitFor();
    await page.getByRole('table', { name: 'Policies' }).getByRole('link', { name: 'Network', exact: true }).click();
    await page.getByRole('alert').getByText('A jurisdiction rule forbids what is in force').waitFor();
    await shot('policy');
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});
