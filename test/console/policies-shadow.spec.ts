import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { finalAnywhere, type PolicyDocument } from '@overread/domain';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import { studyBody } from '../support/demo-studies.js';

describeInBrowser('a version in shadow in the console', () => {
  let scene: ConsoleScene;
  let page: Page;
  let policyId: string;
  beforeAll(async () => {
    scene = await startConsole();
    const { client } = await scene.demo.as('administrator');
    const network = (await client.policies.list()).items.find(({ scope }) => scope === 'network')!;
    policyId = network.id;
    const document = network.versions[0]!.document as unknown as PolicyDocument;
    const rule = {
      id: 'elderly',
      name: 'The old are read from anywhere',
      conditions: [{ attribute: 'ageYears', operator: 'at-least' as const, value: 70 }],
      plan: 'final-anywhere',
    };
    const draft = { ...document, plans: [...document.plans, finalAnywhere()], rules: [rule, ...document.rules] };
    for (const _ of [2, 3]) await client.policies.draft(policyId, { document: draft as never });
    page = await scene.person('administrator');
    await page.goto(`${scene.demo.server.url}/policies/${policyId}`);
    await showVersion('2 · Draft');
    await page.getByRole('tab', { name: 'In shadow' }).click();
  }, 120_000);
  afterAll(async () => {
    await scene?.close();
  });

  const showVersion = async (name: string) => {
    await page.getByRole('combobox', { name: 'Version' }).click();
    await page.getByRole('option', { name }).click();
  };
  const figure = (name: string) => page.locator(`[data-figure="${name}"]`).textContent();
  const submit = (birthDate: string) =>
    scene.demo
      .key('Mercy Health')
      .studies.submit(studyBody({ facility: 'mercy-east', patient: { id: `P-${birthDate}`, birthDate } }));

  it('is started for a time and with a reason, and is told beside the version', async () => {
    await page.getByText('This version has not run in shadow').waitFor();
    await page.getByRole('button', { name: 'Run in shadow' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Run in shadow' }).isDisabled()).toBe(true);
    await dialog.getByRole('combobox', { name: 'For' }).click();
    await page.getByRole('option', { name: '1 day' }).click();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Before the move');
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Run in shadow' }).click();
    await page.getByText(/^Version 2 in shadow until/).waitFor();
    await page.getByText('Before the move').waitFor();
    await page.getByText(/beside version 1/).waitFor();
    await showVersion('3 · Draft');
    await page.getByRole('tab', { name: 'In shadow' }).click();
    await page.getByText('Version 2 runs in shadow. Of a policy one version does at a time.').waitFor();
    expect(await page.getByRole('button', { name: 'Run in shadow' }).count()).toBe(0);
    await showVersion('2 · Draft');
  });

  it('shows how many studies differ, and each side by side, with the way to the study', async () => {
    const [old] = [await submit('1940-01-01'), await submit('1990-01-01')];
    await page.getByRole('tab', { name: 'In shadow' }).click();
    const row = page.getByRole('article', { name: old.accessionNumber! });
    await row.waitFor();
    expect([await figure('studies'), await figure('same'), await figure('different'), await figure('errors')]).toEqual([
      '2',
      '1',
      '1',
      '0',
    ]);
    await page
      .getByRole('table', { name: 'Facility' })
      .getByRole('row', { name: /Mercy East Hospital.*2.*1/ })
      .waitFor();
    await row.getByText('Who it is offered to').waitFor();
    await row.getByRole('button', { name: 'Side by side' }).click();
    await row.getByRole('region', { name: 'In shadow' }).getByText('Plan final-anywhere (rule elderly)').waitFor();
    const inForce = await row.getByRole('region', { name: 'In force' }).textContent();
    expect(inForce).not.toContain('final-anywhere');
    expect(await accessibilityProblems(page)).toEqual([]);
    await row.getByRole('link', { name: old.accessionNumber! }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(page.url()).toContain(`/studies/${old.id}`);
    await page.goBack();
  });

  it('is shown to a health system with its own studies only, and is nothing of theirs to stop', async () => {
    for (const [who, studies] of [
      ['imaging@mercy.example', '2'],
      ['imaging@harbour.example', '0'],
    ] as const) {
      const theirs = await scene.person(who);
      await theirs.goto(`${scene.demo.server.url}/policies/${policyId}`);
      await theirs.getByRole('combobox', { name: 'Version' }).click();
      await theirs.getByRole('option', { name: '2 · Draft' }).click();
      await theirs.getByRole('tab', { name: 'In shadow' }).click();
      await theirs.locator('[data-figure="studies"]').waitFor();
      expect([who, await theirs.locator('[data-figure="studies"]').textContent()]).toEqual([who, studies]);
      expect(await theirs.getByRole('button', { name: 'Stop', exact: true }).count()).toBe(0);
    }
  });

  it('is stopped, keeps what it found, and tells whoever looks without being asked again', async () => {
    await showVersion('2 · Draft');
    await page.getByRole('tab', { name: 'In shadow' }).click();
    const other = await scene.person('auditor');
    await other.goto(`${scene.demo.server.url}/policies/${policyId}`);
    await other.getByText(/^Version 2 in shadow until/).waitFor();
    // What is routed in the millisecond of the end is not in it.
    await scene.demo.server.clock.advance({ seconds: 1 });
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText(/\(stopped\)/).waitFor();
    expect(await figure('different')).toBe('1');
    await other.getByText(/^Version 2 in shadow until/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Run in shadow' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(scene.failures).toEqual([]);
  });
});
