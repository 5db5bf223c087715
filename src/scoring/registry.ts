import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { throwIfFaulty } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import { type Catalogue, trialRules } from './catalogue.ts';
import { lintRuleSet } from './lint.ts';
import type { Question } from './question.ts';
import { parseReferenceData } from './reference-data.ts';
import type { Rule } from './rule.ts';
import { ruleKit } from './rule-kit.ts';
import { type RuleSet, ruleSetKey } from './rule-set.ts';
import { parseRuleSet } from './rule-set-schema.ts';
import { checkRuleShape, README_HEADINGS } from './rule-shape.ts';

/** Where rules are found: the project's own folder, and one more named by a setting. */
export type RuleFolders = { readonly own: string; readonly extra?: string };

/**
 * Finds rules, questions, rule sets and reference data by folder. Any fault stops the start, with all faults
 * listed, each with its file and what to do: a rule is never skipped, for a tender would then be scored by fewer.
 * The extra folder has the shape of the own one, or holds rule folders directly.
 */
export async function loadCatalogue(folders: RuleFolders): Promise<Catalogue> {
  const issues: Issue[] = [];
  const roots = [folders.own, ...(folders.extra === undefined ? [] : [folders.extra])];
  const rules: Rule[] = [];
  for (const root of roots) rules.push(...(await loadRules(root, issues)));
  issues.push(...duplicateRules(rules));
  rules.sort((a, b) => (a.id === b.id ? a.version - b.version : a.id < b.id ? -1 : 1));
  const questions = collectQuestions([...(await loadQuestions(roots, issues)), ...rules.flatMap(questionsOf)], issues);
  const reference = parseReferenceData(await readJsonFiles(join(folders.own, 'reference-data'), issues));
  if ('issues' in reference) issues.push(...reference.issues);
  const ruleSets: RuleSet[] = [];
  for (const root of roots) ruleSets.push(...(await loadRuleSets(join(root, 'rule-sets'), rules, issues)));
  issues.push(...duplicateRuleSets(ruleSets));
  issues.push(...unfitTrialRules(rules, ruleSets));
  throwIfFaulty('invalid-configuration', 'The scoring rules cannot be used:', issues);
  if ('issues' in reference) throw new Error('Reference data without issues must be there');
  const { data: referenceData, officialFactors, estimationTables, contractPerformance } = reference;
  return { rules, questions, ruleSets, referenceData, officialFactors, estimationTables, contractPerformance };
}

async function loadRules(root: string, issues: Issue[]): Promise<Rule[]> {
  const folder = existsSync(join(root, 'rules')) ? join(root, 'rules') : root;
  const rules: Rule[] = [];
  for (const entry of await listFolder(folder, issues)) {
    const path = join(folder, entry);
    if (!existsSync(join(path, 'rule.ts'))) continue;
    const files = (await readdir(path)).filter((file) => /^rule(\.v\d+)?\.ts$/.test(file)).sort();
    for (const file of files) {
      const rule = await loadRule(path, file, issues);
      if (rule !== undefined) rules.push(rule);
    }
    for (const file of ['cases.json', 'README.md']) {
      if (!existsSync(join(path, file)))
        issues.push(fault(join(path, file), 'missing-file', `Write ${file}: a rule is three files.`));
    }
    await checkReadme(join(path, 'README.md'), issues);
  }
  return rules;
}

async function loadRule(folder: string, file: string, issues: Issue[]): Promise<Rule | undefined> {
  const path = join(folder, file);
  try {
    const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
    if (typeof module.default !== 'function') {
      issues.push(
        fault(
          path,
          'not-a-rule',
          'Export a function as default: `export default ({ defineRule }: RuleKit) => defineRule({ … })`.',
        ),
      );
      return undefined;
    }
    const rule: unknown = (module.default as (kit: typeof ruleKit) => unknown)(ruleKit);
    const faults = checkRuleShape(rule, basename(folder), file);
    issues.push(...faults.map((message) => fault(path, 'rule-shape', message)));
    return faults.length === 0 ? (rule as Rule) : undefined;
  } catch (error) {
    issues.push(
      fault(path, 'rule-does-not-load', `Mend the rule: ${error instanceof Error ? error.message : String(error)}`),
    );
    return undefined;
  }
}

async function checkReadme(path: string, issues: Issue[]): Promise<void> {
  if (!existsSync(path)) return;
  const headings = [...(await readFile(path, 'utf8')).matchAll(/^## (.+)$/gm)].map((match) => match[1]?.trim());
  const missing = README_HEADINGS.filter((heading) => !headings.includes(heading));
  if (missing.length > 0) issues.push(fault(path, 'missing-heading', `Add the headings ${missing.join(', ')}.`));
}

async function loadQuestions(roots: readonly string[], issues: Issue[]): Promise<Question[]> {
  const questions: Question[] = [];
  for (const root of roots) {
    const folder = join(root, 'questions');
    if (!existsSync(folder)) continue;
    for (const file of (await listFolder(folder, issues)).filter((name) => name.endsWith('.ts'))) {
      const module = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, unknown>;
      questions.push(...Object.values(module).filter(isQuestion));
    }
  }
  return questions;
}

function isQuestion(value: unknown): value is Question {
  return typeof value === 'object' && value !== null && 'id' in value && 'type' in value && 'answeredBy' in value;
}

function questionsOf(rule: Rule): Question[] {
  return Object.values(rule.questions);
}

/** One question for each id; two that differ under one id are a fault. */
function collectQuestions(all: readonly Question[], issues: Issue[]): ReadonlyMap<string, Question> {
  const questions = new Map<string, Question>();
  for (const question of all) {
    const known = questions.get(question.id);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(question)) {
      issues.push(
        fault(
          'questions',
          'question-conflict',
          `Question ${question.id} is declared twice with different content; declare it once.`,
        ),
      );
    }
    if (known === undefined) questions.set(question.id, question);
  }
  return questions;
}

async function loadRuleSets(folder: string, rules: readonly Rule[], issues: Issue[]): Promise<RuleSet[]> {
  if (!existsSync(folder)) return [];
  const ruleSets: RuleSet[] = [];
  for (const [name, json] of Object.entries(await readJsonFiles(folder, issues))) {
    const path = join(folder, `${name}.json`);
    const parsed = parseRuleSet(json, '#');
    if ('issues' in parsed) {
      issues.push(...parsed.issues.map((issue) => ({ ...issue, file: path })));
      continue;
    }
    const faults = lintRuleSet(parsed.ruleSet, rules).filter(({ severity }) => severity === 'error');
    issues.push(...faults.map(({ code, message }) => fault(path, code, message)));
    ruleSets.push(parsed.ruleSet);
  }
  return ruleSets;
}

async function readJsonFiles(folder: string, issues: Issue[]): Promise<Record<string, unknown>> {
  const files = (await listFolder(folder, issues)).filter((name) => name.endsWith('.json'));
  const content: Record<string, unknown> = {};
  for (const file of files) {
    try {
      content[basename(file, '.json')] = JSON.parse(await readFile(join(folder, file), 'utf8'));
    } catch (error) {
      issues.push(
        fault(
          join(folder, file),
          'not-json',
          `Mend the JSON: ${error instanceof Error ? error.message : String(error)}`,
        ),
      );
    }
  }
  return content;
}

async function listFolder(folder: string, issues: Issue[]): Promise<string[]> {
  if (existsSync(folder)) return (await readdir(folder)).sort();
  issues.push(fault(folder, 'missing-folder', 'The folder is not there; correct the setting or restore the folder.'));
  return [];
}

/** A rule that no rule set names is tried with its own trial parameters, so they must fit. */
function unfitTrialRules(rules: readonly Rule[], ruleSets: readonly RuleSet[]): Issue[] {
  return trialRules({ rules, ruleSets }).flatMap((rule) =>
    rule.parameters.safeParse(rule.trialParameters ?? {}).success
      ? []
      : [
          fault(
            rule.id,
            'trial-parameters',
            `No rule set names ${rule.id}: give it trialParameters that fit, or name it in a rule set.`,
          ),
        ],
  );
}

function duplicateRules(rules: readonly Rule[]): Issue[] {
  return duplicates(rules.map(({ id, version }) => `${id}@${version}`)).map((key) =>
    fault('rules', 'duplicate-rule', `Rule ${key} is there twice; remove one or give it another id or version.`),
  );
}

function duplicateRuleSets(ruleSets: readonly RuleSet[]): Issue[] {
  return duplicates(ruleSets.map(ruleSetKey)).map((key) =>
    fault('rule-sets', 'duplicate-rule-set', `Rule set ${key} is there twice; a change is a new version.`),
  );
}

function duplicates(keys: readonly string[]): string[] {
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
}

function fault(file: string, code: string, message: string): Issue {
  return { pointer: '#', code, message, file };
}
