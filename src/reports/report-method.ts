import type { PriceMethod } from '../domain/procurement.ts';
import { toFraction } from '../domain/quantity.ts';
import type { AppliedRule, Assessment, LotAssessment } from '../scoring/assessment.ts';
import { type Catalogue, getRuleSet } from '../scoring/catalogue.ts';
import { ruleKey } from '../scoring/rule.ts';
import { ruleSetKey, weightOf } from '../scoring/rule-set.ts';
import { type Block, cell, type Line, lineText } from './report-content.ts';
import { capitalised, dateText, headingId, lotTitle, poundsText } from './report-words.ts';
import { prose, visibleText } from './visible-text.ts';

/** How points, totals and rank come about, in the words of the parameters in force. */
export function methodChapter(assessment: Assessment, catalogue: Catalogue): Block[] {
  return [
    { kind: 'heading', level: 1, text: 'Method', id: 'method' },
    { kind: 'list', items: methodSteps(assessment, catalogue) },
    { kind: 'heading', level: 2, text: 'Shares and price', id: 'shares' },
    ...assessment.lots.map(
      (lot): Block => ({
        kind: 'paragraph',
        text: [{ kind: 'strong', text: `${lotTitle(assessment, lot)}: ` }, sharesText(lot)],
      }),
    ),
  ];
}

/** What the shares and the price method of a lot are, in one or two sentences. */
export function sharesText({ shares, priceMethod, facts }: LotAssessment): string {
  if (shares === undefined) return 'no shares are published; bids are ranked on the environment total alone.';
  const total = `environment ${shares.environment}, quality ${shares.quality} and price ${shares.price} of 100. `;
  const high = facts.priceBenchmarkHigh;
  const low = facts.priceBenchmarkLow;
  const benchmarks =
    high === undefined || low === undefined
      ? ''
      : ` Published benchmarks: ${poundsText(high)} gives 0 and ${poundsText(low)} gives 100.`;
  return (
    total + PRICE_METHODS[priceMethod ?? 'fixed-benchmark'] + (priceMethod === 'fixed-benchmark' ? benchmarks : '')
  );
}

/** The published text of every rule, with scale, parameters, weights and sources. */
export function rulesChapter(assessment: Assessment, catalogue: Catalogue): Block[] {
  const { ruleSet } = assessment;
  return [
    { kind: 'heading', level: 1, text: 'Published rules', id: 'rules' },
    { kind: 'paragraph', text: [`${sentence(ruleSet.title)} ${sentence(ruleSet.status)}`] },
    ...ruleSet.rules.flatMap((applied) => ruleBlocks(assessment, catalogue, applied)),
  ];
}

/** Versions and hashes: what it takes to do the same assessment again. */
export function versionsChapter(assessment: Assessment, chainHead: string | undefined): Block[] {
  const { ruleSet, procurement, inputHash, softwareVersion } = assessment;
  const code = (text: string): Line => [{ kind: 'code', text }];
  return [
    { kind: 'heading', level: 1, text: 'Versions and hashes', id: 'versions' },
    {
      kind: 'paragraph',
      text: [
        'The same inputs, rule set and software version give the same report, byte for byte. The decision record of this assessment replays it.',
      ],
    },
    {
      kind: 'facts',
      caption: 'What this report was made from',
      facts: [
        ['Procurement', [visibleText(procurement.reference)]],
        ['Bid deadline', [dateText(procurement.bidDeadline)]],
        ['Rule set', code(ruleSetKey(ruleSet))],
        ['Rule set SHA-256', code(ruleSet.sha256)],
        ['Input SHA-256', code(inputHash)],
        ['Software version', code(softwareVersion)],
        ['Rules', code(ruleSet.rules.map(({ rule }) => ruleKey(rule)).join(', '))],
        ...(chainHead === undefined ? [] : ([['Head of the audit chain', code(chainHead)]] satisfies [string, Line][])),
      ],
    },
  ];
}

const PRICE_METHODS: Readonly<Record<PriceMethod, string>> = {
  'fixed-benchmark': 'Price points are 100 x (high benchmark - price) / (high - low), held between 0 and 100.',
  'price-per-quality-point':
    'Bids are compared on pounds for each point of environment and quality by their shares; the lowest wins.',
  'shadow-priced':
    'Bids are compared on price plus their evaluated carbon at the published value of carbon, for each quality point; the lowest wins.',
  'notional-discount':
    'Bids are compared on the price less a notional discount for the level of carbon management offered; the lowest wins. The price paid does not change.',
};

function methodSteps(assessment: Assessment, catalogue: Catalogue): Line[] {
  const ruleSet = getRuleSet(catalogue, ruleSetKey(assessment.ruleSet));
  const { A, B, C, D } = ruleSet.footprint.tierUplift;
  const cap = toFraction(ruleSet.netCarbon.cap).mul(100).toString();
  const strong = (text: string, rest: string): Line => [{ kind: 'strong', text }, ` ${rest}`];
  return [
    strong(
      'Points.',
      'Each criterion gives 0 to 5 points by its published bands, checklist or formula. A missing answer fails every test and is never read as zero.',
    ),
    strong(
      'Scorecards.',
      'A scorecard adds weight x points / 5 over its criteria; its weights total 100, so that it runs from 0 to 100. Arithmetic is exact; rounding, half up, is for print only.',
    ),
    strong(
      'Total.',
      'Environment, quality and price, each 0 to 100, are weighed by their published shares. No formula reads another bid.',
    ),
    strong(
      'Carbon.',
      `Each declared line counts with the uplift for its data (tier A ${A}, B ${B}, C ${C}, D ${D}; no tier is read as D). A stage without a line takes its published default. Offsets and removals never enter.`,
    ),
    strong(
      'Net.',
      `Net is gross less counted removals. Removals count by their published quality, up to ${cap}% of the published reference footprint. A claim of zero is shown as met only where this net is 0 and every stage has a line.`,
    ),
    strong(
      'Conditions and thresholds.',
      'They carry no points. A bid that fails one that is adopted keeps its scores and is not ranked.',
    ),
    strong('Ties.', 'Only exactly equal results are ties; the published steps break them, and each leaves a note.'),
    strong('People.', 'Rules propose. Evaluators verify the facts, agree scores with reasons, and make the decision.'),
  ];
}

function ruleBlocks(assessment: Assessment, catalogue: Catalogue, applied: AppliedRule): Block[] {
  const { rule, code, kind, scale, consequence } = applied;
  const facts: (readonly [string, Line])[] = [
    [
      'Kind',
      [`${capitalised(kind)} about the ${rule.subject}${applied.isTrialRule ? '; on trial, in no rule set yet' : ''}`],
    ],
    ...(applied.scorecard === undefined
      ? []
      : [['Scorecard and weight', [weightsText(assessment, catalogue, applied)]] as const]),
    ...(consequence === undefined ? [] : [['Consequence', [prose(consequence)]] as const]),
    ['Link to the contract', [prose(rule.contractLink)]],
    ['Parameters', [parametersText(applied.parameters)]],
    ['Version', [{ kind: 'code', text: ruleKey(rule) }]],
  ];
  return [
    { kind: 'heading', level: 3, text: `${code} ${prose(rule.title)}`, id: headingId('rule', rule.id) },
    ...(kind === 'criterion' ? [scaleTable(code, scale)] : checkList(scale)),
    {
      kind: 'facts',
      caption: `${code}: how it is applied`,
      facts: facts.filter(([, value]) => lineText(value) !== ''),
    },
    {
      kind: 'list',
      items: rule.references.map(
        ({ title, url, paragraph, inForce }): Line => [
          { kind: 'link', text: prose(title), href: url },
          `${paragraph === undefined ? '' : `, ${prose(paragraph)}`}. In force from ${dateText(inForce.from)}${inForce.to === undefined ? '' : ` to ${dateText(inForce.to)}`}.`,
        ],
      ),
    },
  ];
}

function scaleTable(code: string, scale: AppliedRule['scale']): Block {
  return {
    kind: 'table',
    caption: `${code}: published scale`,
    columns: [
      { title: 'Points', width: 1, isRowHeader: true },
      { title: 'For what', width: 9 },
    ],
    rows: scale.map(({ points, text }) => [cell(points ?? 'between'), cell(prose(text))]),
  };
}

function checkList(scale: AppliedRule['scale']): Block[] {
  return [
    { kind: 'paragraph', text: ['What is checked:'] },
    { kind: 'list', items: scale.map(({ text }): Line => [prose(text)]) },
  ];
}

/** With a capital and one full stop. */
function sentence(text: string): string {
  return `${capitalised(prose(text)).replace(/\.+$/, '')}.`;
}

function weightsText(assessment: Assessment, catalogue: Catalogue, { rule, scorecard }: AppliedRule): string {
  const card = getRuleSet(catalogue, ruleSetKey(assessment.ruleSet)).scorecards.find(({ id }) => id === scorecard);
  if (card === undefined) return scorecard ?? '';
  const profiles = new Map(assessment.lots.map(({ profile }) => [profile.id, profile.title]));
  const weights = [...profiles].map(([id, title]) => `${weightOf(card, id, rule.id)} of 100 in profile ${title}`);
  return `${prose(card.title)}: ${weights.join('; ')}`;
}

/** "share5: 80; share3: 50": parameters by name, as the rule set states them. */
function parametersText(parameters: unknown): string {
  if (typeof parameters !== 'object' || parameters === null) return '';
  return Object.entries(parameters)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? visibleText(value) : JSON.stringify(value)}`)
    .join('; ');
}
