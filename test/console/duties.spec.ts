import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Study } from '@overread/wire';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import type { DemoPerson } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

const live = (page: Page) => page.locator('[data-live=live]').waitFor();
const REQUESTER = { name: 'Dr Emre Ward', phone: '+1-555-0100' };

describeInBrowser('what must be told, in the console', () => {
  let scene: ConsoleScene;
  let grace: DemoPerson;
  let hospital: Page;
  let reader: Page;
  let study: Study;
  beforeAll(async () => {
    scene = await startConsole();
    grace = await scene.demo.signOn('Grace Okafor');
    hospital = await scene.person('imaging@mercy.example');
    await live(hospital);
    const mercy = await scene.demo.as('imaging@mercy.example');
    study = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north', requester: REQUESTER }));
    await grace.client.work.next();
    reader = await scene.person('Grace Okafor');
  }, 120_000);
  afterAll(async () => {
    await scene?.close();
  });

  const card = (page: Page, name: string) => page.getByRole('article', { name });

  it('a reader opens a critical result at the desk, and notes whom they called', async () => {
    await reader.goto(`${scene.demo.server.url}/reads/${study.reads[0]!.id}`);
    await reader.getByRole('button', { name: 'Critical result' }).click();
    const dialog = reader.getByRole('dialog', { name: 'Critical result' });
    await dialog.getByText('within 15 min').waitFor();
    await dialog.getByRole('textbox', { name: 'What you found' }).fill('Subdural haematoma');
    expect(await accessibilityProblems(reader)).toEqual([]);
    await dialog.getByRole('button', { name: 'Start the clock' }).click();
    await card(reader, 'Critical result').getByText('Dr Emre Ward, +1-555-0100').waitFor();
    await reader.getByRole('button', { name: 'Note a try' }).click();
    const tried = reader.getByRole('dialog', { name: 'Note a try' });
    await tried.getByRole('radio', { name: 'Left a message' }).check();
    await tried.getByRole('button', { name: 'Note a try' }).click();
    await card(reader, 'Critical result').getByText('Left a message').waitFor();
  });

  it('the hospital sees it among what must be told at once, acknowledges it by name, and closes it', async () => {
    await hospital.getByRole('link', { name: 'To be told' }).click();
    const duty = card(hospital, 'Critical result');
    await duty.getByText('Subdural haematoma').waitFor();
    expect(await accessibilityProblems(hospital)).toEqual([]);
    await duty.getByRole('button', { name: 'Acknowledge' }).click();
    const dialog = hospital.getByRole('dialog', { name: 'Acknowledge' });
    await dialog.getByRole('textbox', { name: 'Who knows' }).fill('Dr Emre Ward');
    await dialog.getByRole('textbox', { name: 'Role' }).fill('emergency physician');
    await dialog.getByRole('button', { name: 'Acknowledge' }).click();
    await duty.getByText('Acknowledged by Dr Emre Ward, emergency physician').waitFor();
    // The reader hears of it by themselves.
    await card(reader, 'Critical result').getByText('Acknowledged by Dr Emre Ward').waitFor();
    await duty.getByRole('button', { name: 'Close' }).click();
    await hospital.getByRole('textbox', { name: 'What came of it' }).fill('Taken to theatre');
    await hospital.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
    await hospital.getByText('Nobody is waiting to be told').waitFor();
  });

  it('the hospital reports back from the study, and is not asked to acknowledge that itself', async () => {
    await grace.client.reads.final(study.reads[0]!.id, reportBody({ impression: 'Subdural haematoma.' }));
    await hospital.goto(`${scene.demo.server.url}/studies/${study.id}`);
    await hospital.getByRole('button', { name: 'Report a discrepancy' }).click();
    const dialog = hospital.getByRole('dialog', { name: 'Report a discrepancy' });
    await dialog.getByRole('textbox', { name: 'What does not fit' }).fill('This patient had no fall');
    await dialog.getByRole('button', { name: 'Report a discrepancy' }).click();
    const duty = card(hospital, 'Discrepancy');
    await duty.getByText('Reported back by the hospital').waitFor();
    expect(await duty.getByRole('button', { name: 'Acknowledge' }).count()).toBe(0);
    expect(await accessibilityProblems(hospital)).toEqual([]);
  });

  it('the author withdraws the result once they have said that they must; the hospital sees it marked', async () => {
    await reader.reload();
    await reader.getByRole('button', { name: 'Withdraw a result' }).click();
    const dialog = reader.getByRole('dialog', { name: 'Withdraw a result' });
    await dialog.getByText('a new read joins the queue').waitFor();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Images of another patient');
    await dialog.getByRole('button', { name: 'Withdraw', exact: true }).click();
    await dialog.getByText('Confirm it first.').waitFor();
    expect(await accessibilityProblems(reader)).toEqual([]);
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Withdraw', exact: true }).click();
    await card(hospital, 'Final report').getByText('RETRACTED').waitFor();
    await card(hospital, 'Retraction').getByText('Dr Emre Ward, +1-555-0100').waitFor();
    await card(hospital, 'Discrepancy').getByText('the report was withdrawn').waitFor();
    await hospital.getByRole('tab', { name: 'Timeline' }).click();
    await hospital.getByText('Report retracted').first().waitFor();
    expect(await accessibilityProblems(hospital)).toEqual([]);
    expect(scene.failures).toEqual([]);
  });
});
