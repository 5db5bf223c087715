import { capitalised, dateText } from '../domain/plain-english.ts';
import { toFraction } from '../domain/quantity.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { AppliedRule, Assessment } from '../scoring/assessment.ts';
import { type Catalogue, getRuleSet } from '../scoring/catalogue.ts';
import { ruleSetKey, weightOf } from '../scoring/rule-set.ts';
import { ruleKey } from '../scoring/rule.ts';
import { prose } from './prose.ts';
import { type Block, cell, type Line, lineText } from './report-content.ts';
import { factorSetText, headingId, lotTitle, parameterText, sharesText } from './report-words.ts';

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
        ['Conversion factors', [factorSetText(assessment)]],
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
    .map(([name, value]) => `${name}: ${parameterText(value)}`)
    .join('; ');
}
