import { describe, expect, it } from 'vitest';
import { assessmentSummaryHtml } from '../../src/reports/assessment-summary-html.ts';
import { assessmentSummaryPdf } from '../../src/reports/assessment-summary-pdf.ts';
import { assessmentSummary } from '../../src/reports/assessment-summary.ts';
import { lineText } from '../../src/reports/report-content.ts';
import type { Assessment, AssessmentStatus } from '../../src/scoring/assessment.ts';
import { madeUpCatalogue } from './made-up-rules.ts';
import { lotsOfEveryPriceMethod, madeUpAssessment, madeUpBid } from './made-up-tender.ts';
import { pdfObjects } from './read-pdf.ts';

const OTHER_WORDS = 'Confidential method of the winner';

/** B1 wins; B2 scores less; B3 fails the condition. */
function tender(status: AssessmentStatus = 'trial'): Assessment {
  const winner = madeUpBid({ reference: 'B1', price: '1000000', qualityPoints: '90' });
  return madeUpAssessment(
    [
      {
        ...winner,
        supplier: { name: 'Alder Ltd', identifier: { scheme: 'GB-COH', id: '01234567' }, email: 'bids@alder.example' },
        answers: {
          ...winner.answers,
          'reused-share': { state: 'given', value: '60', evidence: { document: OTHER_WORDS, page: '4' } },
        },
      },
      madeUpBid({ reference: 'B2', supplier: { name: 'Birch Ltd', identifier: { scheme: 'GB-COH', id: '07654321' } } }),
      madeUpBid({ reference: 'B3', answers: { 'meets-law': false } }),
    ],
    undefined,
    status,
  );
}

function summaryHtml(reference: string, assessment = tender()): string {
  const [lot] = assessment.lots;
  const bid = lot?.bids.find((one) => one.bid.reference === reference);
  if (lot === undefined || bid === undefined) throw new Error(`No bid ${reference}`);
  return assessmentSummaryHtml(assessment, lot, bid, madeUpCatalogue);
}

describe('an assessment summary', () => {
  it('names the bidder, its identifier, the procurement and the law it is made under', () => {
    const html = summaryHtml('B2');
    for (const words of [
      'Birch Ltd',
      'GB-COH 07654321',
      'ICT-2026-007',
      'Procurement Act 2023, section 50',
      'Procurement Regulations 2024, regulation 31',
    ])
      expect(html).toContain(words);
  });

  it('gives title, relative importance, how assessed and scores available of each award criterion', () => {
    const html = summaryHtml('B2');
    expect(html).toMatch(
      /C01 Gross carbon for each user.*?72\.50.*?Published scale applied to the facts in the bid\..*?0 to 5 points/s,
    );
    expect(html).toMatch(/C02 Reuse of devices.*?27\.50/s);
  });

  it('explains each of its scores with a pointer into its own bid', () => {
    expect(summaryHtml('B2')).toMatch(
      /At least 10% are reused\..*?Read: reused-share 33 \(B2 response\.pdf, page 9\)/s,
    );
  });

  it('gives sub-totals, total and why the bid is not first', () => {
    const html = summaryHtml('B2');
    expect(html).toMatch(
      /On the proposals, your bid is not ranked first: its total is \d+\.\d+, and the first-ranked bid&#39;s is \d+\.\d+\./,
    );
    expect(html).toMatch(/Environment<\/th>.*?Quality<\/th>.*?61\.70.*?Price<\/th>.*?Total<\/th>/s);
  });

  it('says why a bid that fails a condition is not ranked', () => {
    expect(summaryHtml('B3')).toMatch(/On the proposals, your bid is not ranked\. G1 Environmental law/);
    expect(summaryHtml('B3')).toContain('The offer does not meet the law.');
  });

  it('gives of the first-ranked bid its name, scores and totals, and no word from its documents', () => {
    const html = summaryHtml('B2');
    expect(html).toContain('Alder Ltd');
    expect(html).toContain('GB-COH 01234567');
    expect(html).not.toContain(OTHER_WORDS);
    expect(html).not.toContain('At least 50% are reused');
    expect(html).not.toContain('B1 response.pdf');
    expect(html).not.toContain('bids@alder.example');
    expect(html).not.toContain('1,000,000.00');
    expect(html).toMatch(
      /The explanations of this bid&#39;s scores are withheld from this trial\..*section 94.*no person has yet checked/,
    );
  });

  it('names no bidder but its own and the first-ranked one', () => {
    expect(summaryHtml('B2')).not.toContain('Supplier of B3');
    expect(summaryHtml('B1')).not.toContain('Birch Ltd');
  });

  it('tells the first-ranked bidder that there is no other part', () => {
    expect(summaryHtml('B1')).toContain('It is your own bid; this summary has no other part.');
    expect(summaryHtml('B1')).toContain(OTHER_WORDS);
  });

  it('leaves out what is internal: near misses, sensitivity, trajectory, carbon price, the supplier scorecard', () => {
    const html = summaryHtml('B2');
    for (const words of [
      /near miss/i,
      /would have taken/i,
      /sensitivity/i,
      /How firm/,
      /trajectory/i,
      /carbon price/i,
      /values? a tonne/i,
      /Climate policy/,
      /questions to put/i,
    ])
      expect(html).not.toMatch(words);
  });

  it('is marked on a trial as proposals that must not be sent', () => {
    const html = summaryHtml('B2');
    expect(html).toContain('TRIAL, NOT FOR AWARD');
    expect(html).toContain('This summary must not be sent.');
    expect(summaryHtml('B2', tender('issued'))).not.toContain('NOT FOR AWARD');
  });

  it('is made for each bid of each lot, whatever the price method', () => {
    const assessment = lotsOfEveryPriceMethod();
    for (const lot of assessment.lots) {
      for (const bid of lot.bids) {
        const { blocks } = assessmentSummary(assessment, lot, bid, madeUpCatalogue);
        const lead = blocks.find((block) => block.kind === 'paragraph' && block.tone === 'lead');
        expect(lead?.kind === 'paragraph' ? lineText(lead.text) : '').toMatch(
          /your bid is (?:ranked first|not ranked)/,
        );
      }
    }
  });

  it('is a tagged PDF of the same content, the same bytes each time', async () => {
    const assessment = tender();
    const [lot] = assessment.lots;
    const bid = lot?.bids[1];
    if (lot === undefined || bid === undefined) throw new Error('No bid');
    const make = () => assessmentSummaryPdf(assessment, lot, bid, madeUpCatalogue);
    const [first, second] = [await make(), await make()];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    expect(pdfObjects(first)).toMatch(/\/S \/TH\n/);
  });
});
