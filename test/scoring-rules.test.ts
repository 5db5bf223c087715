import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { currentRules } from '../src/scoring/catalogue.ts';
import type { Rule } from '../src/scoring/rule.ts';
import { SCORING_RULES, testCatalogue } from './support/catalogue.ts';
import { testRule, testRuleReadme } from './support/rule-tester.ts';

const catalogue = await testCatalogue();
const newest = currentRules(catalogue);

function readRuleFile(rule: Rule, file: string): string {
  return readFileSync(join(SCORING_RULES, 'rules', rule.id, file), 'utf8');
}

for (const rule of catalogue.rules) {
  const file = newest.includes(rule) ? 'cases.json' : `cases.v${rule.version}.json`;
  testRule({ rule, cases: JSON.parse(readRuleFile(rule, file)) });
}

for (const rule of newest) {
  testRuleReadme({ rule, cases: JSON.parse(readRuleFile(rule, 'cases.json')) }, readRuleFile(rule, 'README.md'));
}

describe('the rules of the project', () => {
  it('are the fifteen criteria and three conditions of the rule sets, in every version these name', () => {
    const named = catalogue.ruleSets.flatMap(({ criteria, conditions }) =>
      [...criteria, ...conditions].map(({ rule }) => rule),
    );
    expect(new Set(catalogue.rules.map(({ id, version }) => `${id}@${version}`))).toEqual(new Set(named));
    expect(newest.map(({ kind }) => kind).filter((kind) => kind === 'criterion')).toHaveLength(15);
    expect(newest).toHaveLength(18);
  });
});
