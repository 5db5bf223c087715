import { basename, dirname } from 'node:path';
import { AppError } from '../domain/errors.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { getRuleSet } from '../scoring/catalogue.ts';
import { findProfile, type RuleSet, ruleSetKey } from '../scoring/rule-set.ts';
import { type Command, textOption } from './command.ts';
import { writeFiles } from './write-files.ts';

const DEFAULT_RULE_SET = 'ict-net-zero-2030@2';

export const template: Command = {
  name: 'template',
  usage: 'tender|bid|carbon-return|contracts [--rule-set ID] [--profile P] --out FILE',
  does: 'a blank workbook with questions, hints, drop-downs and units',
  options: { 'rule-set': { type: 'string' }, profile: { type: 'string' }, out: { type: 'string' } },
  positionals: [1, 1],
  async run(input, { terminal, ports }) {
    const [kind] = input.positionals;
    const out = textOption(input, 'out');
    if (kind !== 'tender' && kind !== 'bid' && kind !== 'contracts' && kind !== 'carbon-return')
      throw new AppError(
        'wrong-usage',
        `There is no template "${kind}": ask for tender, bid, carbon-return or contracts.`,
      );
    if (out === undefined)
      throw new AppError('wrong-usage', `Say where the template goes: scorer template ${kind} --out FILE.xlsx`);
    const { catalogue, spreadsheets } = await ports();
    if (kind === 'contracts' || kind === 'carbon-return') {
      const bytes = await spreadsheets.writeRegisterTemplate({ kind, contracts: [], lines: [] });
      await writeFiles(dirname(out), [{ name: basename(out), bytes }]);
      terminal.err(`Wrote ${out}: ${kind} template.`);
      return 0;
    }
    const ruleSet = findRuleSet(catalogue, textOption(input, 'rule-set') ?? DEFAULT_RULE_SET);
    const wanted = textOption(input, 'profile') ?? ruleSet.profiles[0]?.id ?? '';
    const profile = findProfile(ruleSet, wanted);
    if (profile === undefined) {
      const known = ruleSet.profiles.map(({ id }) => id).join(', ');
      throw new AppError('wrong-usage', `${ruleSetKey(ruleSet)} has no profile "${wanted}". Its profiles: ${known}.`);
    }
    const bytes = await spreadsheets.writeTemplate({ kind, ruleSet, profile: profile.id });
    await writeFiles(dirname(out), [{ name: basename(out), bytes }]);
    terminal.err(`Wrote ${out}: ${kind} template for ${ruleSetKey(ruleSet)}, profile ${profile.id}.`);
    return 0;
  },
};

/** By id and version, or by id alone: then the newest version. */
function findRuleSet(catalogue: Catalogue, wanted: string): RuleSet {
  if (wanted.includes('@')) return getRuleSet(catalogue, wanted);
  const versions = catalogue.ruleSets.filter(({ id }) => id === wanted).map(({ version }) => version);
  return getRuleSet(catalogue, `${wanted}@${Math.max(0, ...versions)}`);
}
