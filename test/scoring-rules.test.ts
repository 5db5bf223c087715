import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCORING_RULES, testCatalogue } from './support/catalogue.ts';
import { testRule } from './support/rule-tester.ts';

const catalogue = await testCatalogue();

describe('the rules of the project', () => {
  for (const rule of catalogue.rules) {
    const folder = join(SCORING_RULES, 'rules', rule.id);
    const isOld = existsSync(join(folder, `rule.v${rule.version}.ts`));
    const cases: unknown = JSON.parse(
      readFileSync(join(folder, isOld ? `cases.v${rule.version}.json` : 'cases.json'), 'utf8'),
    );
    testRule({ rule, cases, ...(isOld ? {} : { readme: readFileSync(join(folder, 'README.md'), 'utf8') }) });
  }

  it('are the fifteen criteria and three conditions of the rule sets, each once in its newest version', () => {
    const named = catalogue.ruleSets.flatMap(({ criteria, conditions }) =>
      [...criteria, ...conditions].map(({ rule }) => rule),
    );
    expect(new Set(catalogue.rules.map(({ id, version }) => `${id}@${version}`))).toEqual(new Set(named));
    expect(new Set(catalogue.rules.map(({ id }) => id)).size).toBe(18);
  });
});
