import { readFile } from 'node:fs/promises';
import { AppError } from '../domain/errors.ts';
import { replayDecisionRecord } from '../scoring/decision-record.ts';
import type { Command } from './command.ts';
import { visibleText } from '../domain/visible-text.ts';

export const replay: Command = {
  name: 'replay',
  usage: 'RECORD.json [--json]',
  does: 'recomputes a decision record: "identical", or every difference',
  options: {},
  positionals: [1, 1],
  async run(input, { terminal, ports }) {
    const [path = ''] = input.positionals;
    const { catalogue } = await ports();
    const differences = replayDecisionRecord(await readJson(path), catalogue);
    if (input.options['json'] === true) {
      terminal.out(JSON.stringify({ identical: differences.length === 0, differences }, undefined, 2));
    } else if (differences.length === 0) {
      terminal.out('identical');
    } else {
      terminal.out(differences.length === 1 ? 'One difference:' : `${differences.length} differences:`);
      for (const { pointer, recorded, recomputed } of differences) {
        terminal.out(visibleText(`  ${pointer} recorded ${recorded}, recomputed ${recomputed}`));
      }
    }
    return differences.length === 0 ? 0 : 1;
  },
};

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new AppError('not-found', `${path} cannot be read: give the path of a decision-record.json.`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid-input', `${path} is not JSON.`);
  }
}
