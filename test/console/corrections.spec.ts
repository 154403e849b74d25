import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Study } from '@overread/wire';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import type { DemoPerson } from '../support/demo-server.js';
import { studyBody } from '../support/demo-studies.js';

describeInBrowser('corrections in the console', () => {
  let scene: ConsoleScene;
  let page: Page;
  let mercy: DemoPerson;
  beforeAll(async () => {
    scene = await startConsole();
    page = await scene.person('imaging@mercy.example');
    mercy = await scene.demo.as('imaging@mercy.example');
    await page.locator('[data-live=live]').waitFor();
  }, 120_000);
  afterAll(async () => {
    await scene?.close();
  });

  const patient = {
    id: 'MRN-CONSOLE',
    issuer: 'MERCY',
    name: { family: 'Doe', given: 'Jane' },
    birthDate: '1950-01-31',
  };
  const submit = async (changes: Parameters<typeof studyBody>[0] = {}): Promise<Study> => {
    const outpatient = { priority: 'routine', patientClass: 'outpatient', facility: 'mercy-north', patient } as const;
    const study = await mercy.client.studies.submit(studyBody({ ...outpatient, ...changes }));
    await page.goto(`${scene.demo.server.url}/studies/${study.id}`);
    await page.getByRole('button', { name: 'Correct' }).waitFor();
    return study;
  };
  const choose = async (item: string) => {
    await page.getByRole('button', { name: 'Correct' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await page.getByRole('dialog').waitFor();
  };
  const because = async (reason: string) => {
    await page.getByRole('dialog').getByRole('combobox', { name: 'Reason' }).click();
    await page.getByRole('option', { name: reason }).click();
  };
  const send = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).last().click();

  it('hold a study and resume it: who answers for it and until when is shown while it waits', async () => {
    const study = await submit();
    await choose('Hold');
    await page.getByText('its clocks stand still').waitFor();
    await because('Missing prior studies');
    expect(await accessibilityProblems(page)).toEqual([]);
    await send('Hold');
    const banner = page.getByRole('alert').filter({ hasText: 'On hold: Missing prior studies' });
    await banner.getByText(mercy.user.name).waitFor();
    await page.getByText('Paused', { exact: true }).first().waitFor();
    expect((await mercy.client.studies.get(study.id)).hold?.reason).toBe('missing-priors');
    await choose('Resume');
    await send('Resume');
    await banner.waitFor({ state: 'detached' });
    await page.getByText('Running', { exact: true }).first().waitFor();
  });

  it('show what others do as it happens', async () => {
    const study = await submit();
    await mercy.client.studies.hold(study.id, { reason: 'site-downtime' });
    await page.getByRole('alert').filter({ hasText: 'Downtime at the site' }).waitFor();
    await mercy.client.studies.cancel(study.id, { reason: 'other' });
    await page.getByText('This study is not read.').waitFor();
    expect(await page.getByRole('alert').filter({ hasText: 'Downtime at the site' }).count()).toBe(0);
  });

  it('cancel a study and reopen it, each saying what follows', async () => {
    const study = await submit();
    await choose('Cancel study');
    await because('Duplicate order');
    await send('Cancel study');
    await page.getByText('This study is not read.').waitFor();
    await choose('Reopen');
    await because('Cancelled in error');
    await send('Reopen');
    await page.getByText('Ready', { exact: true }).first().waitFor();
    expect((await mercy.client.studies.get(study.id)).state).toBe('ready');
  });

  it('link a study with another that is found by its accession number, and split them again', async () => {
    const leader = await mercy.client.studies.submit(
      studyBody({ facility: 'mercy-north', patient, accessionNumber: 'LEADER-1', description: 'CT ABDOMEN' }),
    );
    const study = await submit({ description: 'CT CHEST' });
    await choose('Read with another study');
    await page.getByRole('textbox', { name: /^Accession number of the other/ }).fill('LEADER-1');
    await page.getByRole('radio', { name: /CT ABDOMEN/ }).check();
    await because('One examination');
    await send('Link');
    const notice = page.getByRole('alert').filter({ hasText: 'read with another' });
    await notice.waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect((await mercy.client.studies.get(study.id)).linkedTo).toBe(leader.id);
    await choose('Split');
    await because('Linked in error');
    await send('Split');
    await notice.waitFor({ state: 'detached' });
    expect((await mercy.client.studies.get(study.id)).linkedTo).toBeNull();
  });

  it('correct whose a study is; a refusal stands in the dialog', async () => {
    const study = await submit();
    await choose('Correct identity');
    await page.getByRole('textbox', { name: 'Patient ID' }).fill('MRN-RIGHT');
    await page.getByRole('textbox', { name: 'Family name' }).fill('Right');
    await because('Wrong patient');
    expect(await accessibilityProblems(page)).toEqual([]);
    await mercy.client.studies.changePriority(study.id, { priority: 'urgent', reason: 'meanwhile' });
    await page.getByText('Urgent', { exact: true }).first().waitFor();
    await send('Correct');
    await page.getByText(/Right.*MRN-RIGHT/).waitFor();
    expect((await mercy.client.studies.get(study.id)).patient?.id).toBe('MRN-RIGHT');
  });

  it('are no reader’s to make', async () => {
    const grace = await scene.person('Grace Okafor');
    const study = await submit({ priority: 'critical' });
    await scene.demo.signOn('Grace Okafor');
    const person = await scene.demo.as('Grace Okafor');
    await person.client.reads.accept(study.reads[0]?.id ?? '', {});
    await grace.goto(`${scene.demo.server.url}/studies/${study.id}`);
    await grace.getByRole('heading', { name: 'Clocks' }).waitFor();
    expect(await grace.getByRole('button', { name: 'Correct' }).count()).toBe(0);
    expect(scene.failures).toEqual([]);
  });
});
