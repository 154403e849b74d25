import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Study } from '@overread/wire';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import type { DemoPerson } from '../support/demo-server.js';
import { studyBody } from '../support/demo-studies.js';

const live = (page: Page) => page.locator('[data-live=live]').waitFor();

describeInBrowser('a manager’s levers, in the console', () => {
  let scene: ConsoleScene;
  let grace: DemoPerson;
  let manager: Page;
  let reader: Page;
  let study: Study;
  beforeAll(async () => {
    scene = await startConsole();
    grace = await scene.demo.signOn('Grace Okafor');
    const mercy = await scene.demo.as('imaging@mercy.example');
    study = await mercy.client.studies.submit(
      studyBody({ facility: 'mercy-north', priority: 'routine', protocol: null }),
    );
    await scene.demo.dispatch();
    manager = await scene.person('manager@lonestar.example');
    await manager.getByRole('link', { name: 'Queue' }).click();
    await live(manager);
  }, 120_000);
  afterAll(async () => {
    await scene?.close();
  });

  const happened = (type: string) => scene.demo.happened(study.id, type);

  it('a read is pinned to a reader from the queue, shown as kept, and given free again', async () => {
    await manager.getByRole('row').filter({ hasText: 'mercy-north' }).first().click();
    await manager.getByRole('button', { name: 'Pin' }).click();
    const dialog = manager.getByRole('dialog', { name: 'Pin' });
    await dialog.getByRole('combobox', { name: 'For whom' }).click();
    await manager.getByRole('option', { name: 'Dr Grace Okafor' }).click();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Knows the patient');
    expect(await accessibilityProblems(manager)).toEqual([]);
    await dialog.getByRole('button', { name: 'Keep it for them' }).click();
    await manager.getByText(/Pinned until .*Knows the patient/).waitFor();
    expect(await happened('read.pinned')).toEqual(['read.pinned']);
    await manager.getByRole('button', { name: 'Unpin' }).click();
    const unpin = manager.getByRole('dialog', { name: 'Unpin' });
    await unpin.getByRole('textbox', { name: 'Reason' }).fill('She is busy');
    await unpin.getByRole('button', { name: 'Give it free' }).click();
    await manager.getByRole('button', { name: /^Pin/ }).waitFor();
    expect(await happened('read.unpinned')).toEqual(['read.unpinned']);
  });

  it('a step of its ladder that may not be closed says why', async () => {
    await manager.getByRole('button', { name: 'Ladder' }).click();
    const dialog = manager.getByRole('dialog', { name: 'Ladder' });
    await dialog.getByRole('radio').first().waitFor();
    expect(await dialog.getByRole('radio').first().isDisabled()).toBe(true);
    expect(await accessibilityProblems(manager)).toEqual([]);
    await manager.keyboard.press('Escape');
  });

  it('a step that is open is closed for a time', async () => {
    const mercy = await scene.demo.as('imaging@mercy.example');
    const body = studyBody({ facility: 'mercy-east', priority: 'routine', protocol: null });
    const another = await mercy.client.studies.submit(body);
    await manager.getByRole('row').filter({ hasText: 'mercy-east' }).first().click();
    await manager.getByRole('button', { name: 'Ladder' }).click();
    const dialog = manager.getByRole('dialog', { name: 'Ladder' });
    await dialog.getByRole('radio').nth(1).check();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Short of readers');
    await dialog.getByRole('button', { name: 'Open the step' }).click();
    await manager.getByText('The step is open').waitFor();
    await manager.getByRole('button', { name: 'Ladder' }).click();
    await dialog.getByRole('radio').nth(1).check();
    await dialog.getByRole('textbox', { name: 'For how many minutes' }).fill('45');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('They are busy');
    expect(await accessibilityProblems(manager)).toEqual([]);
    await dialog.getByRole('button', { name: 'Close the step' }).click();
    await dialog.waitFor({ state: 'detached' });
    const [closed] = await scene.demo.server.asOwner<{ minutes: number }>(
      `select round(extract(epoch from (s ->> 'closedUntil')::timestamptz - overread_now()) / 60)::int as minutes
       from read, jsonb_array_elements(ladder) s where study_id = $1 and s ->> 'closedUntil' is not null`,
      [another.id],
    );
    expect(closed?.minutes).toBe(45);
  });

  it('a reader is paused, is told why when they ask for work, and reads again', async () => {
    const card = manager.locator(`[data-reader="${grace.readerId}"]`);
    await card.getByRole('button', { name: 'Pause' }).click();
    const dialog = manager.getByRole('dialog', { name: 'Pause Dr Grace Okafor' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Monitor fails');
    await dialog.getByRole('button', { name: 'Pause the reader' }).click();
    await card.getByText(/Paused until/).waitFor();
    expect(await accessibilityProblems(manager)).toEqual([]);
    reader = await scene.person('Grace Okafor');
    await reader.getByRole('button', { name: 'Take next' }).click();
    await reader.getByText(/Monitor fails/).waitFor();
    await card.getByRole('button', { name: 'Resume' }).click();
    const resume = manager.getByRole('dialog', { name: 'Resume Dr Grace Okafor' });
    await resume.getByRole('textbox', { name: 'Reason' }).fill('Mended');
    await resume.getByRole('button', { name: 'Let work come again' }).click();
    await card.getByRole('button', { name: 'Pause' }).waitFor();
  });

  it('a group is drained and resumed from the panel of its readers', async () => {
    await manager.getByRole('button', { name: 'Drain the group' }).click();
    const dialog = manager.getByRole('dialog', { name: /Drain/ });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Night shift takes over');
    await dialog.getByRole('button', { name: 'Drain the group' }).click();
    await manager.getByText('Draining', { exact: true }).waitFor();
    await manager.getByRole('button', { name: 'Resume', exact: true }).click();
    const resume = manager.getByRole('dialog', { name: /Resume/ });
    await resume.getByRole('textbox', { name: 'Reason' }).fill('They stay');
    await resume.getByRole('button', { name: 'Let work come again' }).click();
    await manager.getByRole('button', { name: 'Pause the group' }).waitFor();
    expect(await manager.getByText('Draining', { exact: true }).count()).toBe(0);
  });

  it('a reader is shown what is left of their skips', async () => {
    await reader.getByText(/3 of 3 skips left/).waitFor();
    expect(scene.failures).toEqual([]);
  });
});
