import type { Workbook } from 'exceljs';
import type { AppliedRule, Assessment } from '../../scoring/assessment.ts';
import { type Catalogue, getRuleSet } from '../../scoring/catalogue.ts';
import { type RuleSet, weightOf } from '../../scoring/rule-set.ts';
import { ruleKey } from '../../scoring/rule.ts';
import { parameterText, STAGE_WORDS, TIER_WORDS } from '../report-words.ts';
import { type CellContent, openSheet, type PackSheet } from './pack-sheet.ts';

/** Fills the Rules sheet: the published method in full, one line for each text, band, weight, parameter and source. */
export function writeRules(workbook: Workbook, assessment: Assessment, catalogue: Catalogue): void {
  const ruleSet = getRuleSet(catalogue, `${assessment.ruleSet.id}@${assessment.ruleSet.version}`);
  const sheet = openSheet(workbook, 'Rules', assessment, {
    title: 'Rules: the published method',
    note: `${assessment.ruleSet.id}@${assessment.ruleSet.version}, SHA-256 ${assessment.ruleSet.sha256}. Weights, cut-offs and parameters are the organisation’s to adopt.`,
    columns: [
      { header: 'Code', width: 8 },
      { header: 'Rule', width: 26 },
      { header: 'Part', width: 15 },
      { header: 'Name', width: 28 },
      { header: 'Value', width: 18 },
      { header: 'Text', width: 64 },
      { header: 'Source', width: 54 },
    ],
    frozenColumns: 2,
  });
  writeRuleSet(sheet, ruleSet);
  for (const rule of assessment.ruleSet.rules) writeRule(sheet, rule, ruleSet);
  writeThresholds(sheet, ruleSet);
}

type AddPart = (part: string, name: string, value: CellContent, text?: string, source?: CellContent) => void;

function partWriter(sheet: PackSheet, code: string, title: string): AddPart {
  return (part, name, value, text = '', source = '') => sheet.addRow([code, title, part, name, value, text, source]);
}

function writeRuleSet(sheet: PackSheet, ruleSet: RuleSet): void {
  const { footprint, netCarbon } = ruleSet;
  sheet.addRow(['', ruleSet.title, 'Rule set'], 'section');
  const add = partWriter(sheet, '', 'Rule set');
  add('Status', '', '', ruleSet.status);
  add('In force', '', inForceText(ruleSet.inForce));
  for (const { id, title, use, stage } of ruleSet.scorecards) add('Scorecard', title, id, `${use} (${stage})`);
  for (const stage of footprint.boundaryStages) {
    add(
      'Carbon default',
      STAGE_WORDS[stage],
      footprint.stageDefaults[stage],
      `${footprint.unit}, for a stage without a line`,
    );
  }
  add('Carbon default', 'Whole figure', footprint.defaultTotal, `${footprint.unit}, for a bid without any line`);
  for (const tier of ['A', 'B', 'C', 'D'] as const)
    add('Carbon uplift', TIER_WORDS[tier], footprint.tierUplift[tier], 'Multiplies the kilograms of a line');
  add('Removals', 'Cap', netCarbon.cap, 'Share of the published reference footprint');
  for (const [kind, quality] of Object.entries(netCarbon.quality))
    add('Removals', kind, quality, 'How much of a retired tonne counts');
  ruleSet.tieBreak.forEach((step, index) =>
    add(
      'Tie-break',
      `Step ${index + 1}`,
      '',
      typeof step === 'string' ? step.replaceAll('-', ' ') : `higher points for ${step.higherPoints}`,
    ),
  );
  for (const { title, url, paragraph } of ruleSet.references) add('Source', title, '', paragraph ?? '', toSource(url));
}

function writeRule(sheet: PackSheet, applied: AppliedRule, ruleSet: RuleSet): void {
  const { rule, code, kind, assessment, scale, parameters, consequence, scorecard, isTrialRule } = applied;
  sheet.addRow([code, rule.title, kind === 'criterion' ? 'Criterion' : 'Condition', ruleKey(rule)], 'section');
  const add = partWriter(sheet, code, rule.title);
  if (isTrialRule) add('On trial', '', '', 'In no rule set: weight 0, information only.');
  add('Contract link', '', '', rule.contractLink);
  add(
    'Looks at',
    rule.subject === 'bid' ? 'the bid' : 'the supplier',
    '',
    assessment === 'facts'
      ? 'People verify the facts and the points follow.'
      : 'People give points on the published scale.',
  );
  if (consequence !== undefined) add('Consequence', '', '', consequence);
  if (!isTrialRule) writeWeights(add, ruleSet, scorecard, rule.id);
  for (const { points, text } of scale) add(points === undefined ? 'Checked' : 'Points', '', points ?? '', text);
  writeParameters(add, rule, parameters);
  for (const { id, text, unit } of Object.values(rule.questions)) add('Question', id, unit ?? '', text);
  for (const { title, url, paragraph, inForce } of rule.references)
    add('Source', title, inForceText(inForce), paragraph ?? '', toSource(url));
}

function writeWeights(add: AddPart, ruleSet: RuleSet, scorecardId: string | undefined, ruleId: string): void {
  const scorecard = ruleSet.scorecards.find(({ id }) => id === scorecardId);
  if (scorecard === undefined) return;
  for (const { id, title } of ruleSet.profiles) add('Weight', title, weightOf(scorecard, id, ruleId), scorecard.title);
}

function writeParameters(add: AddPart, rule: AppliedRule['rule'], parameters: unknown): void {
  if (typeof parameters !== 'object' || parameters === null) return;
  const shape = rule.parameters.shape as Readonly<
    Record<string, { readonly description?: string | undefined } | undefined>
  >;
  for (const [name, value] of Object.entries(parameters))
    add('Parameter', name, parameterText(value), shape[name]?.description ?? '');
}

function writeThresholds(sheet: PackSheet, { thresholds }: RuleSet): void {
  for (const { code, title, test, consequence, adopted, adoptionReason, references } of thresholds) {
    sheet.addRow([code, title, 'Threshold'], 'section');
    const add = partWriter(sheet, code, title);
    add('Minimum', 'total' in test ? `${test.total} total` : test.criterion, test.value, 'Tested after scoring');
    add('Consequence', '', '', consequence);
    add('Adopted', '', adopted ? 'Yes' : 'No, unless the procurement adopts it', adoptionReason ?? '');
    for (const { title: source, url, paragraph } of references)
      add('Source', source, '', paragraph ?? '', toSource(url));
  }
}

function inForceText({ from, to }: { readonly from: string; readonly to?: string | undefined }): string {
  return to === undefined ? `in force from ${from}` : `in force ${from} to ${to}`;
}

/** A web address as a link; anything else as text. */
function toSource(url: string): CellContent {
  return /^https?:\/\//.test(url) ? { text: url, url } : url;
}
