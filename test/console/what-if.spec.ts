import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { plusMinutes } from '@overread/domain';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import { eventually } from '../support/started-server.js';
import { ReadingScene, type SignedOn } from '../support/reading-scene.js';

const STUDIES = 6;
const READING_MINUTES = 20;

/** Two who were there; one of them read everything, one after the other, all due after an hour and five minutes. */
async function pastHours(scene: ReadingScene): Promise<void> {
  const ada: SignedOn = await scene.reader('Dr Ada Alone');
  await scene.reader('Dr Bob Idle');
  const began = plusMinutes(await scene.now(), 1);
  for (let study = 0; study < STUDIES; study++) {
    const startedAt = plusMinutes(began, study * READING_MINUTES);
    const times = { queuedAt: began, startedAt, openedAt: startedAt, dueAt: plusMinutes(began, 65) };
    const done = { completedAt: plusMinutes(startedAt, READING_MINUTES), state: 'completed' as const };
    await scene.study([{ by: ada, ...times, ...done, ladder: [], expectedMinutes: READING_MINUTES }], {
      state: 'final',
    });
  }
}

describeInBrowser('what if', () => {
  let scene: ConsoleScene;
  let page: Page;
  beforeAll(async () => {
    scene = await startConsole({ roles: new Set(['api', 'follower']) });
    await pastHours(await ReadingScene.of(scene.demo.server));
    page = await scene.person('administrator');
  }, 120_000);
  afterAll(() => scene?.close());

  const run = () => page.getByRole('region', { name: 'Without Bob' });

  it('plays the day again without a reader, and sets it beside what happened', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'What if' }).click();
    await page.getByRole('heading', { level: 1, name: 'What if' }).waitFor();
    await page.getByRole('combobox', { name: 'Readers who are not there' }).click();
    await page.getByRole('option', { name: 'Dr Bob Idle' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Name of the run' }).fill('Without Bob');
    await page.getByRole('button', { name: 'Play it' }).click();
    await run().getByText('done', { exact: true }).waitFor({ timeout: 30_000 });
    const sides = run().getByRole('table', { name: 'Side by side' });
    await sides.waitFor();
    const cells = await sides.getByRole('row', { name: 'Past their deadline' }).getByRole('cell').allTextContents();
    // Three in the hour by one reader; with both there all six.
    expect(cells.map((cell) => cell.split(' ')[0])).toEqual(['3', '0', '3']);
    expect(await sides.getByRole('row', { name: 'Hard rules broken' }).getByRole('cell').allTextContents()).toEqual([
      '0',
      '0',
      '0',
    ]);
    expect(await run().textContent()).toMatch(/3 reads change hands; \d are on time only with the change/);
    const hands = run().getByRole('table', { name: 'Reads that change hands' });
    expect(await hands.getByRole('row').count()).toBe(4);
    expect(await hands.getByRole('row').nth(1).textContent()).toContain('Dr Ada Alone');
  });

  it('asks about more shifts, contracts and how the next read is chosen, and names only what differs', async () => {
    await page.getByRole('button', { name: 'Add a shift' }).click();
    const shift = page.getByRole('group', { name: 'Additional shift 1' });
    const play = page.getByRole('button', { name: 'Play it' });
    expect(await play.isDisabled()).toBe(true);
    await shift.getByRole('combobox', { name: 'Reader' }).click();
    await page.getByRole('option', { name: 'Dr Grace Okafor' }).click();
    await shift.getByLabel(/^From/).fill('2026-11-22T08:00');
    await shift.getByLabel(/^To/).fill('2026-11-22T12:00');
    await page.getByRole('button', { name: 'Add a contract' }).click();
    const contract = page.getByRole('group', { name: 'Additional contract 1' });
    expect(await play.isDisabled()).toBe(true);
    await contract.getByRole('combobox', { name: 'Health system' }).click();
    await page.getByRole('option', { name: 'Mercy Health' }).click();
    await contract.getByRole('combobox', { name: 'Group' }).click();
    await page.getByRole('option', { name: 'Lone Star Radiology' }).click();
    await page.getByRole('combobox', { name: 'Contracts that do not count' }).click();
    await page.getByRole('option').first().click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'How the next read is chosen' }).click();
    const costs = page.getByRole('group', { name: 'What a missed deadline costs' });
    await costs.getByRole('textbox', { name: 'STAT' }).fill('30');
    await page.getByRole('combobox', { name: 'Chosen by' }).click();
    await page.getByRole('option', { name: /^edf/ }).click();
    await page.getByRole('textbox', { name: 'Name of the run' }).fill('More of everything');
    expect(await accessibilityProblems(page)).toEqual([]);
    await play.click();
    await page
      .getByRole('region', { name: 'More of everything' })
      .getByText('done', { exact: true })
      .waitFor({ timeout: 30_000 });
    const { client } = await scene.demo.as('administrator');
    const asked = (await client.whatIf.list()).items.find(({ name }) => name === 'More of everything')?.question.change;
    expect(asked).toMatchObject({
      dispatch: 'edf',
      params: { weights: { critical: 20, stat: 30, urgent: 4, routine: 1 } },
      shifts: [{ startsAt: '2026-11-22T14:00:00.000Z', endsAt: '2026-11-22T18:00:00.000Z' }],
      withoutContracts: [expect.any(String)],
      contracts: [{ healthSystemId: expect.any(String), readingGroupId: expect.any(String), modalityFamilies: [] }],
    });
    expect(Object.keys(asked?.params ?? {})).toEqual(['weights']);
  });

  it('starts from the numbers that the network dispatches by now', async () => {
    const { client } = await scene.demo.as('administrator');
    const { parameters, version } = await client.parameters.get();
    const weights = { ...parameters.dispatch.weights, stat: 12 };
    const changed = { ...parameters, dispatch: { ...parameters.dispatch, weights } };
    await client.parameters.put({ parameters: changed, reason: 'To see' }, version);
    await page.reload();
    await page.getByRole('button', { name: 'How the next read is chosen' }).click();
    const stat = page
      .getByRole('group', { name: 'What a missed deadline costs' })
      .getByRole('textbox', { name: 'STAT' });
    const shown = await eventually('the number in force', async () => {
      const value = await stat.inputValue();
      return value === '10' ? undefined : value;
    });
    expect(shown).toBe('12');
  });

  it('plays a day that is made up, and says so', async () => {
    await page.getByRole('combobox', { name: 'Studies', exact: true }).click();
    await page.getByRole('option', { name: 'Made-up ones' }).click();
    await page.getByRole('textbox', { name: 'Studies on an average weekday' }).fill('40');
    await page.getByRole('textbox', { name: 'Offshore' }).fill('27');
    await page.getByRole('textbox', { name: 'Name of the run' }).fill('Invented');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Play it' }).click();
    const invented = page.getByRole('region', { name: 'Invented' });
    await invented.getByText('Nothing of this happened. Compare').waitFor({ timeout: 30_000 });
    const sides = invented.getByRole('table', { name: 'Side by side' });
    const heads = await sides.getByRole('columnheader').allTextContents();
    expect(heads.filter((head) => head !== '')).toEqual(['As things are', 'With the change']);
    await sides.getByRole('row', { name: /^Cost/ }).first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('can be used without a mouse and without sight', async () => {
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('is not in a hospital’s menu', async () => {
    const hospital = await scene.person('hospital');
    await hospital.getByRole('navigation', { name: 'Main' }).waitFor();
    expect(await hospital.getByRole('link', { name: 'What if' }).count()).toBe(0);
  });
});
