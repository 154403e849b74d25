import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { accessibilityProblems, startConsole, type ConsoleScene } from '../support/console.js';
import { reportBody, studyBody } from '../support/demo-studies.js';
import { imageFile, newUid } from '../support/dicom-objects.js';
import { DicomWebPeer } from '../support/dicom-web.js';

const live = (page: Page) => page.locator('[data-live=live]').waitFor();

describeInBrowser('a hospital in the console', () => {
  let scene: ConsoleScene;
  let page: Page;
  beforeAll(async () => {
    scene = await startConsole();
    page = await scene.person('imaging@mercy.example');
    await live(page);
  }, 120_000);
  afterAll(async () => {
    await scene?.close();
  });

  it('sends a study by form; what the server refuses stands at its field', async () => {
    await page.getByRole('link', { name: 'Submit a study' }).click();
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    expect(await page.getByText('This is needed.').count()).toBe(3);
    await page.getByRole('combobox', { name: 'Facility' }).click();
    await page.getByRole('option', { name: /North/ }).click();
    await page.getByRole('textbox', { name: 'Accession number' }).fill('FORM-1');
    await page
      .getByLabel(/^Modalities/)
      .first()
      .fill('CT,');
    await page.getByRole('textbox', { name: 'Patient ID' }).fill('M'.repeat(65));
    await page.getByRole('textbox', { name: 'Body part' }).fill('HEAD');
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByRole('alert').waitFor();
    const field = page.getByRole('textbox', { name: 'Patient ID' });
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.and(page.locator(':focus')).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await field.fill('MRN77');
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.waitForURL('**/studies/*');
    await page.getByText('FORM-1').first().waitFor();
    await page.getByText('Report expected').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('sees the report, its state and its clock change as they happen, and takes the PDF', async () => {
    const grace = await scene.demo.signOn('Grace Okafor');
    const taken = await grace.client.work.next();
    const readId = taken!.read.id;
    await page.getByText('Reading', { exact: true }).first().waitFor();
    await grace.client.reads.open(readId, {});
    await grace.client.reads.final(readId, reportBody({ impression: 'No haemorrhage.' }));
    const report = page.getByRole('article', { name: 'Final report' });
    await report.getByText('No haemorrhage.').waitFor();
    await page.getByText('Met', { exact: true }).first().waitFor();
    const [pdf] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as PDF' }).click(),
    ]);
    expect(pdf.suggestedFilename()).toBe('FORM-1.pdf');
    expect(readFileSync(await pdf.path(), 'latin1')).toMatch(/^%PDF-/);
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.getByText('Final report issued').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('has each report one click away from its studies, and shows it as it arrives', async () => {
    const mercy = await scene.demo.as('imaging@mercy.example');
    const grace = await scene.demo.as('Grace Okafor');
    const study = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north' }));
    await page.getByRole('navigation').getByRole('link', { name: 'Studies' }).click();
    await page.locator(`[role=row][data-key="${study.id}"]`).click();
    const panel = page.getByRole('complementary', { name: 'The chosen study' });
    await panel.getByText('No report yet').waitFor();
    expect(await page.locator(`[role=row][data-key="${study.id}"]`).textContent()).toContain('Onshore');
    await grace.client.work.next();
    await grace.client.reads.open(study.reads[0]!.id, {});
    await grace.client.reads.final(study.reads[0]!.id, reportBody({ impression: 'No fracture.' }));
    await panel.getByText('No fracture.').waitFor();
    await page.locator('[data-figure=finals]').getByText('2', { exact: true }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('shows the reader the images that were sent, and proves that they were opened', async () => {
    const key = scene.demo.facts.apiKeys.find(({ healthSystem }) => healthSystem === 'Mercy Health')!.key;
    const study = newUid();
    const mercy = await scene.demo.as('imaging@mercy.example');
    const submitted = await mercy.client.studies.submit({
      studyInstanceUid: study,
      facility: 'mercy-north',
      patient: { id: 'MRN1' },
      modalities: ['CT'],
      bodyPart: 'HEAD',
      priority: 'stat',
    });
    const white = [1, 2, 3].map((number) => shownImage(study, `${study}.1.${number}`));
    const kept = await new DicomWebPeer(scene.demo.server.url, key).stow(white, '?facility=mercy-north');
    expect(kept.stored).toHaveLength(3);
    await mercy.client.studies.imagesComplete(submitted.id);

    const reader = await scene.person('Grace Okafor');
    await reader.getByRole('button', { name: 'Take next' }).click();
    await reader.waitForURL('**/reads/*');
    await reader.locator('.viewport[data-shown=true]').waitFor({ timeout: 25_000 });
    expect(await centreOf(reader)).toBeGreaterThan(200);
    await reader.getByText('Image 1 of 3').waitFor();
    await reader.locator('.viewport').press('ArrowDown');
    await reader.getByText('Image 2 of 3').waitFor();
    expect(await scene.demo.happened(submitted.id, 'read.images-opened')).toEqual(['read.images-opened']);
    expect(await accessibilityProblems(reader)).toEqual([]);
    await reader.context().close();
  }, 60_000);

  it('runs under the content security policy without a script error', () => {
    expect(scene.failures).toEqual([]);
  });
});

const short = (value: number): Buffer => Buffer.from([value, 0]);

/** A white square of 16 by 16. */
const shownImage = (study: string, instance: string): Buffer =>
  imageFile({
    study,
    instance,
    extra: [
      { tag: '00280002', vr: 'US', value: short(1) },
      { tag: '00280004', vr: 'CS', value: 'MONOCHROME2' },
      { tag: '00280010', vr: 'US', value: short(16) },
      { tag: '00280011', vr: 'US', value: short(16) },
      { tag: '00280100', vr: 'US', value: short(16) },
      { tag: '00280101', vr: 'US', value: short(16) },
      { tag: '00280102', vr: 'US', value: short(15) },
      { tag: '00280103', vr: 'US', value: short(0) },
      { tag: '00281050', vr: 'DS', value: '900' },
      { tag: '00281051', vr: 'DS', value: '1000' },
    ],
  });

/** Brightness of the pixel in the middle of the viewport's canvas, 0 to 255. */
const centreOf = (page: Page): Promise<number> =>
  page.evaluate<number>(`(() => {
    const canvas = document.querySelector('.viewport canvas');
    const at = [canvas.width >> 1, canvas.height >> 1];
    return canvas.getContext('2d').getImageData(at[0], at[1], 1, 1).data[0];
  })()`);
