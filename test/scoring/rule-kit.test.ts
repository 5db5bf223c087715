import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fractionText } from '../../src/domain/quantity.ts';
import type { ItemVerdict } from '../../src/scoring/item-outcome.ts';
import { type RuleModule, ruleKit } from '../../src/scoring/rule-kit.ts';
import { checkRuleReadme, readmeExample } from '../../src/scoring/rule-readme.ts';
import { README_HEADINGS, checkRuleShape } from '../../src/scoring/rule-shape.ts';
import { fillMessage, type Rule } from '../../src/scoring/rule.ts';
import { SCORING_RULES, testCatalogue } from '../support/catalogue.ts';
import { inputOf, parseCase, parseCases } from '../support/rule-cases.ts';

async function loadFromReadme(): Promise<Rule> {
  const code = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(join(SCORING_RULES, 'README.md'), 'utf8'))?.[1] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'rule-'));
  try {
    writeFileSync(join(folder, 'rule.ts'), code);
    const module = (await import(pathToFileURL(join(folder, 'rule.ts')).href)) as { default: RuleModule };
    return module.default(ruleKit);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the shortest rule of scoring-rules/README.md', () => {
  it('is a rule without faults', async () => {
    expect(checkRuleShape(await loadFromReadme(), 'spare-units', 'rule.ts')).toEqual([]);
  });

  it('scores as it says', async () => {
    const rule = await loadFromReadme();
    const one = parseCase({
      name: 'One.',
      answers: { 'spare-units-share': '2' },
      expected: { status: 'scored', messages: [] },
    });
    const file = parseCases({ parameters: {}, cases: [{ name: 'One.', expected: { outcome: 'pass', codes: [] } }] });
    const outcome = rule
      .prepare(rule.trialParameters)
      .evaluate(inputOf(rule, file, one), { bidDeadline: '2026-12-18' });
    expect('points' in outcome && fractionText(outcome.points)).toBe('5');
  });
});

describe('the parameters of a rule', () => {
  it('are refused when they are not plain decimals', async () => {
    const rule = await loadFromReadme();
    for (const share5 of ['1e2', '1,000', ' 2', '', 'two', 2])
      expect(() => rule.prepare({ share5 }), String(share5)).toThrow(/share5/);
  });

  it('are refused when one is missing or unknown', async () => {
    const rule = await loadFromReadme();
    expect(() => rule.prepare({})).toThrow('share5');
    expect(() => rule.prepare({ share5: '2', share4: '1' })).toThrow('share4');
  });

  it('of the carbon criterion are refused when the high benchmark is not above the low one', async () => {
    const { rules } = await testCatalogue();
    const rule = rules.find(({ id }) => id === 'contract-carbon-intensity');
    expect(() => rule?.prepare({ benchmarkHigh: '80', benchmarkLow: '80' })).toThrow(
      'benchmarkHigh must be above benchmarkLow',
    );
  });
});

describe('outcomeOfItems', () => {
  const item = (code: string, verdict: ItemVerdict, ground = 'F1') => ({
    code,
    verdict,
    ground,
    finding: { message: code, data: {}, facts: [] },
  });

  it('passes when every item passes', () => {
    expect(ruleKit.outcomeOfItems([item('A', 'pass'), item('B', 'pass')])).toMatchObject({
      outcome: 'pass',
      codes: [],
    });
  });

  it('fails on any ground and lists grounds, then doubts, each once and in order', () => {
    const outcome = ruleKit.outcomeOfItems([
      item('Z', 'clarify'),
      item('Y', 'fail', 'F5'),
      item('B', 'clarify'),
      item('C', 'fail', 'F1'),
      item('D', 'fail', 'F5'),
    ]);
    expect(outcome).toMatchObject({ outcome: 'fail', codes: ['F1', 'F5', 'C-B', 'C-Z'] });
    expect(outcome.findings.map(({ message }) => message)).toEqual(['Z', 'Y', 'B', 'C', 'D']);
  });

  it('asks when there are doubts and no ground', () => {
    expect(ruleKit.outcomeOfItems([item('B', 'clarify'), item('A', 'pass')])).toMatchObject({
      outcome: 'clarify',
      codes: ['C-B'],
    });
  });

  it('refuses an item that fails without a ground, which is a bug in the rule', () => {
    const { ground: _, ...groundless } = item('A', 'fail');
    expect(() => ruleKit.outcomeOfItems([groundless])).toThrow('Item A failed without a ground');
  });
});

describe('messages', () => {
  it('are filled from data, and a name without a value is a bug', () => {
    expect(fillMessage('At least {{share}}%.', { share: '5' })).toBe('At least 5%.');
    expect(() => fillMessage('At least {{share}}%.', {})).toThrow('No value for {{share}}');
    expect(() => fillMessage('{{toString}}.', {})).toThrow('No value for {{toString}}');
  });
});

describe("the check of a rule's README", () => {
  const whole = (rule: Rule) =>
    README_HEADINGS.map((heading) => {
      const names = [
        ...Object.values(rule.questions).map(({ id }) => id),
        ...Object.keys(rule.parameters.shape),
        ...Object.keys(rule.messages),
      ];
      const urls = rule.references.map(({ url }) => url);
      return `## ${heading}\n\n${names.map((name) => `\`${name}\``).join(' ')} ${urls.join(' ')}\n\n\`\`\`json\n{"a": 1}\n\`\`\`\n`;
    }).join('\n');

  it('finds nothing where all is named', async () => {
    const rule = await loadFromReadme();
    expect(checkRuleReadme(rule, whole(rule))).toEqual([]);
    expect(JSON.parse(readmeExample(whole(rule)) ?? '')).toEqual({ a: 1 });
  });

  it('finds headings out of order, empty sections, names that are missing and a missing example', async () => {
    const rule = await loadFromReadme();
    expect(checkRuleReadme(rule, `## Method\n\nx\n\n${whole(rule)}`)[0]).toContain('The headings must be Why, Method,');
    const bare = README_HEADINGS.map((heading) => `## ${heading}\n`).join('\n');
    expect(checkRuleReadme(rule, bare)).toEqual(
      expect.arrayContaining([
        'Write something under Why.',
        'Name `spare-units-share` under Questions.',
        'Name `share5` under Parameters.',
        'Name `too-few` under Messages.',
        'Name https://www.legislation.gov.uk/ukpga/2023/54/section/23 under References.',
        'Give an example as a fenced block of JSON under Example.',
      ]),
    );
  });
});
