import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sensitivityReport, sensitivitySeed } from '../../src/scoring/sensitivity.ts';
import { assessmentSummaryPdf } from '../../src/reports/assessment-summary-pdf.ts';
import { evaluationReportHtml } from '../../src/reports/evaluation-report-html.ts';
import { evaluationReportPdf } from '../../src/reports/evaluation-report-pdf.ts';
import type { ShownTrajectory } from '../../src/reports/award-trajectory.ts';
import { madeUpCatalogue } from './made-up-rules.ts';
import { contestedBids, madeUpAssessment, madeUpBid } from './made-up-tender.ts';

/** Whether a program of the machine can be run; its tests are skipped where not, and their titles say so. */
function missing(program: string, option: string): boolean {
  return spawnSync(program, [option]).error !== undefined;
}

const noPdfTools = ['qpdf --version', 'pdfinfo -v', 'pdftotext -v', 'pdffonts -v'].some((command) => {
  const [program = '', option = ''] = command.split(' ');
  return missing(program, option);
});
const noChromium = missing('chromium', '--version');

const HOSTILE = 'Foxglove <b>\u202E & Söhne Ж 中 Ltd';
const folder = mkdtempSync(join(tmpdir(), 'report-'));
const file = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const assessment = madeUpAssessment([...contestedBids(), madeUpBid({ reference: 'B7', supplier: { name: HOSTILE } })]);
const trajectory: ShownTrajectory = {
  boundary: 'ICT contracts',
  plan: 'Net zero 2030',
  remainingBudgetTonnes: '1200.0',
  carbonValues: '2022',
  isIllustrative: true,
  years: ['2025/26', '2026/27', '2027/28'],
  pathwayTonnes: ['900', '700', '500'],
  actualTonnes: ['900', undefined, undefined],
  forecastTonnes: ['900', '850', '800'],
  bids: [
    {
      reference: 'B1',
      tonnes: [undefined, '851', '801'],
      remainingBudgetSharePercent: '0.2',
      changeOfTargetYearGapTonnes: '1',
    },
  ],
};
const extras = {
  lots: assessment.lots.map((lot) => ({
    sensitivity: sensitivityReport(lot, sensitivitySeed(assessment.inputHash), 500),
    trajectory,
  })),
};

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 64_000_000, stdio: ['ignore', 'pipe', 'pipe'] });
}

describe.skipIf(missing('pdftotext', '-v'))('the head of every page (needs poppler)', () => {
  it('says in full that the rules were published retrospectively, beside a long title', async () => {
    const { procurement } = assessment;
    const late = {
      ...assessment,
      procurement: { ...procurement, reference: 'ICT-'.repeat(30) },
      retrospective: 'Published on 20 December 2026, after the bid deadline. Reason: none was needed before.',
    };
    const [lot] = late.lots;
    const [bid] = lot?.bids ?? [];
    if (lot === undefined || bid === undefined) throw new Error('No bid');
    writeFileSync(file('late-report.pdf'), await evaluationReportPdf(late, madeUpCatalogue, extras));
    writeFileSync(file('late-summary.pdf'), await assessmentSummaryPdf(late, lot, bid, madeUpCatalogue));
    for (const name of ['late-report.pdf', 'late-summary.pdf']) {
      const pages = run('pdftotext', '-layout', file(name), '-').split('\f').slice(0, -1);
      expect(pages.length).toBeGreaterThan(1);
      const heads = pages.map((page) => page.trimStart().split('\n')[0]);
      for (const head of heads) expect(head).toMatch(/ICT-.* {2}TRIAL, NOT FOR AWARD · PUBLISHED RETROSPECTIVELY$/);
    }
  });
});

describe.skipIf(noPdfTools)('the PDFs, read by other programs (needs qpdf and poppler)', () => {
  beforeAll(async () => {
    writeFileSync(file('report.pdf'), await evaluationReportPdf(assessment, madeUpCatalogue, extras));
    const [lot] = assessment.lots;
    const bid = lot?.bids[2];
    if (lot === undefined || bid === undefined) throw new Error('No bid');
    writeFileSync(file('summary.pdf'), await assessmentSummaryPdf(assessment, lot, bid, madeUpCatalogue));
  });

  it.each(['report.pdf', 'summary.pdf'])('%s is sound: qpdf finds no error and no warning', (name) => {
    const { status, stdout, stderr } = spawnSync('qpdf', ['--check', file(name)], { encoding: 'utf8' });
    expect(`${stdout}${stderr}`).toContain('No syntax or stream encoding errors found');
    expect(status).toBe(0);
  });

  it.each(['report.pdf', 'summary.pdf'])('%s is tagged and titled', (name) => {
    const information = run('pdfinfo', file(name));
    expect(information).toMatch(/Tagged: +yes/);
    expect(information).toMatch(/PDF version: +1\.7/);
    expect(information).toMatch(
      /Title: +(?:Evaluation report: Laptops & screens|Assessment summary: Laptops & screens)/,
    );
  });

  it('embeds all its fonts, as subsets with a map back to text', () => {
    const fonts = run('pdffonts', file('report.pdf')).trim().split('\n').slice(2);
    expect(fonts.length).toBe(2);
    for (const font of fonts) expect(font).toMatch(/\+NotoSans-(?:Regular|Bold).* yes yes yes/);
  });

  it('has its text in reading order, with CO₂e right and what a name hides made visible', () => {
    const text = run('pdftotext', '-layout', file('report.pdf'), '-');
    for (const words of [
      'TRIAL, NOT FOR AWARD',
      'Nothing is awarded.',
      'tonnes of CO₂e',
      'Page 1 of',
      'Versions and hashes',
      assessment.inputHash,
      'Foxglove <b>[U+202E] & Söhne Ж [U+4E2D]',
    ])
      expect(text.replaceAll(/\s+/g, ' ')).toContain(words);
  });

  it('gives every header cell a scope, and every picture its words', () => {
    const structure = run('pdfinfo', '-struct-text', file('report.pdf'));
    const headers = [...structure.matchAll(/^ *TH[: ].*\n(.*)$/gm)];
    expect(headers.length).toBeGreaterThan(50);
    for (const [, next] of headers) expect(next).toMatch(/\/Scope \/(?:Row|Column)/);
    expect([...structure.matchAll(/^ *Figure/gm)].length).toBe(3);
    expect(
      [...run('qpdf', '--qdf', '--object-streams=disable', file('report.pdf'), '-').matchAll(/\/Alt /g)].length,
    ).toBe(3);
  });

  it('nests tags as the standard asks: rows in head or body, body in table, items in list', () => {
    const structure = run('pdfinfo', '-struct', file('report.pdf'));
    const parents: string[] = [];
    let cells = 0;
    for (const [, indent = '', tag = ''] of structure.matchAll(/^( *)([A-Z][A-Za-z0-9]*)(?=[ :\n])/gm)) {
      const depth = indent.length / 2;
      parents[depth] = tag;
      const parent = parents[depth - 1];
      if (tag === 'TR') expect(['THead', 'TBody']).toContain(parent);
      if (tag === 'THead' || tag === 'TBody') expect(parent).toBe('Table');
      if (tag === 'TH' || tag === 'TD') {
        expect(parent).toBe('TR');
        cells++;
      }
      if (tag === 'LI') expect(parent).toBe('L');
    }
    expect(parents[0]).toBe('Document');
    expect(cells).toBeGreaterThan(300);
  });
});

describe.skipIf(noChromium)('the HTML in a browser (needs chromium)', () => {
  it.each([320, 640, 1280])('fits a window of %i px without scrolling sideways', (width) => {
    const html = evaluationReportHtml(assessment, madeUpCatalogue, extras);
    const escaped = html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    const probe = `<!DOCTYPE html><body><iframe id="f" style="width:${width}px;height:800px;border:0" srcdoc="${escaped}"></iframe>
<script>f.onload=()=>{const d=f.contentDocument.documentElement;document.title='needs '+d.scrollWidth+' of '+d.clientWidth}</script></body>`;
    writeFileSync(file('probe.html'), probe);
    const dom = run(
      'chromium',
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--virtual-time-budget=5000',
      '--window-size=1400,900',
      '--dump-dom',
      `file://${file('probe.html')}`,
    );
    const [, needs, has] = /<title>needs (\d+) of (\d+)<\/title>/.exec(dom) ?? [];
    expect(Number(has)).toBeGreaterThan(width - 20);
    expect(Number(needs)).toBeLessThanOrEqual(Number(has));
  });
});
