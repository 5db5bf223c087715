import { beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, getRuleSet } from '../../src/scoring/catalogue.ts';
import { lintRuleSet } from '../../src/scoring/lint.ts';
import type { RuleSet } from '../../src/scoring/rule-set.ts';
import { testCatalogue } from '../support/catalogue.ts';

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await testCatalogue();
});

/** The findings of the default rule set after a change, errors only. */
function errorsAfter(change: (set: Mutable<RuleSet>) => void): string[] {
  const set = structuredClone(getRuleSet(catalogue, 'ict-net-zero-2030@2')) as Mutable<RuleSet>;
  change(set);
  return lintRuleSet(set, catalogue.rules).flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
}

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };

describe('the rule-set linter', () => {
  it('finds no error in the shipped rule sets', () => {
    for (const set of catalogue.ruleSets) {
      expect(lintRuleSet(set, catalogue.rules).filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });

  it('refuses weights that do not total exactly 100', () => {
    const errors = errorsAfter((set) => {
      const weights = set.scorecards[0]?.weights['mixed'];
      if (weights !== undefined) weights['end-of-life'] = '5.01';
    });
    expect(errors).toEqual(['Scorecard award, profile mixed: the weights total 10001/100, not 100.']);
  });

  it('refuses a rule that is not there, and a parameter that is not the rule’s', () => {
    const errors = errorsAfter((set) => {
      const [first, second] = set.criteria;
      if (first !== undefined) first.rule = 'no-such-rule@1';
      if (second !== undefined) second.parameters['surprise'] = '1';
    });
    expect(errors).toContain('C01 names no-such-rule@1, which is not there.');
    expect(
      errors.some((message) => message.startsWith('C02 footprint-data-quality@1') && message.includes('surprise')),
    ).toBe(true);
  });

  it('refuses a criterion that asks only about the supplier in the award scorecard', () => {
    const errors = errorsAfter((set) => {
      const target = set.criteria.find(({ code }) => code === 'C04');
      if (target !== undefined) target.scorecard = 'award';
    });
    expect(errors).toContain(
      'C04 asks only about the supplier, but stands in an award scorecard; move it, or give supplierCriteriaReason.',
    );
  });

  it('refuses an adopted threshold without a reason, and one that tests nothing known', () => {
    const errors = errorsAfter((set) => {
      const [first, second] = set.thresholds;
      if (first !== undefined) first.adopted = true;
      if (second !== undefined) second.test = { criterion: 'no-such-rule', operator: '>=', value: '1' };
    });
    expect(errors).toEqual(['T1 is adopted without a reason.', 'T2 tests something that is not in the rule set.']);
  });

  it('refuses two criteria of one scorecard that read the same fact', () => {
    const errors = errorsAfter((set) => {
      const again = set.criteria.find(({ rule }) => rule.startsWith('end-of-life@'));
      if (again !== undefined) set.criteria.push({ ...structuredClone(again), code: 'C99' });
    });
    expect(errors[0]).toMatch(/^C11 and C99 both read [a-z-]+: one fact would earn points twice\.$/);
  });

  it('refuses a code used twice', () => {
    const errors = errorsAfter((set) => {
      const [first] = set.thresholds;
      if (first !== undefined) first.code = 'C01';
    });
    expect(errors).toContain('The code C01 is used twice.');
  });
});
