import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';

describeInBrowser('dispatch parameters', () => {
  let scene: ConsoleScene;
  let page: Page;
  beforeAll(async () => {
    scene = await startConsole({ roles: new Set(['api', 'follower']) });
    page = await scene.person('administrator');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Dispatch parameters' }).click();
    await page.getByRole('heading', { level: 1, name: 'Dispatch parameters' }).waitFor();
  }, 120_000);
  afterAll(() => scene?.close());

  const proposed = (name: string) => page.getByRole('textbox', { name: `Proposed ${name}`, exact: true });
  const changes = () => page.getByRole('region', { name: 'What would change' });
  const put = () => page.getByRole('button', { name: 'Put in force' });

  it('say which rule a number breaks before it is sent, and put nothing in force that breaks one', async () => {
    await proposed('Maximum wait, STAT').fill('0');
    await page.getByText('It must be at least 15: it is a promise and cannot be switched off').waitFor();
    expect(await put().isDisabled()).toBe(true);
    expect(await accessibilityProblems(page)).toEqual([]);
    await proposed('Maximum wait, STAT').fill('');
    await changes().getByText('Nothing is proposed').waitFor();
  });

  it('are tried as a what-if, and put in force with a reason and the run they were tried in', async () => {
    await proposed('Weight of a breach, STAT').fill('12');
    await changes().getByText('Weight of a breach, STAT: 10 becomes 12').waitFor();
    await page.getByRole('button', { name: 'Try as what-if' }).click();
    await page.getByText('Proposed dispatch parameters are tried: Weight of a breach').waitFor();
    await page.getByRole('textbox', { name: 'Name of the run' }).fill('Heavier STAT');
    await page.getByRole('button', { name: 'Play it' }).click();
    const run = page.getByRole('region', { name: 'Heavier STAT' });
    await run.getByText('done', { exact: true }).waitFor({ timeout: 30_000 });
    await page.getByRole('link', { name: 'Dispatch parameters' }).click();
    await put().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('STAT was late too often');
    await dialog.getByRole('button', { name: 'Put in force' }).click();
    await changes()
      .getByText(/^Version 1 is in force/)
      .waitFor();
    const history = page.getByRole('region', { name: 'History' });
    await history.getByText('STAT was late too often').waitFor();
    const { client } = await scene.demo.as('administrator');
    const [run1] = (await client.whatIf.list()).items;
    expect(run1?.question.change.params).toMatchObject({ weights: { stat: 12 } });
    const inForce = await client.parameters.get();
    expect(inForce).toMatchObject({ version: 1, parameters: { dispatch: { weights: { stat: 12 } } } });
    expect(inForce.history).toMatchObject([{ whatIfId: run1?.id, by: { name: expect.stringMatching(/./) } }]);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('go back to before in one step', async () => {
    await page.getByRole('button', { name: 'Go back to before' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('no better');
    await dialog.getByRole('button', { name: 'Go back to before' }).click();
    await changes()
      .getByText(/^Version 2 is in force/)
      .waitFor();
    await page.getByText('back to version 0').waitFor();
    const { client } = await scene.demo.as('administrator');
    const { parameters, defaults } = await client.parameters.get();
    expect(parameters).toEqual(defaults);
  });

  it('are shown to an auditor without anything to press, and not to a hospital', async () => {
    const auditor = await scene.person('auditor');
    await auditor.getByRole('link', { name: 'Dispatch parameters' }).click();
    await auditor.getByText('no better').waitFor();
    expect(await auditor.getByRole('button', { name: 'Put in force' }).count()).toBe(0);
    expect(await auditor.getByRole('textbox').count()).toBe(0);
    const hospital = await scene.person('hospital');
    expect(await hospital.getByRole('link', { name: 'Dispatch parameters' }).count()).toBe(0);
  });
});
