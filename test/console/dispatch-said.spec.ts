import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '@overread/platform';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import { studyBody } from '../support/demo-studies.js';

describeInBrowser('what the console says of choices that were made', () => {
  let scene: ConsoleScene;
  let page: Page;
  let studyId: string;
  let readId: string;
  let graceId: string;

  beforeAll(async () => {
    scene = await startConsole();
    page = await scene.person('admin@overread.example');
    const mercy = await scene.demo.as('imaging@mercy.example');
    graceId = (await scene.demo.signOn('Grace Okafor')).readerId!;
    const study = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north', priority: 'stat' }));
    studyId = study.id;
    readId = study.reads[0]!.id;
  }, 120_000);
  afterAll(() => scene?.close());

  const shot = async (name: string) => {
    const path = process.env['SHOT'];
    if (path) await page.screenshot({ path: `${path}.${name}.png`, fullPage: true });
  };

  it('for whom a read is kept, until about when, and what it gains', async () => {
    const said = { readerId: graceId, freeInMinutes: 3, latePercent: 12, idleLatePercent: 48 };
    await scene.demo.server.asOwner(
      `insert into event (at, type, health_system_id, study_id, read_id, version, data)
       select overread_now(), 'read.kept', health_system_id, study_id, id, version, $2
       from read where id = $1`,
      [readId, JSON.stringify(said)],
    );
    await page.goto(`${scene.demo.server.url}/studies/${studyId}`);
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.getByText('Kept a few minutes for a reader who makes it surer').waitFor();
    const line = page.getByText(/^Kept for Dr Grace Okafor until about .*: chance of being late 12 % instead of 48 %$/);
    await line.waitFor();
    await shot('kept');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('where two checks of who may read differed, with what each of them said', async () => {
    await page.goto(`${scene.demo.server.url}/network?tab=checks`);
    await page.getByText('The two checks have always agreed').waitFor();
    await scene.demo.server.asOwner(
      `insert into eligibility_disagreement select $1, overread_now(), health_system_id, study_id, id, $2, 'offer', 'rules',
         '{}', '{}', '{licence,privilege}' from read where id = $3`,
      [newId(), graceId, readId],
    );
    await page.reload();
    const row = page.getByRole('table', { name: 'Checks that differed' }).getByRole('row').filter({ hasText: 'Grace' });
    await row.waitFor();
    expect(await row.textContent()).toContain('Rules differ');
    expect(await row.textContent()).toContain('may read itmay read itLicence, Privilege');
    await shot('checks');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(scene.failures).toEqual([]);
  });
});
