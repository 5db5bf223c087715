import { readFile } from 'node:fs/promises';
import { AppError } from '../domain/errors.ts';
import { formatIssue } from '../domain/issue.ts';
import { pointsWords } from '../domain/plain-english.ts';
import { type Catalogue, currentRules, getRule, trialRules } from '../scoring/catalogue.ts';
import { expectedAnswer } from '../scoring/question.ts';
import { lintRuleSet } from '../scoring/lint.ts';
import { type Rule, ruleKey, type ScaleRow } from '../scoring/rule.ts';
import { type RuleSet, ruleSetKey } from '../scoring/rule-set.ts';
import { parseRuleSet } from '../scoring/rule-set-schema.ts';
import type { Command, ExitCode } from './command.ts';
import { tableText, type Terminal } from './terminal.ts';

export const rules: Command = {
  name: 'rules',
  usage: 'list | show ID | lint [FILE] [--json]',
  does: 'rules and rule sets',
  options: {},
  positionals: [1, 2],
  async run({ positionals, options }, { terminal, ports }) {
    const { catalogue } = await ports();
    const json = options['json'] === true;
    const [verb, subject] = positionals;
    if (verb === 'list') return list(catalogue, json, terminal);
    if (verb === 'show' && subject !== undefined) return show(catalogue, subject, json, terminal);
    if (verb === 'lint') return lint(catalogue, subject, json, terminal);
    throw new AppError('wrong-usage', 'Usage: scorer rules list | show ID | lint [FILE]');
  },
};

function list(catalogue: Catalogue, json: boolean, terminal: Terminal): ExitCode {
  const onTrial = new Set(trialRules(catalogue).map(ruleKey));
  const rows = catalogue.rules.map((rule) => {
    const sets = catalogue.ruleSets.filter((set) => namesRule(set, rule)).map(ruleSetKey);
    return {
      rule: rule.id,
      version: rule.version,
      kind: rule.kind,
      title: rule.title,
      rule_sets: sets,
      on_trial: onTrial.has(ruleKey(rule)),
    };
  });
  if (json) {
    terminal.out(
      JSON.stringify(
        {
          rules: rows,
          rule_sets: catalogue.ruleSets.map((set) => ({ id: set.id, version: set.version, title: set.title })),
        },
        undefined,
        2,
      ),
    );
    return 0;
  }
  terminal.out(
    tableText([
      ['Rule', 'Kind', 'Rule sets', 'Title'],
      ...rows.map((row) => [
        `${row.rule}@${row.version}`,
        row.kind,
        row.on_trial ? 'none (on trial, weight 0)' : row.rule_sets.join(', ') || 'none',
        row.title,
      ]),
    ]),
  );
  terminal.out('');
  for (const set of catalogue.ruleSets) terminal.out(`${ruleSetKey(set)}  ${set.title}`);
  return 0;
}

function namesRule(set: RuleSet, rule: Rule): boolean {
  return [...set.criteria, ...set.conditions].some((entry) => entry.rule === ruleKey(rule));
}

function show(catalogue: Catalogue, key: string, json: boolean, terminal: Terminal): ExitCode {
  const rule = key.includes('@') ? getRule(catalogue, key) : currentRules(catalogue).find(({ id }) => id === key);
  if (rule === undefined) throw new AppError('not-found', `There is no rule "${key}". See: scorer rules list`);
  const uses = usesOf(catalogue, rule);
  if (json) {
    const { id, version, kind, subject, assessment, title, contractLink, references, messages } = rule;
    const questions = Object.values(rule.questions);
    terminal.out(
      JSON.stringify(
        {
          id,
          version,
          kind,
          subject,
          assessment,
          title,
          contract_link: contractLink,
          references,
          questions,
          messages,
          uses,
        },
        undefined,
        2,
      ),
    );
  } else {
    printRule(rule, uses, terminal);
  }
  return 0;
}

type RuleUse = {
  readonly rule_set: string;
  readonly code: string;
  readonly scale: readonly ScaleRow[];
  readonly parameters: unknown;
};

function usesOf(catalogue: Catalogue, rule: Rule): RuleUse[] {
  return catalogue.ruleSets.flatMap((set) =>
    [...set.criteria, ...set.conditions]
      .filter((entry) => entry.rule === ruleKey(rule))
      .map((entry) => ({
        rule_set: ruleSetKey(set),
        code: entry.code,
        scale: rule.prepare(entry.parameters).scale,
        parameters: entry.parameters,
      })),
  );
}

function printRule(rule: Rule, uses: readonly RuleUse[], terminal: Terminal): void {
  const { kind, subject, assessment, title, contractLink, references } = rule;
  terminal.out(`${ruleKey(rule)}  ${title}\n${kind}, about the ${subject}, by ${assessment}. ${contractLink}`);
  for (const { rule_set: set, code, scale } of uses) {
    terminal.out(`\n${code} in ${set}`);
    for (const row of scale) terminal.out(`  ${scaleText(row)}`);
  }
  terminal.out('\nQuestions');
  for (const question of Object.values(rule.questions)) {
    terminal.out(`  ${question.id}: ${question.text} (${expectedAnswer(question)})`);
  }
  terminal.out('\nReferences');
  for (const { title: source, paragraph, url } of references) {
    terminal.out(`  ${source}${paragraph === undefined ? '' : `, ${paragraph}`}  ${url}`);
  }
}

function scaleText({ points, text }: ScaleRow): string {
  return points === undefined ? text : `${pointsWords(points)}: ${text}`;
}

async function lint(
  catalogue: Catalogue,
  file: string | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const ruleSets = file === undefined ? catalogue.ruleSets : [await readRuleSet(file)];
  const results = ruleSets.map((set) => ({ rule_set: ruleSetKey(set), findings: lintRuleSet(set, catalogue.rules) }));
  const hasErrors = results.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  if (json) terminal.out(JSON.stringify({ ok: !hasErrors, results }, undefined, 2));
  else {
    for (const { rule_set: set, findings } of results) {
      terminal.out(`${set}: ${findings.length === 0 ? 'nothing to say' : ''}`.trimEnd());
      for (const { severity, message } of findings) terminal.out(`  ${severity}: ${message}`);
    }
  }
  return hasErrors ? 1 : 0;
}

async function readRuleSet(path: string): Promise<RuleSet> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new AppError('not-found', `${path} cannot be read.`);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new AppError('invalid-input', `${path} is not JSON.`);
  }
  const parsed = parseRuleSet(json, '#');
  if ('issues' in parsed) {
    const issues = parsed.issues.map((issue) => ({ ...issue, message: `${issue.pointer} ${issue.message}` }));
    throw new AppError('invalid-input', `${path} is not a rule set.\n${issues.map(formatIssue).join('\n')}`, issues);
  }
  return parsed.ruleSet;
}
