import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { plusMinutes } from '@overread/domain';
import type { Study } from '@overread/wire';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import { studyBody } from '../support/demo-studies.js';

const CHICAGO = 'America/Chicago';
const shownIn = (zone: string, at: Date): string =>
  new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    .format(at)
    .replace(' ', 'T');

describeInBrowser('a reading made outside, in the console', () => {
  let scene: ConsoleScene;
  let reader: Page;
  let study: Study;
  beforeAll(async () => {
    scene = await startConsole();
    const mercy = await scene.demo.as('imaging@mercy.example');
    const body = studyBody({ facility: 'mercy-north', priority: 'routine', protocol: null });
    study = await mercy.client.studies.submit(body);
    // It came two hours ago; its clock has run out since.
    await scene.demo.server.clock.advance({ minutes: 120 });
    reader = await scene.person('Grace Okafor');
  }, 120_000);
  afterAll(() => scene?.close());

  const now = async () =>
    new Date((await scene.demo.server.asOwner<{ now: string }>('select overread_now() as now'))[0]?.now ?? '');

  const find = async (accessionNumber: string) => {
    await reader.getByRole('button', { name: 'Enter a reading made outside' }).click();
    const dialog = reader.getByRole('dialog', { name: 'Enter a reading made outside' });
    await dialog.getByRole('combobox', { name: 'Facility' }).click();
    await reader.getByRole('option', { name: 'Mercy North Hospital' }).click();
    await dialog.getByRole('textbox', { name: 'Accession number' }).fill(`${accessionNumber}-not`);
    await dialog.getByRole('button', { name: 'Find it' }).click();
    await dialog.getByText('Nothing to enter under this number').waitFor();
    expect(await accessibilityProblems(reader)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Accession number' }).fill(accessionNumber);
    await dialog.getByRole('button', { name: 'Find it' }).click();
  };

  it('is found by its number and entered by its reader, with times by the facility’s clock', async () => {
    await find(study.accessionNumber ?? '');
    const dialog = reader.getByRole('dialog', { name: 'Enter a reading made outside' });
    const send = dialog.getByRole('button', { name: 'Enter and sign' });
    await dialog.getByLabel(/^Ended/).fill(shownIn(CHICAGO, plusMinutes(await now(), -600)));
    await dialog.getByText(`By the clock of ${CHICAGO}`).first().waitFor();
    await dialog.getByRole('combobox', { name: 'Kept on' }).click();
    await reader.getByRole('option', { name: 'on paper' }).click();
    await dialog.getByRole('textbox', { name: 'Evidence' }).fill('Binder 3, sheet 12');
    await dialog.getByRole('textbox', { name: 'Impression' }).fill('No bleed.');
    expect(await send.isDisabled()).toBe(true);
    await dialog.getByRole('radio', { name: 'Normal', exact: true }).check();
    expect(await accessibilityProblems(reader)).toEqual([]);
    await send.click();
    await dialog
      .getByText(/There were no images before/)
      .first()
      .waitFor();
    await dialog.getByText('late-entry/before-images', { exact: true }).first().waitFor();
    await dialog.getByLabel(/^Ended/).fill(shownIn(CHICAGO, plusMinutes(await now(), -110)));
    await send.click();
    const clocks = reader.getByRole('dialog', { name: 'What the clocks became' });
    await clocks.getByText('Met').first().waitFor();
    expect(await accessibilityProblems(reader)).toEqual([]);
    await clocks.getByRole('button', { name: 'Close' }).last().click();
    await reader.goto(`${scene.demo.server.url}/studies/${study.id}`);
    await reader.getByText(/Read outside \(on paper\), ended.*evidence: Binder 3, sheet 12/).waitFor();
    expect(await reader.getByRole('button', { name: 'Enter a reading made outside' }).count()).toBe(0);
    expect(await scene.demo.happened(study.id, 'report.finalized')).toEqual(['report.finalized']);
  });

  it('asks which time is meant of an hour that comes twice, and refuses one that is skipped', async () => {
    const mercy = await scene.demo.as('imaging@mercy.example');
    const another = await mercy.client.studies.submit(
      studyBody({ facility: 'mercy-north', priority: 'routine', protocol: null }),
    );
    await reader.setViewportSize({ width: 420, height: 900 });
    await reader.goto(`${scene.demo.server.url}/worklist`);
    await find(another.accessionNumber ?? '');
    const dialog = reader.getByRole('dialog', { name: 'Enter a reading made outside' });
    await dialog.getByLabel(/^Ended/).fill('2026-11-01T01:30');
    await dialog.getByRole('radio', { name: 'The second time' }).waitFor({ state: 'attached' });
    await dialog.getByLabel(/^Ended/).fill('2026-03-08T02:30');
    await dialog.getByText('The clock there skips this time').waitFor();
    expect(await accessibilityProblems(reader)).toEqual([]);
  });

  it('is nobody’s to enter but a reader’s', async () => {
    const hospital = await scene.person('imaging@mercy.example');
    await hospital.goto(`${scene.demo.server.url}/studies/${study.id}`);
    await hospital.getByText(/Read outside \(on paper\)/).waitFor();
    expect(await hospital.getByRole('button', { name: 'Enter a reading made outside' }).count()).toBe(0);
    expect(scene.failures).toEqual([]);
  });
});
