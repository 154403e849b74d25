import type { ReportSheet } from '@overread/domain';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import PDFDocument from 'pdfkit';

/** Runs in a thread of its own, from the source as from the build: hence it imports packages and types alone. */
export interface Printing {
  job: number;
  sheets: readonly ReportSheet[];
}
export type Printed = { job: number; pdf: Uint8Array } | { job: number; failure: string };

const MARGIN = 56;
const FOOTER_ABOVE = 34;
const PAGE_NUMBER_WIDTH = 90;
const SMALL = 8;
const TEXT = 10;
const GREY = '#555555';

const fontAt = (address: string): Promise<Buffer> => readFile(fileURLToPath(address));
// PDF's own fonts know Western European letters only; these Latin, Greek, Cyrillic, Hebrew, Arabic and more, not Han.
const plain = fontAt(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
const bold = fontAt(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'));

parentPort?.on('message', ({ job, sheets }: Printing) => {
  print(sheets).then(
    (pdf) => answer({ job, pdf }),
    (error: unknown) =>
      answer({ job, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
const answer = (printed: Printed) => parentPort?.postMessage(printed);

/** The reports as one A4 document, each from a new page, numbered. */
async function print(sheets: readonly ReportSheet[]): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    autoFirstPage: false,
    info: { Title: sheets.map((sheet) => sheet.title).join(', '), Creator: 'Overread', Producer: 'Overread' },
  });
  document.registerFont('plain', await plain).registerFont('bold', await bold);
  const finished = collected(document);
  /** Whose each page is: a page that is taken out of the pile still says whom it is about. */
  const owners: ReportSheet[] = [];
  for (const sheet of sheets) {
    document.addPage();
    draw(document, sheet);
    while (owners.length < document.bufferedPageRange().count) owners.push(sheet);
  }
  if (sheets.length === 0) document.addPage().font('plain', TEXT).text('No report has been issued.');
  numberPages(document, owners);
  document.end();
  return finished;
}

function collected(document: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}

function draw(document: PDFKit.PDFDocument, sheet: ReportSheet): void {
  document.font('plain', SMALL).fillColor(GREY).text(sheet.facility);
  document.font('bold', 16).fillColor('black').text(sheet.title).moveDown(0.5);
  for (const [label, text] of sheet.facts) {
    document.font('bold', TEXT).text(`${label}: `, { continued: true }).font('plain', TEXT).text(text);
  }
  const right = document.page.width - MARGIN;
  document.moveDown(0.5);
  document.moveTo(MARGIN, document.y).lineTo(right, document.y).lineWidth(0.5).strokeColor(GREY).stroke();
  for (const flag of sheet.flags) document.moveDown(0.5).font('bold', TEXT).text(flag);
  for (const { heading, text } of sheet.sections) block(document, heading, text);
  block(document, 'Impression', sheet.impression);
  if (sheet.conclusion !== null) block(document, 'Conclusion', sheet.conclusion);
  document.moveDown(1).font('plain', SMALL).fillColor(GREY);
  for (const author of sheet.authors) document.text(author);
  document.fillColor('black');
}

function block(document: PDFKit.PDFDocument, heading: string, text: string): void {
  document.moveDown(0.8).font('bold', TEXT).text(heading).moveDown(0.2).font('plain', TEXT).text(text);
}

function numberPages(document: PDFKit.PDFDocument, owners: readonly ReportSheet[]): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    document.switchToPage(page);
    const { width, height, margins } = document.page;
    // Text below the margin would begin another page.
    margins.bottom = 0;
    const place = { width: width - 2 * MARGIN, lineBreak: false } as const;
    const y = height - FOOTER_ABOVE;
    document.font('plain', SMALL).fillColor(GREY);
    document.text(`Page ${page - start + 1} of ${count}`, MARGIN, y, { ...place, align: 'right' });
    const owner = owners[page - start];
    if (owner === undefined) continue;
    const about = owner.facts.find(([label]) => label === 'Patient')?.[1];
    const line = [owner.title, about].filter((part) => part !== undefined).join(' · ');
    document.text(line, MARGIN, y, { ...place, width: place.width - PAGE_NUMBER_WIDTH, ellipsis: true });
  }
}
