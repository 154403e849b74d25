import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { LiveEvent, Study } from '@overread/wire';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import { reportBody, studyBody } from '../support/demo-studies.js';
import { liveClient, type LiveClient } from '../support/live.js';
import type { SignedOn } from '../support/reading-scene.js';
import { SecondReadScene } from '../support/second-read-scene.js';

const WITHIN_MS = 1000;
const TRIES = 3;
const live = (page: Page) => page.locator('[data-live=live]').waitFor();
const figure = (page: Page, name: string) => page.locator(`[data-figure=${name}]`);
const tile = (page: Page, name: string) => page.locator('.tile').filter({ has: figure(page, name) });
const counted = async (page: Page, name: string) => Number(await figure(page, name).textContent());

/** Writes on a tile when it changed next. */
const watchOf = (name: string): string => `(() => {
  const tile = document.querySelector('[data-figure=${name}]').closest('.tile');
  delete tile.dataset.changed;
  const all = { subtree: true, childList: true, characterData: true };
  new MutationObserver((_, observer) => {
    observer.disconnect();
    tile.dataset.changed = String(Date.now());
  }).observe(tile, all);
})()`;

/** Figures that follow the events which move them, without a reload. */
describeInBrowser('the overview', () => {
  let scene: ConsoleScene;
  let page: Page;
  let socket: LiveClient;
  const arrivals: { event: LiveEvent; at: number }[] = [];
  beforeAll(async () => {
    scene = await startConsole();
    // This token outlives the hours that pass here.
    socket = liveClient(scene.demo.server.url, { token: scene.demo.server.administrator.token });
    socket.socket.onAny((name, event: LiveEvent) => name === 'event' && arrivals.push({ event, at: Date.now() }));
    await socket.subscribe('network');
    page = await scene.person('administrator');
    await live(page);
  }, 120_000);
  afterAll(async () => {
    socket?.close();
    await scene?.close();
  });

  /**
   * How long after another socket heard of an event the tile had changed; both on one clock, so that a server which is
   * slow to answer the cause does not count. The best of a few, for the machine may be busy at one of them.
   */
  async function delays(name: string, type: string, cause: () => Promise<unknown>): Promise<number> {
    const measured: number[] = [];
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const known = arrivals.length;
      await page.evaluate(watchOf(name));
      await cause();
      const heard = () => arrivals.slice(known).find(({ event }) => event.type === type);
      await socket.until(() => heard() !== undefined);
      await page
        .locator('.tile[data-changed]')
        .filter({ has: figure(page, name) })
        .waitFor();
      measured.push(Number(await tile(page, name).getAttribute('data-changed')) - heard()!.at);
    }
    return Math.min(...measured);
  }

  const submit = async () => {
    const mercy = await scene.demo.as('imaging@mercy.example');
    return mercy.client.studies.submit(studyBody({ facility: 'mercy-north' }));
  };

  it('is where an administrator begins: what is open, what came in, and who is signed on', async () => {
    await page.getByRole('heading', { level: 1, name: 'Network overview' }).waitFor();
    expect(await counted(page, 'open')).toBe(0);
    await submit();
    await figure(page, 'open').getByText('1', { exact: true }).waitFor();
    expect(await counted(page, 'uncovered')).toBe(1);
    await scene.demo.signOn('Grace Okafor');
    await page.getByText('1 reader signed on').waitFor();
    await figure(page, 'uncovered').getByText('0', { exact: true }).waitFor();
    expect(await counted(page, 'received')).toBe(1);
    expect(await tile(page, 'concordance').textContent()).toContain('0 blind pairs · fewer than 30 say little');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('counts a signature within a second of its event', async () => {
    const grace = await scene.demo.as('Grace Okafor');
    const sign = async () => {
      const { read } = (await grace.client.work.next())!;
      await grace.client.reads.open(read.id, {});
      await grace.client.reads.final(read.id, reportBody());
    };
    for (let more = 1; more < TRIES; more += 1) await submit();
    await figure(page, 'open').getByText(String(TRIES), { exact: true }).waitFor();
    expect(await delays('finals', 'report.finalized', sign)).toBeLessThan(WITHIN_MS);
    expect(await counted(page, 'finals')).toBe(TRIES);
  });

  it('moves the service levels within a second of a breach, and lists the late read first', async () => {
    const { clock } = scene.demo.server;
    const studies: Study[] = [];
    for (let made = 0; made < TRIES; made += 1) {
      studies.push(await submit());
      await clock.advance({ minutes: 1 });
    }
    const due = studies.map(({ clocks }) => Math.min(...clocks.map(({ dueAt }) => Date.parse(dueAt!))));
    // The page's token ends on the way: it signs in again by itself, and shows what is at risk.
    await clock.set(new Date(due[0]! - 30_000).toISOString());
    await submit();
    await figure(page, 'at-risk').getByText(String(TRIES), { exact: true }).waitFor();
    await live(page);
    const breach = async () => {
      await clock.set(new Date(due.shift()! + 1000).toISOString());
      await scene.demo.fireClocks();
    };
    expect(await delays('sla', 'sla.breached', breach)).toBeLessThan(WITHIN_MS);
    await tile(page, 'sla').getByText(`${TRIES} late`).waitFor();
    expect(await counted(page, 'late')).toBe(TRIES);
    const worst = page.getByRole('table', { name: /nearest to or past/ }).getByRole('row');
    expect(await worst.nth(1).getAttribute('data-read')).toBe(studies[0]!.reads[0]!.id);
    await page.getByRole('table', { name: 'Facilities' }).getByRole('link', { name: /North/ }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('moves the agreement within a second of the comparison of a blind pair', async () => {
    const second = await SecondReadScene.of(scene.demo.server);
    const [ada, bea]: [SignedOn, SignedOn] = [
      await second.scene.reader('Dr Ada Byrd'),
      await second.scene.reader('Dr Bea Ohm'),
    ];
    await page.getByText('3 readers signed on').waitFor();
    const pair = () => second.pair({ first: ada, second: bea });
    expect(await delays('concordance', 'concordance.compared', pair)).toBeLessThan(WITHIN_MS);
    await tile(page, 'concordance').getByText(`${TRIES} blind pairs · fewer than 30 say little`).waitFor();
    await figure(page, 'concordance').getByText('100.0 %').waitFor();
  });

  it('explains the agreement: by what sets the first read apart, with the pairs behind it', async () => {
    await tile(page, 'concordance').click();
    await page.waitForURL('**/concordance');
    const row = page.getByRole('table', { name: 'Concordance' }).getByRole('row').nth(1);
    await row.waitFor();
    const cells = await row.getByRole('cell').allTextContents();
    expect([cells[1], cells[2], cells[3]]).toEqual(['Blind', 'chance', String(TRIES)]);
    expect(cells[4]).toContain('100.0 %');
    expect(cells[4]).toContain('too few pairs to say much');
    expect(await accessibilityProblems(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^concordance-/);
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await figure(page, 'queued').waitFor();
  });

  it('leads from a figure to the rows it counts', async () => {
    const waiting = await counted(page, 'queued');
    await tile(page, 'queued').click();
    await page.waitForURL('**/queue?state=queued');
    const queue = page.getByRole('grid', { name: 'Live queue' });
    await queue.waitFor();
    expect(await queue.getByRole('row').count()).toBe(waiting + 1);
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await page.getByRole('table', { name: 'Priority' }).getByRole('link', { name: 'STAT' }).click();
    await page.waitForURL('**/queue?priority=stat');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.waitForURL('**/queue');
  });

  it('shows a manager their group and a hospital their studies, by the same figures', async () => {
    const manager = await scene.person('manager@lonestar.example');
    await manager.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
    await manager.getByRole('heading', { level: 1, name: 'Overview of Lone Star Radiology' }).waitFor();
    expect(await counted(manager, 'late')).toBe(TRIES);
    await manager.context().close();
    const hospital = await scene.person('imaging@harbour.example');
    await hospital.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
    await hospital.getByRole('heading', { level: 1, name: /Overview of Harbour/ }).waitFor();
    expect(await counted(hospital, 'open')).toBe(0);
    expect(await figure(hospital, 'uncovered').count()).toBe(0);
    expect(await accessibilityProblems(hospital)).toEqual([]);
    await hospital.context().close();
  });

  it('runs without a script error', () => {
    expect(scene.failures).toEqual([]);
  });
});
