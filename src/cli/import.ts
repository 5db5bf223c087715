import type { ImportRecord } from '../application/records.ts';
import { AppError } from '../domain/errors.ts';
import { visibleText } from '../domain/visible-text.ts';
import { ACTS_AS, type Command, type ExitCode, personOf, textOption } from './command.ts';
import { count, printFaults, printMapping } from './print-faults.ts';
import { findUpload } from './read-upload.ts';
import type { Terminal } from './terminal.ts';

export const importCommand: Command = {
  name: 'import',
  usage: 'FILE [--procurement REF] [--accept-mapping NAME] [--dry-run] [--as PERSON] [--json]',
  does: 'a tender, bid workbook, portal matrix, zip of bids, prices, contracts, carbon return or what stands for one into the database, all or nothing; faults by cell',
  options: {
    procurement: { type: 'string' },
    'accept-mapping': { type: 'string' },
    'dry-run': { type: 'boolean' },
    ...ACTS_AS,
  },
  positionals: [1, 1],
  async run(input, context) {
    const [path = ''] = input.positionals;
    const person = personOf(input, context);
    const procurement = textOption(input, 'procurement');
    const mapping = textOption(input, 'accept-mapping');
    const request = {
      ...(await findUpload(path, context)),
      dryRun: input.options['dry-run'] === true,
      ...(procurement === undefined ? {} : { procurement }),
      ...(mapping === undefined ? {} : { acceptMapping: mapping }),
    };
    const done = await context.onRecord(async (useCases) => {
      const { id } = await useCases.receiveImport(person, request);
      context.terminal.err(`The file is kept as import ${id}. Reading it.`);
      return useCases.runImport(id);
    });
    return tell(done, input.options['json'] === true, context.terminal);
  },
};

function tell(record: ImportRecord, json: boolean, terminal: Terminal): ExitCode {
  const { id, state, fileName, issues, notices, issueCount = issues.length } = record;
  switch (state) {
    case 'committed':
    case 'checked':
      printDone(record, json, terminal);
      return 0;
    case 'faulty':
    case 'mapping-proposed':
      if (!json) printMapping(record.proposedMapping, terminal);
      printFaults(
        `${fileName}: ${count(issueCount, 'fault')}. Nothing was saved but the file.`,
        issues,
        notices,
        json,
        terminal,
        issueCount,
      );
      return 1;
    default:
      throw new AppError('conflict', `Import ${id} of ${fileName} is ${state}: another process has taken it over.`);
  }
}

function printDone(record: ImportRecord, json: boolean, terminal: Terminal): void {
  const { id, state, result, registered, notices } = record;
  if (json) {
    const made = {
      procurement: result?.procurement ?? null,
      bids: result?.bids ?? [],
      contracts: registered?.contracts ?? [],
      lines: registered?.lines ?? 0,
    };
    terminal.out(JSON.stringify({ ok: true, import: id, state, ...made, errors: [], notices }, undefined, 2));
    return;
  }
  terminal.out(visibleText(doneText(record)));
  for (const notice of notices) terminal.err(`  Note: ${visibleText(notice)}`);
}

function doneText({ fileName, kind, result, registered }: ImportRecord): string {
  if (registered !== undefined) {
    const lines = kind === 'contracts' ? '' : `, ${count(registered.lines, 'line')} added`;
    return `${fileName}: saved for ${count(registered.contracts.length, 'contract')}${lines}.`;
  }
  if (result === undefined) return `${fileName}: no faults. Checked only; nothing was saved but the file.`;
  const names = result.bids.length === 0 ? '' : `: ${result.bids.join(', ')}`;
  return `${fileName}: saved in ${result.procurement}, ${count(result.bids.length, 'bid')}${names}.`;
}
