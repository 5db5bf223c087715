import { basename, join } from 'node:path';
import { buildDraftPack, scoreTender } from '../application/score-tender.ts';
import { AppError } from '../domain/errors.ts';
import { toAssessmentJson } from '../scoring/assessment-json.ts';
import { type Command, textOption } from './command.ts';
import { printAssessment } from './print-assessment.ts';
import { visibleText } from '../domain/visible-text.ts';
import { writeFiles } from './write-files.ts';

export const score: Command = {
  name: 'score',
  usage: 'FILE --out DIR [--accept-mapping NAME] [--json]',
  does: 'a tender workbook in, a draft evaluation pack out; needs no database',
  options: { out: { type: 'string' }, 'accept-mapping': { type: 'string' } },
  positionals: [1, 1],
  async run(input, { terminal, ports }) {
    const [path = ''] = input.positionals;
    const folder = textOption(input, 'out');
    if (folder === undefined)
      throw new AppError('wrong-usage', `Say where the pack goes: scorer score ${path} --out DIR`);
    const deps = await ports();
    terminal.err(`Reading ${basename(path)}`);
    const scored = await scoreTender(deps, { name: basename(path), path }, textOption(input, 'accept-mapping'));
    for (const notice of scored.notices) terminal.err(`Note: ${visibleText(notice)}`);
    terminal.err('Writing the evaluation pack');
    await writeFiles(folder, await buildDraftPack(deps, scored));
    if (input.options['json'] === true) terminal.out(JSON.stringify(toAssessmentJson(scored.assessment), undefined, 2));
    else printAssessment(scored, terminal);
    terminal.err(`Wrote ${join(folder, 'pack.zip')} and its files beside it.`);
    return 0;
  },
};
