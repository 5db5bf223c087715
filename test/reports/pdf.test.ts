import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sensitivityReport, sensitivitySeed } from '../../src/scoring/sensitivity.ts';
import { evaluationReportHtml } from '../../src/reports/evaluation-report-html.ts';
import { evaluationReportPdf } from '../../src/reports/evaluation-report-pdf.ts';
import { evaluationReport } from '../../src/reports/evaluation-report.ts';
import type { Face } from '../../src/reports/pdf-fonts.ts';
import { breakLines } from '../../src/reports/pdf-lines.ts';
import { lineText, type ReportContent } from '../../src/reports/report-content.ts';
import { reportPdf } from '../../src/reports/report-pdf.ts';
import { visibleText } from '../../src/domain/visible-text.ts';
import { prose } from '../../src/reports/prose.ts';
import { madeUpCatalogue } from './made-up-rules.ts';
import {
  contestedBids,
  lotsOfEveryPriceMethod,
  madeUpAssessment,
  madeUpBid,
  madeUpProcurement,
  procurementWithoutShares,
} from './made-up-tender.ts';
import { count, pdfObjects } from './read-pdf.ts';

const HIDDEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

function longReport(rows: number): ReportContent {
  return {
    title: 'Lines & <figures> of CO₂e',
    subject: 'A long table',
    organisation: 'Northshire County Council',
    status: 'TRIAL, NOT FOR AWARD',
    runningTitle: 'ICT-2026-007',
    date: '2026-12-18',
    blocks: [
      { kind: 'heading', level: 1, text: 'Lines', id: 'lines' },
      { kind: 'contents', title: 'Contents' },
      { kind: 'heading', level: 2, text: 'All of them', id: 'all' },
      { kind: 'paragraph', text: ['See ', { kind: 'link', text: 'the Act', href: 'https://example.org/act' }, '.'] },
      { kind: 'list', items: [['one'], ['two']] },
      {
        kind: 'table',
        caption: 'Lines',
        columns: [
          { title: 'Line', width: 1, isRowHeader: true },
          { title: 'Text', width: 4 },
          { title: 'Figure', width: 1, align: 'right' },
        ],
        rows: Array.from({ length: rows }, (_, row) => [[[`L${row}`]], [['words '.repeat(row % 40)]], [[String(row)]]]),
      },
    ],
  };
}

describe('a tagged PDF', () => {
  it('gives the same bytes for the same content', async () => {
    const [first, second] = [await reportPdf(longReport(60)), await reportPdf(longReport(60))];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  });

  it('is PDF 1.7, tagged, in English, with its title shown and the PDF/UA identifier', async () => {
    const objects = pdfObjects(await reportPdf(longReport(1)));
    expect(objects.startsWith('%PDF-1.7')).toBe(true);
    expect(objects).toMatch(/\/Marked true/);
    expect(objects).toMatch(/\/Lang \(en-GB\)/);
    expect(objects).toMatch(/\/DisplayDocTitle true/);
    expect(objects).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(objects).toContain('D:20261218120000Z');
  });

  it('writes its title into the metadata as escaped ASCII XML', async () => {
    const objects = pdfObjects(await reportPdf(longReport(1)));
    expect(objects).toContain('<rdf:li xml:lang="x-default">Lines &#x26; &#x3c;figures&#x3e; of CO&#x2082;e</rdf:li>');
  });

  it('embeds both fonts with a map back to text', async () => {
    const objects = pdfObjects(await reportPdf(longReport(1)));
    expect(count(objects, /\/FontFile2 \d+ 0 R/g)).toBe(2);
    expect(count(objects, /\/ToUnicode \d+ 0 R/g)).toBe(2);
  });

  it('tags every row and cell once, with a scope on each header, though the table runs over many pages', async () => {
    const objects = pdfObjects(await reportPdf(longReport(120)));
    expect(count(objects, /\/Type \/Page\n/g)).toBeGreaterThan(5);
    expect(count(objects, /\/S \/Table\n/g)).toBe(1);
    expect(count(objects, /\/S \/TR\n/g)).toBe(121);
    expect(count(objects, /\/S \/TD\n/g)).toBe(240);
    expect(count(objects, /\/S \/TH\n/g)).toBe(123);
    expect(count(objects, /\/Scope \/Column/g)).toBe(3);
    expect(count(objects, /\/Scope \/Row/g)).toBe(120);
  });

  it('tags headings, lists, contents and links, and describes each link', async () => {
    const objects = pdfObjects(await reportPdf(longReport(1)));
    for (const tag of [
      'Document',
      'H1',
      'H2',
      'P',
      'L',
      'LI',
      'Lbl',
      'LBody',
      'TOC',
      'TOCI',
      'Link',
      'Caption',
      'THead',
      'TBody',
    ])
      expect(objects, tag).toMatch(new RegExp(`/S /${tag}\n`));
    expect(objects).toContain('/ListNumbering /Disc');
    const links = count(objects, /\/Subtype \/Link/g);
    expect(links).toBe(2);
    expect(count(objects, /\/Contents \((?:the Act, https:\/\/example\.org\/act|All of them, page 1)\)/g)).toBe(links);
  });

  it('marks the head and foot of each page as artefacts', async () => {
    const objects = pdfObjects(await reportPdf(longReport(120)));
    expect(count(objects, /\/Artifact << \/Type \/Pagination >> BDC/g)).toBe(count(objects, /\/Type \/Page\n/g));
  });

  it('splits a row that is higher than a page, and loses nothing of it', async () => {
    const words = Array.from({ length: 3000 }, (_, index) => `w${index}`).join(' ');
    const report = longReport(0);
    const table = {
      kind: 'table',
      caption: 'One',
      columns: [{ title: 'All', width: 1 }],
      rows: [[[[words]]]],
    } as const;
    const objects = pdfObjects(await reportPdf({ ...report, blocks: [table] }));
    expect(count(objects, /\/S \/TD\n/g)).toBe(1);
    expect(count(objects, /\/Type \/MCR/g)).toBeGreaterThan(0);
  });
});

describe('breaking lines', () => {
  const face: Face = {
    size: 10,
    ascent: 8,
    lineHeight: 12,
    fontId: 'F1',
    fontReference: () => undefined,
    printable: (text) => text,
    width: (word) => word.length * 5,
    operands: (word) => word,
  };

  it('keeps every line within the width and every character in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z/.-]{1,60}$/), { maxLength: 30 }),
        fc.integer({ min: 5, max: 200 }),
        (words, width) => {
          const text = words.join(' ');
          const lines = breakLines([{ text, face, colour: 'ink' }], width);
          for (const line of lines) expect(line.width).toBeLessThanOrEqual(width);
          const shown = lines.flatMap(({ pieces }) => pieces.flatMap((piece) => piece.words)).join('');
          expect(shown.replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        },
      ),
    );
  });
});

describe('text from outside', () => {
  it('never keeps a character that is hidden or turns the line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visibleText(text)).not.toMatch(HIDDEN);
      }),
    );
    expect(visibleText('Ald\u202Eer\u200B\u0007 Ltd')).toBe('Ald[U+202E]er[U+200B][U+0007] Ltd');
  });

  it('gives CO2e its subscript in sentences', () => {
    expect(prose('12 kgCO2e, CO2 and CO2Neutral')).toBe('12 kgCO₂e, CO₂ and CO2Neutral');
  });
});

describe('the evaluation report', () => {
  const assessment = madeUpAssessment(contestedBids());
  const extras = {
    lots: assessment.lots.map((lot) => ({
      sensitivity: sensitivityReport(lot, sensitivitySeed(assessment.inputHash), 200),
    })),
  };

  it('opens with the decision: a trial awards nothing, and says which bid the proposals put first', () => {
    const [heading, , notice, lead] = evaluationReport(assessment, madeUpCatalogue).blocks;
    expect(heading).toMatchObject({ kind: 'heading', level: 1, text: 'Evaluation report: Laptops & screens' });
    expect(notice).toMatchObject({ kind: 'notice', title: 'TRIAL, NOT FOR AWARD' });
    expect(lead?.kind === 'paragraph' ? lineText(lead.text) : '').toMatch(
      /^The proposals put Supplier of B[12] \(B[12]\) first/,
    );
  });

  it('prints totals that differ to enough places to tell them apart, and equal totals alike', () => {
    const html = evaluationReportHtml(assessment, madeUpCatalogue);
    expect(html).toContain('75.17591308932');
    expect(html).toContain('75.17591308929');
    expect(html).toContain('have exactly the same result');
  });

  it('names the condition that keeps a bid from being ranked', () => {
    const html = evaluationReportHtml(assessment, madeUpCatalogue);
    expect(html).toMatch(/Supplier of B6<\/bdi>.*Not ranked\. G1 Environmental law/s);
  });

  it('gives a chapter to each lot, whatever its price method', () => {
    const report = evaluationReport(lotsOfEveryPriceMethod(), madeUpCatalogue);
    const chapters = report.blocks.flatMap((block) =>
      block.kind === 'heading' && block.level === 1 ? [block.text] : [],
    );
    expect(chapters.slice(1, 5)).toEqual([
      'Lot L1: Fixed benchmark',
      'Lot L2: Quality points',
      'Lot L3: Whole-life cost',
      'Lot L4: Notional discount',
    ]);
  });

  it('is made for a lot without bids, a bid without a price, and no shares at all', async () => {
    const lots = [
      { id: '1', title: 'One' },
      { id: '2', title: 'Two' },
    ];
    const { price: _, ...unpriced } = madeUpBid({ reference: 'B2' });
    const cases = [
      madeUpAssessment([madeUpBid({ reference: 'B1', lot: '1' })], { ...madeUpProcurement, lots }),
      madeUpAssessment([madeUpBid({ reference: 'B1' }), unpriced]),
      madeUpAssessment(contestedBids(), procurementWithoutShares),
    ];
    for (const one of cases) {
      expect(evaluationReportHtml(one, madeUpCatalogue)).not.toMatch(/undefined|NaN|Infinity/);
      expect((await evaluationReportPdf(one, madeUpCatalogue)).length).toBeGreaterThan(10_000);
    }
  });

  it('keeps the decision short and the pictures legible when there are many bids; the tables have them all', () => {
    const bids = Array.from({ length: 40 }, (_, index) => madeUpBid({ reference: `B${index + 1}` }));
    const { blocks } = evaluationReport(madeUpAssessment(bids), madeUpCatalogue);
    const [onFirstPage, inChapter] = blocks.filter((block) => block.kind === 'table');
    expect(onFirstPage?.rows.length).toBe(8);
    expect(inChapter?.rows.length).toBe(40);
    const captions = blocks.flatMap((block) => (block.kind === 'figure' ? [block.caption] : []));
    expect(captions[0]).toMatch(/, the first 14 of 40 bids$/);
    expect(captions[1]).toMatch(/, the first 8 of 40 bids$/);
  });

  it('has unique heading ids, and contents that lead to them', () => {
    const html = evaluationReportHtml(lotsOfEveryPriceMethod(), madeUpCatalogue);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it('puts a table beside every chart', () => {
    const { blocks } = evaluationReport(assessment, madeUpCatalogue, extras);
    const figures = blocks.flatMap((block, index) => (block.kind === 'figure' ? [index] : []));
    expect(figures.length).toBe(2);
    for (const index of figures) expect(blocks[index + 1]?.kind).toBe('table');
  });

  it('shows the sensitivity light in words, and leaves the section out when there is none', () => {
    expect(evaluationReportHtml(assessment, madeUpCatalogue, extras)).toContain('How firm the ranking is');
    expect(evaluationReportHtml(assessment, madeUpCatalogue)).not.toContain('How firm the ranking is');
  });

  it('is HTML with one first heading, no script, no inline style, and a policy that allows nothing else', () => {
    const html = evaluationReportHtml(assessment, madeUpCatalogue, extras);
    expect(count(html, /<h1[ >]/g)).toBe(1);
    expect(html).not.toMatch(/<script|\sstyle=|\son\w+=|<img|<link/);
    expect(html).toMatch(/default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]+=*'/);
    expect(count(html, /<caption>/g)).toBe(count(html, /<table /g));
    expect(count(html, /<th /g)).toBe(count(html, /<th [^>]*scope="(?:col|row)"/g));
  });

  it('escapes a hostile name in the HTML and shows what it hides', async () => {
    const name = '<script>alert(1)</script>\u202Eexe.Ltd & "Sons"';
    const hostile = madeUpAssessment([
      madeUpBid({ reference: 'B1', supplier: { name } }),
      madeUpBid({ reference: 'B2' }),
    ]);
    const html = evaluationReportHtml(hostile, madeUpCatalogue);
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;[U+202E]exe.Ltd &amp;');
    expect(html).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    expect(pdfObjects(await evaluationReportPdf(hostile, madeUpCatalogue))).toContain('/S /Figure');
  });

  it('says nothing of when it was made', () => {
    expect(evaluationReportHtml(assessment, madeUpCatalogue)).toContain('Dated 18 December 2026, the bid deadline');
  });
});
