import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, signIn, startConsole, type ConsoleScene } from '../support/console.js';

describeInBrowser('signing in to the console', () => {
  let scene: ConsoleScene;
  beforeAll(async () => {
    scene = await startConsole();
  }, 120_000);
  afterAll(async () => {
    await scene?.close();
  });

  it('says in the server’s words why somebody is not signed in', async () => {
    const page = await scene.visitor();
    await signIn(page, 'nobody@overread.example', 'wrong');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.getAttribute('data-code')).toBe('auth/wrong-credentials');
    expect(await alert.textContent()).toContain('the email or the password is wrong');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('keeps who signed in across a reload by the cookie alone, until they sign out', async () => {
    const page = await scene.person('auditor');
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toMatch(/eyJ|ovk_/);
    await page.reload();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await page.getByTitle('Account').click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  it.each([
    ['administrator', ['Live queue', 'Studies', 'Submit a study', 'Intake exceptions', 'Network']],
    ['manager@lonestar.example', ['Live queue', 'Studies', 'Readers and contracts']],
    ['imaging@mercy.example', ['Studies', 'Submit a study', 'Intake exceptions']],
    ['Grace Okafor', ['Worklist']],
  ])('shows %s where they may go, and who they are', async (who, places) => {
    const page = await scene.person(who);
    const navigation = page.getByRole('navigation', { name: 'Main' });
    const links = await navigation.getByRole('link').allTextContents();
    for (const place of places) expect(links.join('|')).toContain(place);
    expect(links.join('|').includes('Worklist')).toBe(who === 'Grace Okafor');
    expect(await page.getByTitle('Account').textContent()).toContain((await scene.demo.as(who)).user.name);
    await page.locator('[data-live=live]').waitFor();
    await page.context().close();
  });

  it('is driven by the keyboard: a skip link, keys to places, and a list of the keys', async () => {
    const page = await scene.person('administrator');
    await page.locator('[data-live=live]').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('heading', { name: 'Studies', level: 1 }).waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.getByText('Go to Live queue').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await help.getByRole('switch', { name: 'Single-key shortcuts' }).press('Space');
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'hidden' });
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await help.waitFor();
    expect(new URL(page.url()).pathname).toBe('/studies');
  });

  it('runs under the content security policy without a script error', () => {
    expect(scene.failures).toEqual([]);
  });
});
