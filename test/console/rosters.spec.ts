import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { plusMinutes } from '@overread/domain';
import type { RosterWeek } from '@overread/wire';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import type { DemoPerson } from '../support/demo-server.js';

const MINUTES_OF_HOURS = 60;

describeInBrowser('rosters, in the console', () => {
  let scene: ConsoleScene;
  let lead: DemoPerson;
  let manager: Page;
  let grace: Page;
  let daniel: Page;
  let week: RosterWeek;
  beforeAll(async () => {
    scene = await startConsole();
    lead = await scene.demo.as('manager@lonestar.example');
    await onlyThree();
    manager = await scene.person('manager@lonestar.example');
    grace = await scene.person('Grace Okafor');
    daniel = await scene.person('Daniel Reyes');
    for (const page of [manager, grace, daniel]) await page.getByRole('link', { name: 'Rosters' }).click();
  }, 120_000);
  afterAll(() => scene?.close());

  /** Grace works from now on, Daniel after her, and one more of the group is on call. */
  async function onlyThree(): Promise<void> {
    await scene.demo.server.asOwner('delete from roster_shift');
    const group = lead.organizationId ?? '';
    const [row] = await scene.demo.server.asOwner<{ now: string; day: string }>(
      `select overread_now() as now, to_char(overread_now() at time zone zone, 'YYYY-MM-DD') as day
       from reading_group where id = $1`,
      [group],
    );
    const now = new Date(row?.now ?? '');
    const at = (hours: number) => plusMinutes(now, hours * MINUTES_OF_HOURS).toISOString();
    const readers = (await lead.client.rosters.week(group, { from: row?.day ?? '' })).readers;
    const by = (name: string) => readers.find((each) => each.name.includes(name))?.id ?? '';
    const other = readers.find((each) => !/Okafor|Reyes/.test(each.name))?.id ?? '';
    const shift = { modalityFamilies: [], facilityIds: [], subspecialties: [] };
    // All on the group's day of now, however late it is.
    const early = at(0);
    await lead.client.network.putRoster(group, row?.day ?? '', {
      shifts: [
        { ...shift, readerId: by('Okafor'), name: 'Early', startsAt: early, endsAt: at(6) },
        { ...shift, readerId: by('Reyes'), name: 'Late', startsAt: early, endsAt: at(12) },
        { ...shift, readerId: other, name: 'Standby', kind: 'on-call', startsAt: early, endsAt: at(12) },
      ],
    });
    week = await lead.client.rosters.week(group, { from: row?.day ?? '', days: 1 });
    expect(week.days[0]?.shifts.length).toBe(3);
  }

  const card = (page: Page, name: string) => page.getByRole('listitem', { name: new RegExp(`, ${name}$`) });
  const act = async (page: Page, shift: string, name: string) => {
    await card(page, shift)
      .getByRole('button', { name: /^Move the shift/ })
      .click();
    await page.getByRole('menuitem', { name }).click();
    return page.getByRole('dialog', { name });
  };

  it('a reader asks another to swap, who agrees, and the manager sees it at once', async () => {
    await card(grace, 'Early').waitFor();
    const dialog = await act(grace, 'Early', 'Swap');
    await dialog.getByRole('combobox', { name: 'For which shift' }).click();
    await grace.getByRole('option', { name: /Reyes, Late/ }).click();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('School play');
    expect(await accessibilityProblems(grace)).toEqual([]);
    await dialog.getByRole('button', { name: 'Propose it' }).click();
    const asked = daniel.getByRole('article', { name: 'Swap' });
    await asked.getByText(/Waits for the yes of Dr Daniel Reyes/).waitFor();
    expect(await grace.getByRole('button', { name: 'Accept' }).count()).toBe(0);
    await asked.getByRole('button', { name: 'Accept' }).click();
    await manager.getByRole('listitem', { name: 'Dr Grace Okafor, Late' }).waitFor();
    await manager.getByRole('article', { name: 'Swap' }).getByText('Done', { exact: true }).waitFor();
    expect(await accessibilityProblems(manager)).toEqual([]);
  });

  it('a manager finds cover among those who could take the shift, and what they lack is said', async () => {
    const dialog = await act(manager, 'Late', 'Find cover');
    await dialog.getByRole('combobox', { name: 'Covered by' }).click();
    await manager.getByRole('option', { name: /Daniel Reyes \(lacks 1 thing\)/ }).click();
    await dialog.getByText('at the same time as Early').waitFor();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Grace is ill');
    await dialog.getByRole('button', { name: 'Propose it' }).click();
    const asked = daniel.getByRole('article', { name: 'Cover' });
    await asked.getByRole('button', { name: 'Decline' }).click();
    await manager.getByRole('article', { name: 'Cover' }).getByText('Declined').waitFor();
    expect(await card(manager, 'Late').textContent()).toContain('Dr Grace Okafor');
  });

  it('calls in who is on call, once: the second time the rule is said', async () => {
    const call = async () => {
      const dialog = await act(manager, 'Standby', 'Call in');
      await dialog.getByRole('textbox', { name: 'Reason' }).fill('Two trauma cases');
      await dialog.getByRole('button', { name: 'Call them in' }).click();
      return dialog;
    };
    await call();
    await card(manager, 'Standby \\(called in\\)').waitFor();
    const dialog = await call();
    await dialog.getByText('They have been called in already').waitFor();
    expect(await accessibilityProblems(manager)).toEqual([]);
    await manager.keyboard.press('Escape');
  });

  it('shows a reader no lever of the lead’s, and a hospital no roster', async () => {
    await card(grace, 'Standby')
      .getByRole('button', { name: /^Move the shift/ })
      .click();
    expect(await grace.getByRole('menuitem').allTextContents()).toEqual(['Take it over', 'Swap']);
    await grace.keyboard.press('Escape');
    const hospital = await scene.person('imaging@mercy.example');
    expect(await hospital.getByRole('link', { name: 'Rosters' }).count()).toBe(0);
    expect(scene.failures).toEqual([]);
  });

  it('goes to another week, where nobody is rostered, in a narrow window', async () => {
    await grace.setViewportSize({ width: 420, height: 900 });
    await grace.getByRole('button', { name: 'Week after' }).click();
    await grace.getByText('Nobody is rostered').nth(6).waitFor();
    expect(await accessibilityProblems(grace)).toEqual([]);
    await grace.getByRole('button', { name: 'This week' }).click();
    await card(grace, 'Standby').waitFor();
  });
});
