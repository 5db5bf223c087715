import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../domain/errors.ts';
import { readUploadAsItIs, type UploadReading } from '../application/read-upload.ts';
import { type Command, textOption } from './command.ts';
import { count, printFaults, printMapping } from './print-faults.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { Terminal } from './terminal.ts';

export const check: Command = {
  name: 'check',
  usage: 'FILE [--marked-up OUT.xlsx] [--accept-mapping NAME] [--json]',
  does: 'lists all faults of a workbook by cell, or the column mapping proposed; stores nothing',
  options: { 'marked-up': { type: 'string' }, 'accept-mapping': { type: 'string' } },
  positionals: [1, 1],
  async run(input, { terminal, ports }) {
    const [path = ''] = input.positionals;
    const source = { name: basename(path), path };
    const { spreadsheets } = await ports();
    const reading = await readUploadAsItIs({ spreadsheets }, source, textOption(input, 'accept-mapping'));
    const json = input.options['json'] === true;
    const markedUp = textOption(input, 'marked-up');
    if (markedUp !== undefined && reading.issues.length > 0) {
      await writeFile(markedUp, await spreadsheets.writeMarkedUp(source, reading.issues)).catch((error: unknown) => {
        throw new AppError(
          'wrong-usage',
          `${markedUp} could not be written: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
      terminal.err(`Wrote ${markedUp}: the faults are marked in it.`);
    }
    if (reading.issues.length > 0) {
      if (!json) printMapping(reading.proposedMapping, terminal);
      printFaults(
        `${source.name}: ${count(reading.issues.length, 'fault')}.`,
        reading.issues,
        reading.notices,
        json,
        terminal,
      );
      return 1;
    }
    printClean(source.name, reading, json, terminal);
    return 0;
  },
};

function printClean(name: string, reading: UploadReading, json: boolean, terminal: Terminal): void {
  const { notices } = reading;
  if (json) {
    terminal.out(JSON.stringify({ ok: true, ...countsOf(reading), errors: [], notices }, undefined, 2));
    return;
  }
  terminal.out(`${name}: no faults; ${contentOf(reading)}.`);
  for (const notice of notices) terminal.err(`  Note: ${visibleText(notice)}`);
}

function countsOf(reading: UploadReading): object {
  switch (reading.kind) {
    case 'contracts':
      return { kind: reading.kind, contracts: reading.contracts.length };
    case 'prices':
      return { kind: reading.kind, procurement: reading.procurementReference ?? null, bids: reading.prices.length };
    case 'tender':
    case 'bids':
      return { procurement: reading.tender?.procurement.reference ?? null, bids: reading.bids.length };
    default:
      return { kind: reading.kind, contracts: reading.contracts.length, lines: reading.lineCount };
  }
}

function contentOf(reading: UploadReading): string {
  switch (reading.kind) {
    case 'contracts':
      return count(reading.contracts.length, 'contract');
    case 'prices':
      return `${count(reading.prices.length, 'price')}. Whether they are those of the bids that stand is looked up when they are imported`;
    case 'tender':
    case 'bids': {
      const reference = reading.tender?.procurement.reference;
      return `${count(reading.bids.length, 'bid')}${reference === undefined ? '' : ` for ${visibleText(reference)}`}`;
    }
    default:
      return `${count(reading.lineCount, 'line')} for ${count(reading.contracts.length, 'contract')}. Whether the contracts are on record is looked up when it is imported`;
  }
}
