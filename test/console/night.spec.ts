import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient } from '@overread/wire';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import { reportBody, studyBody } from '../support/demo-studies.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const row = (page: Page, readId: string) => page.locator(`[role=row][data-key="${readId}"]`);
const live = (page: Page) => page.locator('[data-live=live]').waitFor();

/** Two or three browsers side by side: what one person does, the others see without asking. */
describeInBrowser('a read in the console', () => {
  let scene: ConsoleScene;
  let manager: Page;
  let reader: Page;
  beforeAll(async () => {
    scene = await startConsole();
    manager = await scene.person('manager@lonestar.example');
    reader = await scene.person('Grace Okafor');
    await Promise.all([live(manager), live(reader)]);
  }, 120_000);
  afterAll(async () => {
    await scene?.close();
  });

  /** A study of mercy-north: one final read, by Texas. */
  const submit = async (changes = {}) => {
    const mercy = await scene.demo.as('imaging@mercy.example');
    const study = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north', ...changes }));
    return { studyId: study.id, readId: study.reads[0]!.id };
  };

  it('signs a reader on only with the place attested, prefilled from where they live', async () => {
    await reader.getByRole('button', { name: 'Sign on' }).waitFor();
    await reader.keyboard.press('s');
    const dialog = reader.getByRole('dialog', { name: 'Sign on' });
    await dialog.waitFor();
    expect(await dialog.getByRole('textbox', { name: 'State or region' }).inputValue()).toBe('US-TX');
    expect(await accessibilityProblems(reader)).toEqual([]);
    await dialog.getByText('When I take it').click();
    await dialog.getByRole('button', { name: 'Sign on' }).click();
    await dialog.getByText('attest it to go on').waitFor();
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Sign on' }).click();
    await reader.getByText('Signed on · US-TX').waitFor();
    expect(await reader.getByText('I take the next').isVisible()).toBe(true);
  });

  it('shows a study in the queue the moment it is submitted, and says why it is there', async () => {
    const { readId } = await submit({ priority: 'critical', protocol: 'stroke' });
    await row(manager, readId).waitFor();
    expect(await row(manager, readId).textContent()).toMatch(/Critical.*Stroke.*left.*CT.*HEAD.*mercy-north.*Onshore/);
    await row(manager, readId).click();
    const panel = manager.getByRole('complementary', { name: 'The chosen read' });
    await panel.getByText('Coverage ladder').waitFor();
    expect(await panel.textContent()).toMatch(/“final-onshore” by rule/);
    await panel.getByText('Dr Grace Okafor · Onshore').waitFor();
    expect(await panel.getByText('not signed on').count()).toBeGreaterThan(0);
    expect(await accessibilityProblems(manager)).toEqual([]);
  });

  it('refuses an assignment that breaks a hard rule with the rule and the fact', async () => {
    const panel = manager.getByRole('complementary', { name: 'The chosen read' });
    await panel.getByRole('button', { name: 'Assign' }).click();
    const dialog = manager.getByRole('dialog', { name: 'Assign' });
    await dialog.getByRole('radio', { name: /Daniel Reyes/ }).check();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('is free');
    await dialog.getByRole('button', { name: 'Assign the read' }).click();
    const refusal = dialog.getByRole('alert');
    await refusal.waitFor();
    expect(await refusal.textContent()).toMatch(/not signed on/);
    expect(await refusal.getAttribute('data-code')).toMatch(/session/);
    expect(await accessibilityProblems(manager)).toEqual([]);
    await manager.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await panel.isVisible()).toBe(true);
  });

  it('lets a reader take, write and sign by the keyboard, while the manager watches', async () => {
    await reader.getByRole('button', { name: 'Take next' }).waitFor();
    await reader.keyboard.press('n');
    await reader.waitForURL('**/reads/*');
    const readId = reader.url().split('/').at(-1)!;
    await row(manager, readId).getByText('Dr Grace Okafor').waitFor();
    await row(manager, readId).getByText('Reading').waitFor();
    const card = manager.getByRole('list', { name: 'Readers' }).getByRole('listitem').filter({ hasText: 'Okafor' });
    await card.locator('[data-health=reading]').waitFor();
    await card.getByText(/Holds 1 · /).waitFor();
    await card.getByRole('button', { name: 'Show what they hold' }).click();
    await manager.waitForURL(/readerId=/);
    expect(await manager.getByRole('grid', { name: 'Live queue' }).getByRole('row').count()).toBe(2);
    await manager.getByRole('button', { name: 'Clear filters' }).click();

    await reader.getByRole('textbox', { name: 'Findings' }).fill('Hyperdense left MCA.');
    await reader.getByRole('textbox', { name: 'Impression' }).fill('Acute left MCA occlusion.');
    await reader.getByRole('radio', { name: 'Critical' }).check();
    await reader.locator('[data-draft=saved]').waitFor();
    const grace = await scene.demo.as('Grace Okafor');
    expect((await grace.client.reads.get(readId)).draft?.impression).toBe('Acute left MCA occlusion.');
    await reader.reload();
    expect(await reader.getByRole('textbox', { name: 'Findings' }).inputValue()).toBe('Hyperdense left MCA.');
    expect(await accessibilityProblems(reader)).toEqual([]);

    await reader.keyboard.press('Control+Enter');
    await reader.getByRole('dialog', { name: 'Sign final' }).waitFor();
    await reader.getByRole('button', { name: 'Sign', exact: true }).and(reader.locator(':focus')).waitFor();
    await reader.keyboard.press('Enter');
    await reader.getByText('Final report issued').waitFor();
    await row(manager, readId).waitFor({ state: 'detached' });
    await card.locator('[data-health=idle]').waitFor();
    const { study } = await grace.client.reads.get(readId);
    expect(study.state).toBe('final');
  });

  it('offers a read with a countdown that a key accepts, and gives it back with a reason', async () => {
    const session = await scene.demo.sessionOf(await scene.demo.as('Grace Okafor'));
    await (await scene.demo.as('Grace Okafor')).client.work.signOff(session.id);
    await scene.demo.signOn('Grace Okafor', { mode: 'push' });
    const { readId } = await submit();
    await scene.demo.dispatch();
    const offer = reader.locator(`[data-read="${readId}"]`);
    await offer.getByText(/Offered for \d+:\d\d/).waitFor();
    await row(manager, readId).getByText('Offered', { exact: true }).waitFor();
    await reader.keyboard.press('y');
    await reader.waitForURL(`**/reads/${readId}`);
    await reader.getByRole('button', { name: 'Release' }).click();
    await reader.getByRole('textbox', { name: 'Reason' }).fill('phone rings');
    await reader.getByRole('button', { name: 'Give it back' }).click();
    await reader.waitForURL('**/worklist');
    await row(manager, readId).getByText('Queued').waitFor();
    expect(await row(manager, readId).textContent()).toContain('nobody yet');
  });

  it('records a result told by voice before the report, and takes an addendum after it', async () => {
    const grace = await scene.demo.as('Grace Okafor');
    const { readId } = await submit();
    const other = (await grace.client.work.worklist()).items.filter((one) => one.readId !== readId);
    expect(other.every((one) => one.state !== 'in-progress')).toBe(true);
    await grace.client.reads.accept(readId, {});
    await reader.goto(`${scene.demo.server.url}/reads/${readId}`);
    await reader.getByRole('button', { name: 'Verbal result' }).waitFor();
    await reader.keyboard.press('Alt+v');
    const dialog = reader.getByRole('dialog', { name: 'Verbal result' });
    await dialog.getByRole('textbox', { name: 'Told to' }).fill('Dr Ada Byrd');
    await dialog.getByRole('textbox', { name: 'What was said' }).fill('Large vessel occlusion, left.');
    expect(await accessibilityProblems(reader)).toEqual([]);
    await dialog.getByRole('button', { name: 'Record' }).click();
    const told = reader.getByRole('article', { name: 'Verbal result' });
    await told.getByText('Told to Dr Ada Byrd').waitFor();

    await grace.client.reads.final(readId, reportBody());
    await reader.getByRole('heading', { name: 'Addendum' }).waitFor();
    await reader.getByRole('textbox', { name: 'Impression' }).fill('Seen again: unchanged.');
    await reader.getByRole('radio', { name: 'Normal' }).check();
    await reader.keyboard.press('Control+Enter');
    await reader.getByRole('dialog', { name: 'Sign addendum' }).waitFor();
    await reader.keyboard.press('Enter');
    await reader.getByText('Addendum issued').waitFor();
    const { reports } = await grace.client.reads.get(readId);
    expect(reports.map(({ kind }) => kind)).toEqual(['verbal', 'final', 'addendum']);
  });

  it('says when it is not live, and misses nothing when it is again', async () => {
    const outage = outageOf(scene.demo.server);
    const watcher = await scene.person('administrator');
    await live(watcher);
    await watcher.getByRole('navigation').getByRole('link', { name: 'Live queue' }).click();
    const { readId: before } = await submit();
    await row(watcher, before).waitFor();
    const other = await startTestServer({ on: scene.demo.server.fresh });
    await outage.begin();
    await watcher.locator('[data-live=reconnecting]').waitFor();
    const token = (await scene.demo.as('imaging@mercy.example')).token();
    const elsewhere = createClient({ baseUrl: other.url, token: () => token });
    const during = await elsewhere.studies.submit(studyBody({ facility: 'mercy-north' }));
    await outage.end();
    await live(watcher);
    await row(watcher, during.reads[0]!.id).waitFor();
    expect(await row(watcher, before).count()).toBe(1);
    await other.close();
    await watcher.context().close();
  });

  it('runs without a script error', () => {
    expect(scene.failures).toEqual([]);
  });
});

/** The server's door shut, with everybody who came after this thrown out; and opened again at the same place. */
function outageOf(server: TestServer) {
  const door = server.app.getHttpServer() as Server;
  const guests = new Set<Socket>();
  door.on('connection', (socket: Socket) => {
    guests.add(socket);
    socket.once('close', () => guests.delete(socket));
  });
  const { port } = door.address() as AddressInfo;
  return {
    begin: () =>
      new Promise<void>((resolve) => {
        door.close(() => resolve());
        for (const guest of guests) guest.destroy();
        door.closeAllConnections();
        resolve();
      }),
    end: () => new Promise<void>((resolve) => door.listen(port, '127.0.0.1', () => resolve())),
  };
}
