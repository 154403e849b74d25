import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import type { DemoPerson } from '../support/demo-server.js';
import { studyBody } from '../support/demo-studies.js';

describeInBrowser('conduct figures, in the console', () => {
  let scene: ConsoleScene;
  let grace: DemoPerson;
  let reader: Page;
  let manager: Page;
  beforeAll(async () => {
    scene = await startConsole();
    grace = await scene.demo.signOn('Grace Okafor');
    const mercy = await scene.demo.as('imaging@mercy.example');
    await mercy.client.studies.submit(studyBody({ facility: 'mercy-north', priority: 'routine', protocol: null }));
    const taken = await grace.client.work.next();
    await grace.client.reads.release(taken?.read.id ?? '', { reason: 'Wrong monitor' });
    manager = await scene.person('manager@lonestar.example');
    reader = await scene.person('Grace Okafor');
    for (const page of [manager, reader]) await page.getByRole('link', { name: 'Conduct' }).click();
  }, 120_000);
  afterAll(() => scene?.close());

  it('a reader sees their own and contests one; the manager is shown it at once and answers', async () => {
    await reader.getByText('Too few reads or skips').waitFor();
    await reader.getByRole('button', { name: 'Contest a figure' }).click();
    const dialog = reader.getByRole('dialog', { name: 'Contest a figure' });
    await dialog.getByRole('combobox', { name: 'Which figure' }).click();
    await reader.getByRole('option', { name: 'Skipped by choice' }).click();
    await dialog.getByRole('textbox', { name: 'What is wrong with it' }).fill('The monitor was broken');
    expect(await accessibilityProblems(reader)).toEqual([]);
    await dialog.getByRole('button', { name: 'Contest a figure' }).click();
    const waiting = manager.getByRole('article', { name: 'Dr Grace Okafor: Skipped by choice' });
    await waiting.getByText('The monitor was broken').waitFor();
    expect(await accessibilityProblems(manager)).toEqual([]);
    expect(await reader.getByRole('button', { name: 'Answer' }).count()).toBe(0);
    await waiting.getByRole('button', { name: 'Answer' }).click();
    const answer = manager.getByRole('dialog', { name: 'Answer' });
    const send = answer.getByRole('button', { name: 'Answer' });
    await answer.getByRole('textbox', { name: 'Reason' }).fill('It was');
    expect(await send.isDisabled()).toBe(true);
    await answer.getByRole('radio', { name: 'Struck' }).check();
    expect(await accessibilityProblems(manager)).toEqual([]);
    await send.click();
    await manager.getByText('Nobody waits for an answer.').waitFor();
    await reader
      .getByRole('article', { name: 'Skipped by choice' })
      .getByText(/It was \(Carla/)
      .waitFor();
  });

  it('the manager looks at a reader’s figures, in a narrow window too', async () => {
    await manager.setViewportSize({ width: 420, height: 900 });
    await manager.getByRole('combobox', { name: 'Reader' }).click();
    await manager.getByRole('option', { name: 'Dr Grace Okafor' }).click();
    await manager.locator('[data-figure="returned"]').waitFor();
    expect(await manager.locator('[data-figure]').allTextContents()).toEqual(['0', '0', '–', '0', '–', '–']);
    expect(await accessibilityProblems(manager)).toEqual([]);
  });

  it('shows none where the country has them turned off, and a hospital no page', async () => {
    const { client } = await scene.demo.as('admin@overread.example');
    const [usual] = (await client.conduct.settings()).items;
    if (!usual) throw new Error('there is always a default');
    const turnedOff = await client.send('PUT', '/api/v1/conduct-settings/US', {
      body: { ...usual.settings, surveillance: false },
    });
    expect(turnedOff.ok).toBe(true);
    await reader.reload();
    await reader.getByText('No figures are recorded here').waitFor();
    expect(await reader.getByRole('button', { name: 'Contest a figure' }).count()).toBe(0);
    const hospital = await scene.person('imaging@mercy.example');
    expect(await hospital.getByRole('link', { name: 'Conduct' }).count()).toBe(0);
    expect(scene.failures).toEqual([]);
  });
});
