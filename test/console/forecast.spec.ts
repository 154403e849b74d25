import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { plusMinutes, type RosterShiftId } from '@overread/domain';
import { newId } from '@overread/platform';
import type { Page } from 'playwright-core';
import { sampleShift } from '../../libs/domain/src/eligibility/samples.fixture.js';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { BreachForecastEntity } from '../../libs/features/src/dispatch/forecast/breach-forecast.entity.js';
import { RosterShiftEntity } from '../../libs/features/src/network/index.js';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, signIn, startConsole, type ConsoleScene } from '../support/console.js';
import { ReadingScene, type SignedOn } from '../support/reading-scene.js';

const READS = 14;
const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null } as const;

/** Fourteen CTs for one reader, due in forty minutes; a second group stands on a step still closed, a colleague is on call. */
async function rush(scene: ReadingScene): Promise<{ helper: SignedOn; onCall: SignedOn; shiftId: string }> {
  const [home, helper] = [await scene.reader('Dr Home Alone'), await scene.reader('Dr Helping Hand')];
  const dueAt = new Date((await scene.now()).getTime() + 40 * 60_000);
  const open = sampleStep(home.readingGroupId, '2026-01-01T00:00:00.000Z');
  const closed = { ...sampleStep(helper.readingGroupId, null), step: 1 };
  const ladder = [open, { ...closed, opens: { ...closed.opens, atOnce: false, afterMinutes: 600 } }];
  for (let index = 0; index < READS; index++) {
    await scene.study([{ by: home, ...nobody, state: 'queued', ladder, ladderStep: 0, dueAt }], { state: 'ready' });
  }
  const onCall = await scene.reader('Dr Cy Oncall', home);
  const { readerId, readingGroupId } = onCall;
  const now = await scene.now();
  const hours = { startsAt: plusMinutes(now, -60), endsAt: plusMinutes(now, 300) };
  const shiftId = newId<RosterShiftId>();
  const shift = { ...sampleShift(), id: shiftId, readerId, readingGroupId, ...hours, name: 'Standby' };
  await scene.put(RosterShiftEntity, { ...shift, kind: 'on-call' });
  return { helper, onCall, shiftId };
}

/** A month of chances that came true about as often as they were said. */
async function judged(scene: ReadingScene): Promise<void> {
  const now = await scene.now();
  const rows = Array.from({ length: 600 }, (_, index) => {
    const chance = (index % 20) / 20 + 0.025;
    const breached = (index * 7) % 30 < 30 * chance * 0.9;
    return {
      healthSystemId: scene.healthSystemId,
      readId: newId() as BreachForecastEntity['readId'],
      studyId: newId() as BreachForecastEntity['studyId'],
      priority: index % 3 === 0 ? ('stat' as const) : ('routine' as const),
      madeAt: now,
      dueAt: now,
      chance: Math.min(1, chance * 1.1),
      shown: chance,
      modelVersion: 7,
      breached,
      settledAt: now,
    };
  });
  await scene.put(BreachForecastEntity, rows);
}

describeInBrowser('the forecast', () => {
  let scene: ConsoleScene;
  let page: Page;
  let helper: SignedOn;
  let onCall: SignedOn;
  let shiftId: string;
  beforeAll(async () => {
    scene = await startConsole();
    const reading = await ReadingScene.of(scene.demo.server);
    ({ helper, onCall, shiftId } = await rush(reading));
    await scene.demo.server.asOwner('update reading_session set ended_at = overread_now() where id = $1', [
      onCall.sessionId,
    ]);
    await reading.refresh();
    await judged(reading);
    page = await scene.person('administrator');
  }, 120_000);
  afterAll(() => scene?.close());

  const miss = () => page.locator('[data-miss=CT]');
  const remedy = () => page.locator(`[data-remedy="${helper.readingGroupId}"]`);

  it('says how many will miss, when, and what opening a group saves', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Forecast' }).click();
    await page.getByRole('heading', { level: 1, name: 'Forecast' }).waitFor();
    expect(await miss().textContent()).toMatch(/^\d+ CT reads will miss their deadline, the first in 40 min/);
    expect(await remedy().textContent()).toMatch(/Opening Group of Dr Helping Hand saves \d+\./);
    const missing = Number.parseInt((await miss().textContent()) ?? '', 10);
    expect(await page.getByRole('table', { name: 'Reads that will miss' }).getByRole('row').count()).toBe(missing + 1);
    expect(await page.getByRole('table', { name: 'Work and readers by hour' }).getByRole('row').count()).toBe(9);
  });

  it('shows how good the chances were: the plot, Brier score and skill, by kind of work', async () => {
    await page
      .getByRole('img', { name: /^Reliability/ })
      .locator('canvas')
      .waitFor();
    const figures = page.getByRole('table', { name: 'How good the chances were' });
    await figures.getByText('600', { exact: true }).waitFor();
    await page.getByText('Pressing', { exact: true }).click();
    await figures.getByText('200', { exact: true }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('shows the chance of each read in the live queue', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Live queue' }).click();
    await page.locator('[data-chance]').first().waitFor();
    expect(await page.locator('[data-chance]').count()).toBeGreaterThan(5);
    await page.goBack();
  });

  it('calls in who is on call with one click, who is told where they sign on', async () => {
    const callIn = page.locator(`[data-remedy="${shiftId}"]`);
    await page.getByRole('combobox', { name: 'A call-in takes' }).click();
    await page.getByRole('option', { name: '15 minutes' }).click();
    await callIn.getByText(/^Calling in Dr Cy Oncall saves \d+\./).waitFor();
    expect(await callIn.textContent()).toMatch(/May read \d+ of those that miss, until \d\d:\d\d \(Standby\)/);
    expect(await accessibilityProblems(page)).toEqual([]);
    if (process.env['SHOT']) await page.screenshot({ path: `${process.env['SHOT']}.call-in.png` });
    const theirs = await scene.visitor();
    await signIn(theirs, onCall.person.email, onCall.person.password);
    await theirs.getByText('You are not signed on').waitFor();
    await callIn.getByRole('button', { name: 'Call in Dr Cy Oncall' }).click();
    await page.getByText(/^Dr Cy Oncall is called in and told. Reads that miss: \d+ before, \d+ now/).waitFor();
    await callIn.waitFor({ state: 'detached' });
    await theirs.getByText('You are called in: By the forecast, reads will be late without you').waitFor();
    await theirs.getByText(/^You were called in at/).waitFor();
    expect(await accessibilityProblems(theirs)).toEqual([]);
    if (process.env['SHOT']) await theirs.screenshot({ path: `${process.env['SHOT']}.called-in.png` });
    await theirs.close();
  });

  it('opens the group with one click, and fewer miss', async () => {
    await remedy().waitFor();
    const before = Number.parseInt((await miss().textContent()) ?? '', 10);
    await remedy().getByRole('button', { name: /^Open/ }).click();
    await page.getByText(new RegExp(`^Opened \\d+ reads?. Reads that miss: ${before} before`)).waitFor();
    await remedy().waitFor({ state: 'detached' });
    const opened = await scene.demo.server.asOwner(
      `select from event where type = 'read.broadened' and data ->> 'by' = 'manager'`,
    );
    expect(opened).toHaveLength(before);
    expect(scene.failures).toEqual([]);
  });
});
