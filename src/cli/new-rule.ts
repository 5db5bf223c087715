import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import type { Command } from './command.ts';
import { scaffoldRule } from './rule-scaffold.ts';
import { writeFiles } from './write-files.ts';

export const newRule: Command = {
  name: 'new-rule',
  usage: 'ID',
  does: 'writes the three files of a new rule, with one failing case',
  options: {},
  positionals: [1, 1],
  async run({ positionals }, { terminal, rulesFolder }) {
    const [id = ''] = positionals;
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
      throw new AppError(
        'wrong-usage',
        `"${id}" cannot be a rule's id: use lower-case words joined by hyphens, as spare-parts.`,
      );
    }
    const folder = join(rulesFolder, id);
    if (existsSync(folder))
      throw new AppError(
        'not-allowed-in-state',
        `${folder} is there already; a change to a rule is a new version of it.`,
      );
    await writeFiles(folder, scaffoldRule(id, folder));
    terminal.out(`Wrote ${folder}: rule.ts, cases.json, README.md.`);
    terminal.out(
      'One of its cases fails until you have said what the rule is for. Until a rule set names the rule, it weighs 0.',
    );
    return 0;
  },
};
