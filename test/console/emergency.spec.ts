import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { NetworkDirectory } from '@overread/features';
import type { Study } from '@overread/wire';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import { studyBody } from '../support/demo-studies.js';

const live = (page: Page) => page.locator('[data-live=live]').waitFor();

describeInBrowser('emergencies, in the console', () => {
  let scene: ConsoleScene;
  let administrator: Page;
  let hospital: Page;
  let study: Study;
  beforeAll(async () => {
    scene = await startConsole();
    // Whose shift begins before the read is due would be waited for: here nobody's does.
    await scene.demo.server.asOwner('delete from roster_shift');
    await scene.demo.server.app.get(NetworkDirectory, { strict: false }).refresh();
    await scene.demo.signOn('Ben Fitzroy');
    administrator = await scene.person('admin@overread.example');
    hospital = await scene.person('imaging@mercy.example');
    await live(hospital);
    const mercy = await scene.demo.as('imaging@mercy.example');
    const body = studyBody({
      facility: 'mercy-north',
      modalities: ['MR'],
      description: 'MR KNEE',
      bodyPart: 'KNEE',
      priority: 'stat',
    });
    study = await mercy.client.studies.submit(body);
  }, 120_000);
  afterAll(async () => {
    await scene?.close();
  });

  it('the network calls the site up its tree, and the site refuses by name', async () => {
    await administrator.goto(`${scene.demo.server.url}/studies/${study.id}`);
    await administrator.getByRole('button', { name: 'Hand back to the site' }).click();
    await administrator.getByRole('dialog').getByRole('button', { name: 'Hand back to the site' }).click();
    const card = administrator.getByRole('article', { name: 'Hand-back to the site' });
    await card.getByText('Call now').waitFor();
    expect(await accessibilityProblems(administrator)).toEqual([]);
    await card.getByRole('button', { name: 'Note a call' }).click();
    const dialog = administrator.getByRole('dialog', { name: 'Note a call' });
    await dialog.getByRole('radio', { name: 'Not reached' }).check();
    await dialog.getByRole('button', { name: 'Note a call' }).click();
    await hospital.getByRole('link', { name: 'Emergencies' }).click();
    const theirs = hospital.getByRole('article', { name: 'Hand-back to the site' });
    await theirs.getByText('Not reached').waitFor();
    expect(await accessibilityProblems(hospital)).toEqual([]);
    await theirs.getByRole('button', { name: 'The site cannot' }).click();
    const answer = hospital.getByRole('dialog', { name: 'The site cannot' });
    await answer.getByRole('textbox', { name: 'Who says so' }).fill('Dr Emre Ward');
    await answer.getByRole('textbox', { name: 'Role' }).fill('emergency physician');
    await answer.getByRole('textbox', { name: 'Reason' }).fill('No radiologist on site');
    await answer.getByRole('button', { name: 'The site cannot' }).click();
    await card.getByText('Refused by Dr Emre Ward, emergency physician').waitFor();
  });

  it('an administrator edits whom to call there, and a hospital saves the list for paper', async () => {
    const network = await scene.person('admin@overread.example');
    await network.goto(`${scene.demo.server.url}/network?tab=facilities`);
    await network.getByRole('button', { name: 'Call tree of Mercy South Hospital' }).click();
    const dialog = network.getByRole('dialog', { name: 'Call tree of Mercy South Hospital' });
    await dialog.getByRole('button', { name: 'Add a contact' }).click();
    const save = dialog.getByRole('button', { name: 'Save' });
    expect(await save.isDisabled()).toBe(true);
    const last = dialog.getByRole('group').last();
    await last.getByRole('textbox', { name: 'Role' }).fill('night registrar');
    await last.getByRole('textbox', { name: 'Phone' }).fill('+1 555 0199');
    await last.getByRole('checkbox', { name: 'Always answers' }).uncheck();
    await last.getByLabel(/^From/).fill('19:00');
    await last.getByLabel(/^To/).fill('07:00');
    expect(await accessibilityProblems(network)).toEqual([]);
    await save.click();
    await network
      .getByRole('row', { name: /Mercy South Hospital/ })
      .getByText('4 contacts')
      .waitFor();
    const [kept] = await scene.demo.server.asOwner<{ hours: unknown }>(
      `select call_tree -> -1 -> 'hours' as hours from facility where code = 'mercy-south'`,
    );
    expect(kept?.hours).toEqual({
      zone: 'America/Chicago',
      windows: [{ days: [1, 2, 3, 4, 5], from: '19:00', to: '07:00' }],
    });
    const [download] = await Promise.all([
      network.waitForEvent('download'),
      network.getByRole('button', { name: 'Save the offline list of Mercy South Hospital' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('offline-list-mercy-south.html');
  });

  it('rules are asked to be set aside for a reader, and the site’s physician confirms', async () => {
    await administrator.getByRole('button', { name: 'Ask for break-glass' }).click();
    const dialog = administrator.getByRole('dialog', { name: 'Ask for break-glass' });
    await dialog.getByRole('combobox', { name: 'Reader' }).click();
    await administrator.getByRole('option', { name: 'Dr Ben Fitzroy' }).click();
    await dialog.getByText('These rules would be set aside').waitFor();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Locked knee, nobody else awake');
    expect(await accessibilityProblems(administrator)).toEqual([]);
    await dialog.getByRole('button', { name: 'Ask for break-glass' }).click();
    const act = hospital.getByRole('article', { name: 'Break-glass' });
    await act.getByRole('button', { name: 'Confirm as facility physician' }).click();
    await act.getByText('Confirmed as facility physician').waitFor();
    await act.getByText('Missing: medical director').waitFor();
    expect(await accessibilityProblems(hospital)).toEqual([]);
  });

  it('acts are counted apart, by facility', async () => {
    await hospital.goto(`${scene.demo.server.url}/emergencies`);
    const figures = hospital.getByRole('region', { name: 'Break-glass in figures' });
    const row = figures.getByRole('row', { name: /mercy-north/ });
    await row.waitFor();
    expect((await row.getByRole('cell').allTextContents()).slice(0, 3)).toEqual(['mercy-north', '1', '0']);
    expect(await accessibilityProblems(hospital)).toEqual([]);
  });

  it('what a site has taken is noted as read there, or given back and ours again', async () => {
    const mercy = await scene.demo.as('imaging@mercy.example');
    const admin = await scene.demo.as('admin@overread.example');
    const given = async (accessionNumber: string) => {
      const { id } = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north', accessionNumber }));
      const { id: handBack } = await admin.client.emergencies.handBack(id, { reason: 'other' });
      await mercy.client.emergencies.takeBack(handBack, { name: 'Dr Emre Ward', role: 'physician' });
      return id;
    };
    const [read, back] = [await given('READ-THERE'), await given('GIVEN-BACK')];
    await hospital.goto(`${scene.demo.server.url}/emergencies`);
    const theirs = hospital.getByRole('region', { name: 'With their sites, not said to be read yet' });
    const cardOf = (number: string) =>
      theirs.getByRole('article', { name: 'Hand-back to the site' }).filter({ hasText: number });
    await cardOf('READ-THERE').getByRole('button', { name: 'Read at the site' }).click();
    const reading = hospital.getByRole('dialog', { name: 'Read at the site' });
    expect(await accessibilityProblems(hospital)).toEqual([]);
    await reading.getByRole('textbox', { name: 'Where its report is' }).fill('Archive of the hospital');
    await reading.getByRole('button', { name: 'Read at the site' }).click();
    await cardOf('READ-THERE').waitFor({ state: 'detached' });
    await cardOf('GIVEN-BACK').getByRole('button', { name: 'The site gives it back' }).click();
    const giving = hospital.getByRole('dialog', { name: 'The site gives it back' });
    await giving.getByRole('textbox', { name: 'Reason' }).fill('Our own are ill');
    await giving.getByRole('button', { name: 'The site gives it back' }).click();
    await theirs.waitFor({ state: 'detached' });
    expect((await mercy.client.studies.get(back)).handedBack).toBeNull();
    await hospital.goto(`${scene.demo.server.url}/studies/${read}`);
    await hospital.getByText('Read by Dr Emre Ward, physician').waitFor();
    await hospital.getByText('The site has read this study').waitFor();
    // Its clock runs no more: late, with no time left to it.
    const clock = hospital.getByRole('table', { name: 'Clocks' }).getByRole('row', { name: /Late/ });
    expect(await clock.textContent()).not.toContain('left');
    expect(await accessibilityProblems(hospital)).toEqual([]);
  });

  it('a declared event is on every page, live, and goes when it ends', async () => {
    await hospital.goto(`${scene.demo.server.url}/emergencies`);
    await hospital.getByRole('button', { name: 'Declare an event' }).click();
    const dialog = hospital.getByRole('dialog', { name: 'Declare an event' });
    await dialog.getByRole('textbox', { name: 'What happened' }).fill('Train at the bridge');
    await dialog.getByRole('combobox', { name: 'Facilities' }).click();
    await hospital.getByRole('option', { name: 'Mercy North Hospital' }).click();
    await hospital.keyboard.press('Tab');
    await dialog.getByRole('button', { name: 'Declare an event' }).click();
    await administrator.getByText('Mass-casualty event: Train at the bridge').waitFor();
    expect(await accessibilityProblems(administrator)).toEqual([]);
    await hospital
      .getByRole('article', { name: 'Train at the bridge' })
      .getByRole('button', { name: 'End it now' })
      .click();
    await administrator.getByText('Mass-casualty event: Train at the bridge').waitFor({ state: 'detached' });
    expect(scene.failures).toEqual([]);
  });
});
