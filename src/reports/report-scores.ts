import { evidenceText } from '../domain/evidence.ts';
import { capitalised } from '../domain/plain-english.ts';
import { visibleText } from '../domain/visible-text.ts';
import type {
  BidAssessment,
  ConditionResult,
  CriterionResult,
  LotAssessment,
  StatedFinding,
  ThresholdResult,
} from '../scoring/assessment.ts';
import { bidLabel, inRankOrder } from '../scoring/explain.ts';
import { pointsText } from '../scoring/stated-finding.ts';
import { prose } from './prose.ts';
import { type Block, cell, type Cell, type Inline, type Line } from './report-content.ts';
import { bidLine, figure, headingId, OUTCOME_WORDS } from './report-words.ts';

/** What a reason may say: the near miss is internal until standstill ends. */
export type ReasonDetail = { readonly nearMisses: boolean };

/** Scores of every bid with reason, pointer and near miss, scorecard by scorecard. */
export function scoresSection(lot: LotAssessment, key: string): Block[] {
  return [
    { kind: 'heading', level: 2, text: 'Scores and reasons', id: headingId(key, 'scores') },
    {
      kind: 'paragraph',
      text: [
        'Each criterion is given 0 to 5 points; weight x points / 5 is what it adds to its scorecard. Each reason says what was read and where it stands in the bid.',
      ],
    },
    ...inRankOrder(lot).flatMap((bid, index) => bidScores(bid, headingId(key, 'scores', String(index + 1)))),
  ];
}

/** One table of criteria with points and reasons. */
export function criteriaTable(caption: string, criteria: readonly CriterionResult[], detail: ReasonDetail): Block {
  return {
    kind: 'table',
    caption,
    columns: [
      { title: 'Criterion', width: 3.2, isRowHeader: true },
      { title: 'Weight', width: 1.45, align: 'right' },
      { title: 'Points of 5', width: 1.35, align: 'right' },
      { title: 'Adds', width: 1.3, align: 'right' },
      { title: 'Reason, and where in the bid', width: 8 },
    ],
    rows: criteria.map((criterion) => [
      cell(`${criterion.code} ${prose(criterion.rule.title)}`),
      cell(pointsText(criterion.weight)),
      cell(pointsText(criterion.points)),
      cell(figure(criterion.weighted)),
      reasons(criterion, detail),
    ]),
  };
}

/** Which conditions each bid passes, and the story of each that is not a plain pass. */
export function conditionsSection(lot: LotAssessment, key: string): Block[] {
  const conditions = lot.bids[0]?.conditions ?? [];
  const stories = inRankOrder(lot).flatMap((bid) =>
    bid.conditions
      .filter(({ outcome }) => outcome === 'fail' || outcome === 'clarify')
      .map((condition) => conditionStory(bid, condition)),
  );
  const heading: Block = {
    kind: 'heading',
    level: 2,
    text: 'Conditions and thresholds',
    id: headingId(key, 'conditions'),
  };
  if (conditions.length === 0)
    return [heading, { kind: 'paragraph', text: ['The rule set has no conditions.'] }, ...thresholdBlocks(lot)];
  return [
    heading,
    {
      kind: 'paragraph',
      text: [
        'Conditions carry no points. "To be clarified" means that the bid is not qualified until the question is answered.',
      ],
    },
    outcomeTable(lot, conditions),
    {
      kind: 'list',
      items: conditions.map(({ code, rule, stage, consequence, reason }) => [
        { kind: 'strong', text: `${code} ${prose(rule.title)}` },
        ` (${stage}): ${prose(consequence)}${reason === undefined ? '' : `. Not required here: ${prose(reason)}`}`,
      ]),
    },
    ...(stories.length === 0 ? [] : [storyTable(stories)]),
    ...thresholdBlocks(lot),
  ];
}

/** The outcome of a condition in words, with its codes. */
export function outcomeText({ outcome, codes }: Pick<ConditionResult, 'outcome' | 'codes'>): string {
  const words = OUTCOME_WORDS[outcome];
  return codes.length === 0 ? words : `${words} (${codes.join(', ')})`;
}

/** Reasons of a criterion or condition as the paragraphs of a cell: message, what was read, near miss. */
export function reasons(
  { findings }: { readonly findings: readonly StatedFinding[] },
  { nearMisses }: ReasonDetail,
): Cell {
  const someHaveFacts = findings.some(({ facts }) => facts.length > 0);
  return findings.flatMap((finding): Cell => {
    const miss = nearMisses ? finding.nearestMiss : undefined;
    // Further findings of a criterion read the facts that stand with its first.
    const pointer =
      someHaveFacts && finding.facts.length === 0 && finding.evidence === undefined
        ? []
        : [[{ kind: 'quiet', text: pointerText(finding) } satisfies Inline]];
    return [
      [prose(finding.message)],
      ...pointer,
      ...(miss === undefined ? [] : [[{ kind: 'quiet', text: `Near miss: ${prose(miss)}` } satisfies Inline]]),
    ];
  });
}

/** "Read: net-zero-year 2030 (Plan.pdf, page 4). Nothing submitted: …". */
function pointerText({ facts, evidence }: Pick<StatedFinding, 'facts' | 'evidence'>): string {
  const given = facts.filter(({ value }) => value !== undefined);
  const missing = facts.filter(({ value }) => value === undefined).map(({ question }) => question);
  const read = given.map((fact) => {
    const place = fact.evidence === undefined ? '' : ` (${visibleText(evidenceText(fact.evidence))})`;
    return `${fact.question} ${visibleText(shown(fact.value ?? ''))}${place}`;
  });
  const parts = [
    ...(read.length === 0 ? [] : [`Read: ${read.join('; ')}.`]),
    ...(missing.length === 0 ? [] : [`Nothing submitted: ${missing.join(', ')}.`]),
    ...(facts.length === 0 && evidence !== undefined ? [`Read: ${visibleText(evidenceText(evidence))}.`] : []),
  ];
  return parts.length === 0 ? "Read: the figures in the bid's own sheets." : parts.join(' ');
}

const LONGEST_VALUE = 160;

function shown(value: string): string {
  const words = value === 'true' ? 'yes' : value === 'false' ? 'no' : value;
  return words.length > LONGEST_VALUE ? `${words.slice(0, LONGEST_VALUE)}…` : words;
}

function bidScores(bid: BidAssessment, id: string): Block[] {
  const detail = { nearMisses: true };
  const scorecards = bid.scorecards.flatMap(({ id: scorecardId, title, total, entersTotal }) => {
    const criteria = bid.criteria.filter(({ scorecard, isTrialRule }) => scorecard === scorecardId && !isTrialRule);
    const use = entersTotal ? 'enters the total' : 'information, does not enter the total';
    return criteria.length === 0
      ? []
      : [criteriaTable(`${capitalised(prose(title))}: ${figure(total)} of 100 (${use})`, criteria, detail)];
  });
  const onTrial = bid.criteria.filter(({ isTrialRule }) => isTrialRule);
  return [
    { kind: 'heading', level: 3, text: bidLabel(bid.bid), id },
    ...scorecards,
    ...(onTrial.length === 0
      ? []
      : [criteriaTable('Rules on trial: in no rule set yet, weight 0, information only', onTrial, detail)]),
  ];
}

function outcomeTable(lot: LotAssessment, conditions: readonly ConditionResult[]): Block {
  return {
    kind: 'table',
    caption: 'Outcome of each condition by bid',
    columns: [
      { title: 'Bid', width: 3, isRowHeader: true },
      ...conditions.map(({ code, rule }) => ({ title: `${code} ${prose(rule.title)}`, width: 2.4 })),
    ],
    rows: inRankOrder(lot).map((bid) => [
      [bidLine(bid.bid)],
      ...conditions.map(({ code }) => {
        const condition = bid.conditions.find((one) => one.code === code);
        return cell(condition === undefined ? 'not tested' : outcomeText(condition));
      }),
    ]),
  };
}

function conditionStory(bid: BidAssessment, condition: ConditionResult): Cell[] {
  return [
    [bidLine(bid.bid)],
    cell(`${condition.code} ${prose(condition.rule.title)}: ${outcomeText(condition)}`),
    reasons(condition, { nearMisses: true }),
  ];
}

function storyTable(rows: readonly Cell[][]): Block {
  return {
    kind: 'table',
    caption: 'Conditions failed or to be clarified, and why',
    columns: [
      { title: 'Bid', width: 2.4, isRowHeader: true },
      { title: 'Condition and outcome', width: 3 },
      { title: 'Reason, and where in the bid', width: 7 },
    ],
    rows,
  };
}

function thresholdBlocks(lot: LotAssessment): Block[] {
  const thresholds = lot.bids[0]?.thresholds ?? [];
  if (thresholds.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'Thresholds: published minimums, tested after scoring. Only an adopted one has a consequence',
      columns: [
        { title: 'Bid', width: 3, isRowHeader: true },
        ...thresholds.map(({ code, title, adopted }) => ({
          title: `${code} ${prose(title)} (${adopted ? 'adopted' : 'not adopted'})`,
          width: 2.6,
        })),
      ],
      rows: inRankOrder(lot).map((bid) => [
        [bidLine(bid.bid)],
        ...bid.thresholds.map((threshold) => cell(metText(threshold))),
      ]),
    },
    {
      kind: 'list',
      items: thresholds.map(
        ({ code, title, tested, minimum, adopted, reason, consequence }): Line => [
          { kind: 'strong', text: `${code} ${prose(title)}` },
          `: ${tested} at least ${pointsText(minimum)}. ${adopted ? `Adopted${reason === undefined ? '' : `: ${prose(reason)}`}. ${prose(consequence)}` : 'Not adopted here: no consequence.'}`,
        ],
      ),
    },
  ];
}

/** "met (3.40 against 2)" */
export function metText({ met, value, minimum }: ThresholdResult): string {
  return `${met ? 'met' : 'not met'} (${figure(value)} against ${pointsText(minimum)})`;
}
