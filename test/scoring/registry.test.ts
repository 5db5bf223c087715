import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/errors.ts';
import { scaffoldRule } from '../../src/cli/rule-scaffold.ts';
import { currentRules, trialRules } from '../../src/scoring/catalogue.ts';
import { loadCatalogue } from '../../src/scoring/registry.ts';
import { SCORING_RULES } from '../support/catalogue.ts';

let extra: string;
beforeEach(() => {
  extra = mkdtempSync(join(tmpdir(), 'rules-'));
});
afterEach(() => rmSync(extra, { recursive: true }));

/** Writes a rule's three files; `change` edits one of them by name, or removes it by giving undefined. */
function writeRule(id: string, change: (file: string, text: string) => string | undefined = (_, text) => text): void {
  const folder = join(extra, id);
  mkdirSync(folder);
  for (const { name, bytes } of scaffoldRule(id, folder)) {
    const text = change(name, new TextDecoder().decode(bytes));
    if (text !== undefined) writeFileSync(join(folder, name), text);
  }
}

async function faults(): Promise<string> {
  try {
    await loadCatalogue({ own: SCORING_RULES, extra });
  } catch (error) {
    if (error instanceof AppError) return error.message.replaceAll(extra, 'EXTRA');
    throw error;
  }
  return 'no faults';
}

const inFile = (name: string, from: string | RegExp, to: string) => (file: string, text: string) =>
  file === name ? text.replace(from, to) : text;

describe('the registry', () => {
  it('finds every shipped rule, the old versions too, and takes each into a rule set', async () => {
    const catalogue = await loadCatalogue({ own: SCORING_RULES });
    expect(currentRules(catalogue).filter(({ kind }) => kind === 'criterion')).toHaveLength(15);
    expect(currentRules(catalogue).filter(({ kind }) => kind === 'condition')).toHaveLength(3);
    expect(catalogue.rules.filter(({ id }) => id === 'supply-chain-coverage').map(({ version }) => version)).toEqual([
      1, 2,
    ]);
    expect(trialRules(catalogue)).toEqual([]);
  });

  it('takes in a rule from another folder, on trial', async () => {
    writeRule('spare-cables');
    const catalogue = await loadCatalogue({ own: SCORING_RULES, extra });
    expect(trialRules(catalogue).map(({ id }) => id)).toEqual(['spare-cables']);
    expect(catalogue.questions.get('spare-cables-share')?.unit).toBe('%');
  });

  it('refuses a rule whose id is not its folder', async () => {
    writeRule('spare-cables', inFile('rule.ts', "id: 'spare-cables'", "id: 'other-cables'"));
    expect(await faults()).toContain(
      'EXTRA/spare-cables/rule.ts: The id is "other-cables" but the folder is "spare-cables": make them the same.',
    );
  });

  it('refuses a rule that does not load, and says why', async () => {
    writeRule('spare-cables', inFile('rule.ts', 'export default', 'nonsense();\nexport default'));
    expect(await faults()).toMatch(/EXTRA\/spare-cables\/rule\.ts: Mend the rule: nonsense is not defined/);
  });

  it('refuses a rule without its page, its cases or a heading', async () => {
    writeRule('spare-cables', (file, text) =>
      file === 'cases.json' ? undefined : text.replace('## Exclusions', '## Others'),
    );
    expect(await faults()).toContain('EXTRA/spare-cables/cases.json: Write cases.json: a rule is three files.');
    expect(await faults()).toContain('EXTRA/spare-cables/README.md: Add the headings Exclusions.');
  });

  it('refuses a second rule of one id', async () => {
    writeRule('end-of-life');
    expect(await faults()).toContain('Rule end-of-life@1 is there twice; remove one or give it another id or version.');
  });

  it('refuses a question declared twice with different content', async () => {
    writeRule('spare-cables', inFile('rule.ts', "id: 'spare-cables-share'", "id: 'reuse-share'"));
    expect(await faults()).toContain('Question reuse-share is declared twice with different content; declare it once.');
  });

  it('refuses a parameter without a text', async () => {
    writeRule('spare-cables', inFile('rule.ts', "decimal('Share that earns 3 points, percent.')", 'z.string()'));
    expect(await faults()).toContain('Describe the parameter "share3".');
  });

  it('refuses a rule that no rule set names and that cannot be tried', async () => {
    writeRule('spare-cables', inFile('rule.ts', /\n *trialParameters: .*/, ''));
    expect(await faults()).toContain(
      'No rule set names spare-cables: give it trialParameters that fit, or name it in a rule set.',
    );
  });

  it('lists the faults of all rules at once', async () => {
    writeRule('spare-cables', inFile('rule.ts', "id: 'spare-cables'", "id: 'other-cables'"));
    writeRule('spare-plugs', inFile('rule.ts', 'version: 1', 'version: 0'));
    const text = await faults();
    expect(text).toContain('spare-cables');
    expect(text).toContain('The version must be a whole number from 1.');
  });

  it('refuses a rule set that does not fit its rules', async () => {
    mkdirSync(join(extra, 'rules'));
    mkdirSync(join(extra, 'rule-sets'));
    writeFileSync(join(extra, 'rule-sets', 'broken.json'), '{"id": "broken"}');
    expect(await faults()).toMatch(/EXTRA\/rule-sets\/broken\.json: /);
  });
});
