import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { plusMinutes } from '@overread/domain';
import type { Page } from 'playwright-core';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, signIn, startConsole, type ConsoleScene } from '../support/console.js';
import { ReadingScene } from '../support/reading-scene.js';

const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null } as const;
const OPEN = '2026-01-01T00:00:00.000Z';
const shot = (page: Page, name: string) =>
  process.env['SHOT'] ? page.screenshot({ path: `${process.env['SHOT']}.${name}.png` }) : null;

describeInBrowser('overflow, in the console', () => {
  let scene: ConsoleScene;
  let lead: Page;
  let owner: Page;

  /** Five CTs of a group whose reader is away, on an overflow list for another group. */
  beforeAll(async () => {
    scene = await startConsole();
    const { server } = scene.demo;
    const reading = await ReadingScene.of(server);
    const [home, helper] = [await reading.reader('Dr Home Alone'), await reading.reader('Dr Helping Hand')];
    const list = sampleStep(helper.readingGroupId, OPEN, 1);
    const ladder = [
      sampleStep(home.readingGroupId, OPEN),
      { ...list, pool: { ...list.pool, overflow: { below: 2, shows: 3 } } },
    ];
    for (let index = 0; index < 5; index += 1) {
      const dueAt = plusMinutes(await reading.now(), 20 + 10 * index);
      await reading.study([{ by: home, ...nobody, state: 'queued', ladder, ladderStep: 1, dueAt }], {
        state: 'ready',
        priority: index < 2 ? 'urgent' : 'routine',
      });
    }
    const leads = async (organizationId: string): Promise<Page> => {
      const { email, password } = await server.person('group-manager', { organizationId });
      const page = await scene.visitor();
      await signIn(page, email, password);
      await page.getByRole('link', { name: 'Queue' }).click();
      await page.locator('[data-live=live]').waitFor();
      return page;
    };
    [lead, owner] = [await leads(helper.readingGroupId), await leads(home.readingGroupId)];
  }, 120_000);
  afterAll(() => scene?.close());

  const panel = () => lead.getByRole('region', { name: 'Overflow of other groups' });

  it('shows a lead what is on offer to their group, and nothing to those whose own it is', async () => {
    await panel().getByText("5 reads of other groups' overflow are offered to your group").waitFor();
    expect(await panel().textContent()).toMatch(/3 CT routine, 2 CT urgent.*fewer than 2 of their own sees the next 3/);
    expect(await owner.getByRole('region', { name: 'Overflow of other groups' }).count()).toBe(0);
    expect(await accessibilityProblems(lead)).toEqual([]);
    await shot(lead, 'overflow');
  });

  it('accepts the next few with a reason', async () => {
    await panel().getByRole('button', { name: 'Accept' }).click();
    const dialog = lead.getByRole('dialog', { name: 'Accept overflow' });
    await dialog.getByRole('textbox', { name: /^How many/ }).fill('2');
    expect(await dialog.getByRole('table', { name: 'The next of them' }).getByRole('row').count()).toBe(2);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('We have time');
    expect(await accessibilityProblems(lead)).toEqual([]);
    await shot(lead, 'overflow-dialog');
    await dialog.getByRole('button', { name: 'Accept' }).click();
    await lead.getByText('Accepted 2.').waitFor();
    await panel().getByText("3 reads of other groups' overflow are offered to your group").waitFor();
    await panel().getByText('2 accepted').waitFor();
  });

  it('declines the rest with a reason', async () => {
    await panel().getByRole('button', { name: 'Decline' }).click();
    const dialog = lead.getByRole('dialog', { name: 'Decline overflow' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Two are ill');
    await dialog.getByRole('button', { name: 'Decline' }).click();
    await lead.getByText('Declined 3.').waitFor();
    await panel().getByRole('heading', { name: 'Overflow of other groups' }).waitFor();
    await panel().getByText('2 accepted').waitFor();
    await owner
      .getByText(/overflow declined by 1: Two are ill/)
      .first()
      .waitFor();
    const notes = await scene.demo.server.asOwner<{ note: string }>(
      `select data ->> 'note' as note from event where type = 'read.overflow-declined'`,
    );
    expect(notes.map(({ note }) => note)).toEqual(Array(3).fill('Two are ill'));
    await lead.setViewportSize({ width: 420, height: 900 });
    await shot(lead, 'narrow');
    expect(scene.failures).toEqual([]);
  });
});
