import type { PackIssue } from '../application/award-records.ts';
import { capitalised, dateText } from '../domain/plain-english.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { Assessment, BidAssessment, LotAssessment } from '../scoring/assessment.ts';
import { type Catalogue, getRuleSet } from '../scoring/catalogue.ts';
import { awardCriteria, resultTexts } from '../scoring/explain.ts';
import { ruleSetKey } from '../scoring/rule-set.ts';
import { pointsText } from '../scoring/stated-finding.ts';
import { ADDED_BY_AUTHORITY, firstRankedPart, totalsTable } from './assessment-summary-parts.ts';
import { prose } from './prose.ts';
import { type Block, cell, type Line, type ReportContent } from './report-content.ts';
import { criteriaTable, metText, outcomeText, reasons } from './report-scores.ts';
import { ownDefaults } from './report-defaults.ts';
import { bidLine, headText, lotTitle, retrospectiveNotice, sharesText, statusText } from './report-words.ts';

const ACT = {
  kind: 'link',
  text: 'Procurement Act 2023, section 50',
  href: 'https://www.legislation.gov.uk/ukpga/2023/54/section/50',
} as const;
const REGULATIONS = {
  kind: 'link',
  text: 'Procurement Regulations 2024, regulation 31',
  href: 'https://www.legislation.gov.uk/uksi/2024/692/regulation/31',
} as const;
const OWN_WORDS = { nearMisses: false };

/**
 * What one bidder is told of the assessment (Procurement Act 2023 s.50, Procurement Regulations 2024 reg 31): the
 * criteria, weights and method; its own scores with explanations that point into its bid, sub-totals and total, and
 * why it is not first; of the first-ranked bid, where that is another, only name, scores and totals. Near misses,
 * sensitivity, trajectory and other internal information are no part of it.
 */
export function assessmentSummary(
  assessment: Assessment,
  lot: LotAssessment,
  bid: BidAssessment,
  catalogue: Catalogue,
  issue?: PackIssue,
): ReportContent {
  const { procurement } = assessment;
  const name = visibleText(bid.bid.supplier.name);
  const title = `Assessment summary: ${lotTitle(assessment, lot)}`;
  return {
    title: `${title}, ${name}`,
    subject: `Assessment summary for ${name}, procurement ${visibleText(procurement.reference)}`,
    organisation: visibleText(procurement.organisation),
    status: headText(assessment),
    runningTitle: `${visibleText(procurement.reference)} · Assessment summary · ${visibleText(bid.bid.reference)}`,
    date: procurement.bidDeadline,
    blocks: [
      { kind: 'heading', level: 1, text: title, id: 'summary' },
      ...opening(assessment, lot, bid),
      ...method(assessment, lot, bid, catalogue),
      ...ownPart(assessment, lot, bid),
      ...firstRankedPart(assessment, lot, bid, issue),
    ],
  };
}

function opening(assessment: Assessment, lot: LotAssessment, { bid }: BidAssessment): Block[] {
  const { status, procurement } = assessment;
  const { identifier, email } = bid.supplier;
  const facts: (readonly [string, Line])[] = [
    ['For', bidLine(bid, true)],
    ['Identifier', [identifier === undefined ? 'none given' : visibleText(`${identifier.scheme} ${identifier.id}`)]],
    ['Email', [email === undefined ? 'none given' : visibleText(email)]],
    ['Postal address', [ADDED_BY_AUTHORITY]],
    ['Contracting authority', [visibleText(procurement.organisation)]],
    ['Procurement', [visibleText(`${procurement.reference}, ${procurement.title}`)]],
    ...(lot.lot === undefined ? [] : [['Lot', [visibleText(`${lot.lot.id}, ${lot.lot.title}`)]] as const]),
    ...(procurement.noticeReference === undefined
      ? []
      : [['Notice', [visibleText(procurement.noticeReference)]] as const]),
    ['Bid deadline', [dateText(procurement.bidDeadline)]],
  ];
  return [
    ...statusNotice(status),
    ...retrospectiveNotice(assessment),
    { kind: 'facts', caption: 'This summary', facts },
    {
      kind: 'paragraph',
      tone: 'note',
      text: ['Made under the ', ACT, ' and the ', REGULATIONS, '. Sent privately; it is not published.'],
    },
  ];
}

function statusNotice(status: Assessment['status']): Block[] {
  const title = statusText(status);
  if (title === undefined) return [];
  const text =
    'Nothing is awarded. The scores below are proposals of the published rules; evaluators have not agreed them. This summary must not be sent.';
  return [{ kind: 'notice', title, text: [text] }];
}

/** Titles, relative importance, how assessed and scores available: regulation 31 lets the rest be pointed to. */
function method(assessment: Assessment, lot: LotAssessment, bid: BidAssessment, catalogue: Catalogue): Block[] {
  const { ruleSet, procurement } = assessment;
  const notice =
    procurement.noticeReference === undefined
      ? 'with the tender documents'
      : `with notice ${visibleText(procurement.noticeReference)}`;
  const entries = new Map(getRuleSet(catalogue, ruleSetKey(ruleSet)).criteria.map((entry) => [entry.code, entry]));
  return [
    { kind: 'heading', level: 2, text: 'How bids were assessed', id: 'method' },
    { kind: 'paragraph', text: [`Overall: ${sharesText(lot)}`] },
    {
      kind: 'table',
      caption: 'Environment: award criteria, each scored from 0 to 5 points; weight x points / 5 adds up to 100',
      columns: [
        { title: 'Criterion', width: 4, isRowHeader: true },
        { title: 'Relative importance, of 100', width: 1.8, align: 'right' },
        { title: 'How assessed', width: 4 },
        { title: 'Scores available', width: 1.6 },
      ],
      rows: awardCriteria(bid).map(({ code, rule, weight }) => [
        cell(`${code} ${prose(rule.title)}`),
        cell(pointsText(weight)),
        cell(howAssessed(entries.get(code)?.assessment ?? rule.assessment, entries.get(code)?.evidence ?? [])),
        cell('0 to 5 points'),
      ]),
    },
    {
      kind: 'paragraph',
      text: [
        `The whole text of the criteria, with every scale, is rule set ${ruleSet.id}@${ruleSet.version} (SHA-256 `,
        { kind: 'code', text: ruleSet.sha256 },
        `), published ${notice}.`,
      ],
    },
  ];
}

function howAssessed(assessment: 'facts' | 'judgement', evidence: readonly string[]): string {
  const how =
    assessment === 'facts'
      ? 'Published scale applied to the facts in the bid.'
      : "Evaluators' judgement on the published scale.";
  return evidence.length === 0 ? how : `${how} Evidence: ${evidence.map(prose).join('; ')}.`;
}

function ownPart(assessment: Assessment, lot: LotAssessment, bid: BidAssessment): Block[] {
  return [
    { kind: 'heading', level: 2, text: 'Your bid', id: 'your-bid' },
    { kind: 'paragraph', tone: 'lead', text: [standing(assessment, lot, bid)] },
    totalsTable('Your sub-totals and total', lot, bid),
    criteriaTable(
      'Your score for each criterion, with the reason and where it stands in your bid',
      awardCriteria(bid),
      OWN_WORDS,
    ),
    ...qualityNote(assessment, bid),
    ...ownDefaults(assessment, lot, bid),
    ...conditionsTable(bid),
    ...thresholdsTable(bid),
  ];
}

/** Why the bid is or is not first, from its own result and the published method alone. */
function standing({ status }: Assessment, lot: LotAssessment, bid: BidAssessment): string {
  const [first] = lot.ranking;
  const proposed = status === 'issued' ? '' : 'On the proposals, ';
  const start = (text: string) => (proposed === '' ? capitalised(text) : proposed + text);
  if (bid.rank === undefined)
    return start(`your bid is not ranked. ${bid.notRankedBecause.map(prose).join(' ')}`.trim());
  if (first === bid.bid.reference) return start('your bid is ranked first.');
  const results = resultTexts(lot);
  const own = results.get(bid.bid.reference) ?? '';
  const best = results.get(first ?? '') ?? '';
  return bid.evaluatedPrice === undefined
    ? start(`your bid is not ranked first: its total is ${own}, and the first-ranked bid's is ${best}.`)
    : start(`your bid is not ranked first: its evaluated price is ${own}, and the first-ranked bid's is ${best}.`);
}

function qualityNote({ status }: Assessment, { quality }: BidAssessment): Block[] {
  if (quality === undefined) return [];
  return [
    {
      kind: 'paragraph',
      tone: 'note',
      text: [
        status === 'issued'
          ? 'The quality score was assessed elsewhere by the authority and entered as one figure. Its explanation is sent with this summary.'
          : 'The quality score was entered by the authority as one figure. Its explanation is given by the evaluators and must be added before this summary is sent.',
      ],
    },
  ];
}

function conditionsTable(bid: BidAssessment): Block[] {
  if (bid.conditions.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'Conditions, which carry no points',
      columns: [
        { title: 'Condition', width: 3, isRowHeader: true },
        { title: 'Outcome', width: 2 },
        { title: 'Reason, and where in your bid', width: 6 },
      ],
      rows: bid.conditions.map((condition) => [
        cell(`${condition.code} ${prose(condition.rule.title)}`),
        cell(outcomeText(condition)),
        condition.reason === undefined ? reasons(condition, OWN_WORDS) : cell(prose(condition.reason)),
      ]),
    },
  ];
}

function thresholdsTable(bid: BidAssessment): Block[] {
  const adopted = bid.thresholds.filter((threshold) => threshold.adopted);
  if (adopted.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'Published minimums adopted for this procurement',
      columns: [
        { title: 'Threshold', width: 3, isRowHeader: true },
        { title: 'Your bid', width: 3 },
        { title: 'Consequence where not met', width: 5 },
      ],
      rows: adopted.map((threshold) => [
        cell(`${threshold.code} ${prose(threshold.title)}`),
        cell(metText(threshold)),
        cell(prose(threshold.consequence)),
      ]),
    },
  ];
}
