import { bidOfLotText, type PackIssue } from '../application/award-records.ts';
import { counted, dateText, listed, tonnesText } from '../domain/plain-english.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { Assessment, LotAssessment } from '../scoring/assessment.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { getBid, resultText, whyLine } from '../scoring/explain.ts';
import type { SensitivityReport } from '../scoring/sensitivity.ts';
import { asSentence, changesOfAgreement } from './agreed-reasons.ts';
import type { LotTrajectory } from './award-trajectory.ts';
import { prose } from './prose.ts';
import { carbonSection } from './report-carbon.ts';
import { type Block, cell, type Line, type ReportContent } from './report-content.ts';
import { methodChapter, rulesChapter, versionsChapter } from './report-method.ts';
import { flagsSection, trajectorySection } from './report-outlook.ts';
import { rankingSection, rankingTable } from './report-ranking.ts';
import { conditionsSection, scoresSection } from './report-scores.ts';
import { sensitivitySection } from './report-sensitivity.ts';
import { figure, headText, lotTitle, retrospectiveNotice, statusLine, bidLine } from './report-words.ts';

/** What is known besides the assessment, for each of its lots in order. Absent parts are left out of the report. */
export type ReportExtras = {
  readonly lots?: readonly { readonly sensitivity?: SensitivityReport; readonly trajectory?: LotTrajectory }[];
  /** Once issued: the edition, its approval, and the head of the audit chain. */
  readonly issue?: PackIssue;
};

/**
 * The council's report of an assessment: the decision on one page, then each lot with ranking, scores and reasons,
 * conditions, carbon and questions, then method, published rules, versions. Dated by the bid deadline; the same
 * input gives the same content.
 */
export function evaluationReport(
  assessment: Assessment,
  catalogue: Catalogue,
  extras: ReportExtras = {},
): ReportContent {
  const { procurement, lots } = assessment;
  const title = `Evaluation report: ${visibleText(procurement.title)}`;
  return {
    title,
    subject: `Evaluation of procurement ${visibleText(procurement.reference)}`,
    organisation: visibleText(procurement.organisation),
    status: headText(assessment),
    runningTitle: `${visibleText(procurement.reference)} · Evaluation report`,
    date: procurement.bidDeadline,
    blocks: [
      ...decisionPage(assessment, title, extras),
      { kind: 'new-page' },
      { kind: 'contents', title: 'Contents' },
      ...lots.flatMap((lot, index) => [
        ...(index === 0 ? [] : [{ kind: 'new-page' } as const]),
        ...lotChapter(assessment, lot, `lot-${index + 1}`, extras.lots?.[index] ?? {}),
      ]),
      { kind: 'new-page' },
      ...methodChapter(assessment, catalogue),
      ...rulesChapter(assessment, catalogue),
      ...versionsChapter(assessment, extras.issue?.chainHead),
    ],
  };
}

/** So that the decision stays on one page. */
const MOST_ON_FIRST_PAGE = 8;

function lotChapter(
  assessment: Assessment,
  lot: LotAssessment,
  key: string,
  extras: NonNullable<ReportExtras['lots']>[number],
): Block[] {
  const title = lot.lot === undefined ? 'The bids' : lotTitle(assessment, lot);
  return [
    { kind: 'heading', level: 1, text: title, id: key },
    ...rankingSection(assessment, lot, key),
    ...sensitivitySection(lot, extras.sensitivity, key),
    ...scoresSection(lot, key),
    ...conditionsSection(lot, key),
    ...carbonSection(assessment, lot, key),
    ...trajectorySection(lot, extras.trajectory, key),
    ...flagsSection(lot, key),
  ];
}

/** Everything a reader in a hurry needs, on the first page. */
function decisionPage(assessment: Assessment, title: string, extras: ReportExtras): Block[] {
  const { procurement, lots, ruleSet } = assessment;
  const [only] = lots;
  return [
    { kind: 'heading', level: 1, text: title, id: 'decision' },
    {
      kind: 'paragraph',
      tone: 'note',
      text: [
        `${visibleText(procurement.organisation)}. Procurement ${visibleText(procurement.reference)}. Bid deadline ${dateText(procurement.bidDeadline)}. Rule set ${ruleSet.id}@${ruleSet.version}.`,
      ],
    },
    statusNotice(assessment, extras.issue),
    ...changesList(extras.issue),
    ...retrospectiveNotice(assessment),
    ...(lots.length === 1 && only !== undefined ? oneLot(assessment, only, extras) : severalLots(assessment, extras)),
    {
      kind: 'paragraph',
      text: [
        'The rules propose; people decide. Reasons, figures and rules follow, and the decision record lets anyone repeat the calculation.',
      ],
    },
  ];
}

function statusNotice({ status }: Assessment, issue: PackIssue | undefined): Block {
  switch (status) {
    case 'trial':
      return {
        kind: 'notice',
        title: statusLine(status),
        text: [
          'Nothing is awarded. This procurement was not published in the service before its bids were scored. The page says what the proposals of the rules come to; no evaluator has checked a fact or agreed a score.',
        ],
      };
    case 'draft':
      return {
        kind: 'notice',
        title: statusLine(status),
        text: [
          'Nothing is awarded. The page says what the proposals of the rules, and the scores agreed so far, come to. It becomes a record only when the evaluation is approved.',
        ],
      };
    case 'issued':
      return {
        kind: 'notice',
        tone: 'plain',
        title: issue === undefined ? 'Issued' : `Issued, edition ${issue.edition}`,
        text: [
          ...(issue === undefined ? [] : [approvalText(issue)]),
          'The scores below are the agreed ones. The award itself is decided by people and recorded with its reasons.',
        ],
      };
  }
}

/** EnergySolutions v NDA: what was changed after it was agreed is told with the decision, not buried in a file. */
function changesList(issue: PackIssue | undefined): Block[] {
  const changes = changesOfAgreement(issue?.reasons ?? []);
  if (changes.length === 0) return [];
  return [
    { kind: 'paragraph', text: ['Changed after it had been agreed:'] },
    { kind: 'list', items: changes.map(({ item, text }): Line => [prose(`${item}: ${text}`)]) },
  ];
}

function approvalText({ approvedBy, approvedOn, reason, acknowledgement, proposed }: PackIssue): string {
  const bids = proposed.length === 0 ? 'no award' : `the award to ${listed(proposed.map(bidOfLotText))}`;
  const said = acknowledgement === undefined ? '' : ` Said on how firm the ranking is: ${asSentence(acknowledgement)}`;
  const why = reason === undefined ? '' : ` Reason for this edition: ${asSentence(reason)}`;
  return prose(`Approved by ${approvedBy} on ${dateText(approvedOn)}, proposing ${bids}.${said}${why} `);
}

function oneLot(assessment: Assessment, lot: LotAssessment, extras: ReportExtras): Block[] {
  const sensitivity = extras.lots?.[0]?.sensitivity;
  const unranked = lot.bids.filter(({ rank }) => rank === undefined);
  const left = lot.bids.length - MOST_ON_FIRST_PAGE;
  return [
    { kind: 'paragraph', tone: 'lead', text: firstPlace(assessment, lot) },
    rankingTable(assessment, lot, MOST_ON_FIRST_PAGE),
    {
      kind: 'list',
      items: [
        ...(left > 0
          ? [
              [
                `The table has the first ${MOST_ON_FIRST_PAGE} bids; ${counted(left, 'more bid')} ${left === 1 ? 'stands' : 'stand'} in the chapter on the ranking.`,
              ],
            ]
          : []),
        ...unranked
          .slice(0, MOST_ON_FIRST_PAGE)
          .map((bid): Line => [...bidLine(bid.bid, true), `: ${whyLine(lot, bid, prose)}`]),
        ...carbonOfFirst(lot),
        [openQuestions(lot)],
        ...(sensitivity === undefined
          ? []
          : [[{ kind: 'strong', text: 'How firm: ' } as const, prose(sensitivity.sentence)]]),
      ],
    },
  ];
}

function severalLots(assessment: Assessment, extras: ReportExtras): Block[] {
  return [
    {
      kind: 'table',
      caption: 'Each lot in one line',
      columns: [
        { title: 'Lot', width: 2.4, isRowHeader: true },
        { title: 'What the proposals say', width: 6 },
        { title: 'Not ranked', width: 2 },
        { title: 'Questions', width: 1.4, align: 'right' },
      ],
      rows: assessment.lots.map((lot, index) => {
        const sensitivity = extras.lots?.[index]?.sensitivity;
        return [
          cell(lotTitle(assessment, lot)),
          [firstPlace(assessment, lot), ...(sensitivity === undefined ? [] : [[prose(sensitivity.sentence)]])],
          cell(`${lot.bids.length - lot.ranking.length} of ${lot.bids.length}`),
          cell(String(lot.bids.reduce((count, { flags }) => count + flags.length, 0))),
        ];
      }),
    },
  ];
}

/** Which bid stands first, by how much; in an issued report by agreed scores, else by proposals. */
function firstPlace({ status }: Assessment, lot: LotAssessment): Line {
  const [reference] = lot.ranking;
  const source = status === 'issued' ? 'The agreed scores put' : 'The proposals put';
  if (reference === undefined) return ['No bid is ranked. '];
  const first = getBid(lot, reference);
  return [
    `${source} `,
    ...bidLine(first.bid, true),
    ` first, with ${resultText(lot, first)}. ${whyLine(lot, first, prose)}`,
  ];
}

function carbonOfFirst(lot: LotAssessment): Line[] {
  const [reference] = lot.ranking;
  if (reference === undefined) return [];
  const { bid, carbon } = getBid(lot, reference);
  const gross = carbon.footprint.grossKilograms;
  const net = carbon.netKilograms;
  const words =
    gross === undefined
      ? 'declares no carbon figure; the authority assumed the published default.'
      : `declares ${tonnesText(gross)} tonnes of CO₂e gross over the contract; counted removals ${tonnesText(carbon.countedRemovalsKilograms)}, net ${net === undefined ? 'not shown (no published reference, or a stage is missing)' : `${tonnesText(net)} tonnes`}; evaluated ${figure(carbon.footprint.evaluatedPerUnit)} kg for each ${prose(lot.facts.functionalUnit)}.`;
  return [[{ kind: 'strong', text: 'Carbon: ' }, ...bidLine(bid), ` ${words}`]];
}

function openQuestions(lot: LotAssessment): string {
  const count = lot.bids.reduce((sum, { flags }) => sum + flags.length, 0);
  const clarify = lot.bids.filter(({ conditions }) => conditions.some(({ outcome }) => outcome === 'clarify')).length;
  const waiting = clarify === 0 ? '' : ` ${counted(clarify, 'bid')} must clarify a condition before qualifying.`;
  return `The checks raise ${counted(count, 'question')} to put to bidders; they move no score.${waiting}`;
}
