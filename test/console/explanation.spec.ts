import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Study } from '@overread/wire';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import type { DemoPerson } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

describeInBrowser('the explanation in the console', () => {
  let scene: ConsoleScene;
  let late: Study;
  let chosen: DemoPerson;
  let other: DemoPerson;
  beforeAll(async () => {
    scene = await startConsole();
    const { demo } = scene;
    const mercy = await demo.as('imaging@mercy.example');
    const both = [
      await demo.signOn('Grace Okafor', { mode: 'push' }),
      await demo.signOn('Hannah Weiss', { mode: 'push' }),
    ];
    late = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north', priority: 'stat' }));
    const { id } = late.reads[0]!;
    await demo.dispatch();
    const [read] = (await mercy.client.studies.get(late.id)).reads;
    chosen = both.find(({ readerId }) => readerId === read?.reader?.id)!;
    other = both.find((each) => each !== chosen)!;
    await demo.server.clock.advance({ seconds: 30 });
    await chosen.client.reads.decline(id, { code: 'fatigue' });
    await demo.dispatch();
    await demo.server.clock.advance({ seconds: 20 });
    await other.client.reads.accept(id, {});
    await demo.server.clock.advance({ minutes: 75 });
    await other.client.reads.open(id, {});
    await demo.server.clock.advance({ minutes: 9 });
    await other.client.reads.final(id, reportBody());
  }, 180_000);
  afterAll(async () => {
    await scene?.close();
  });

  const open = async (who: string): Promise<Page> => {
    const page = await scene.person(who);
    await page.goto(`${scene.demo.server.url}/studies/${late.id}`);
    await page.getByRole('tab', { name: 'Why here' }).click();
    await page.getByRole('heading', { name: 'Coverage ladder' }).waitFor();
    return page;
  };
  const screenshot = (page: Page, name: string) =>
    process.env['SCREENSHOTS']
      ? page.screenshot({ path: `${process.env['SCREENSHOTS']}/${name}.png`, fullPage: true })
      : undefined;

  it('lists the decisions with why this reader, every term, and what came of each', async () => {
    const page = await open('admin@overread.example');
    await page.getByRole('heading', { name: 'Read 1: primary, final' }).waitFor();
    await page.getByText(new RegExp(`Completed .* UTC · ${other.user.name}`)).waitFor();
    const first = page.getByRole('button', { name: new RegExp(`Ready.*${chosen.user.name}`) });
    await first.getByText('Declined: fatigue').waitFor();
    await page
      .getByRole('button', { name: new RegExp(`Taken.*${other.user.name}`) })
      .getByText('Late · ')
      .waitFor();
    await first.click();
    // Who could take it now is folded: nobody takes a read that is done.
    await page.getByRole('button', { name: 'Who could take such a read now' }).waitFor();
    const panel = page
      .getByRole('region')
      .filter({ has: page.getByText('Expected minutes') })
      .first();
    await panel.getByText('Chance of breach').waitFor();
    await panel.getByText(other.user.name).waitFor();
    await screenshot(page, 'explanation-decisions');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('says what would have made it on time, and where the minutes went', async () => {
    const page = await open('imaging@mercy.example');
    await page.getByRole('heading', { name: 'On time?' }).waitFor();
    await page.getByText(/^Late by/).waitFor();
    await page.getByText('Opened as soon as it was taken').waitFor();
    await page
      .getByText(/would have been enough/)
      .first()
      .waitFor();
    await page.getByText(/Pick-up 1 h 15 min/).waitFor();
    await screenshot(page, 'explanation-on-time');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('answers why not another reader, with the rule that barred them', async () => {
    const page = await open('admin@overread.example');
    const ask = async (name: string) => {
      await page.getByRole('combobox', { name: 'Why not this reader?' }).fill(name);
      await page.getByRole('option', { name }).click();
    };
    await ask('Daniel Reyes');
    await page
      .getByRole('status')
      .getByText(/A hard rule barred them/)
      .waitFor();
    await ask(chosen.user.name);
    await page
      .getByRole('status')
      .getByText(/They declined it/)
      .waitFor();
    await screenshot(page, 'explanation-why-not');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('lets who watches over the network decide again, and shows that it comes out the same', async () => {
    const page = await open('admin@overread.example');
    await page.getByRole('button', { name: 'Decide again' }).first().click();
    await page.getByText('The same, bit for bit').waitFor();
    const hospital = await open('imaging@mercy.example');
    expect(await hospital.getByRole('button', { name: 'Decide again' }).count()).toBe(0);
    expect(scene.failures).toEqual([]);
  });
});
