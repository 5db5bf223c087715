import { STATEMENT_ORDER } from '../application/statement-row.ts';
import { number, organisation, type TableDescription, text, whole } from './column-kinds.ts';

const details = text('The rest of the record, as JSON.');
const entryVersion = number('The ledger entry that brought it in (ledger_entries.version).');

/** What the tables of the carbon ledger hold. */
export const LEDGER_DESCRIPTIONS = {
  ledgerEntries: {
    holds: 'Entries of the carbon ledger: each is one transaction.',
    columns: {
      organisation,
      version: number('Counts up from 1: the version of the ledger.'),
      kind: text('return, contracts or factors.'),
      recordedAt: text('When it was recorded.'),
      fileSha256: text('The SHA-256 of the file it came in; empty where there was none.'),
      details,
    },
  },
  ledgerEditions: {
    holds: 'Published states of the carbon ledger.',
    columns: {
      organisation,
      name: text('The name of the edition.'),
      version: number('The last ledger entry in it.'),
      at: text('When it was published.'),
      details,
    },
  },
  editionForecasts: {
    holds: 'What a published state of the carbon ledger forecast for a financial year.',
    columns: {
      organisation,
      edition: text('The name of the edition.'),
      bearer: text('Whose share of the figures it is, or all.'),
      financialYear: text('The financial year.'),
      details: text('Gross, actual and estimated, and gross by contract, as JSON; whole grams as text.'),
    },
  },
  contractVersions: {
    holds: 'Every version of every contract.',
    columns: {
      organisation,
      reference: text('The reference of the contract.'),
      version: entryVersion,
      contract: text('The contract with its shares and commitments, as JSON; decimals as text.'),
    },
  },
  carbonPages: {
    holds:
      'The lines of carbon returns as they were stated, with their figures: each row is a page of lines of one contract.',
    columns: {
      id: whole('The id of its first line; the lines after it have the numbers that follow.'),
      organisation,
      version: entryVersion,
      termsVersion: number('The entry whose shares and policy hold for its lines.'),
      contract: text('The reference of the contract.'),
      lines: number('How many lines it has.'),
      groupIds: text('What its figures are about: a JSON list of ids of groups (carbon_groups.id).'),
      figures: text(
        'For each line, in order, the list of its figures, as JSON: place in group_ids (from 0), grams of CO2e location based or null, and market based where there is one.',
      ),
      statements: text(
        `The lines in order, as a JSON list of lists: ${STATEMENT_ORDER}. Decimals are text, null is absent.`,
      ),
    },
  },
  carbonPageGroups: {
    holds: 'Which pages have figures of a group.',
    columns: {
      groupId: whole('The group (carbon_groups.id).'),
      pageId: whole('The page (carbon_pages.id).'),
    },
  },
  carbonLines: {
    holds: 'The lines of carbon returns, as they were stated.',
    columns: {
      id: whole('The id of the line.'),
      organisation,
      version: entryVersion,
      termsVersion: number('The entry whose shares and policy hold for it.'),
      contract: text('The reference of the contract.'),
      line: text("The sender's name of the line."),
      identity: text('Kind, basis and period: with contract and name what makes a line the same line.'),
      statement: text('The line with its place in the file, as JSON; decimals as text.'),
    },
  },
  carbonReversals: {
    holds:
      'Lines that another one replaced. From that entry on each of their figures counts once more, with the opposite sign.',
    columns: {
      lineId: whole('The line, see carbon_pages.id.'),
      organisation,
      version: number('The entry that replaced it.'),
    },
  },
  carbonGroups: {
    holds: 'What figures that are counted together are about.',
    columns: {
      id: whole('The id of the group.'),
      organisation,
      provisional: number('1 where a factor was still to come, else 0.'),
      dimensions: text(
        'Contract, organisation, month, kind, scope, category, stage, basis, tier, factor, factor set, double count group, provisional: a JSON list in this order.',
      ),
    },
  },
  carbonFigures: {
    holds: 'The figures of each line, in grams of CO2e. A reversal is the same figure with the opposite sign.',
    columns: {
      lineId: whole('The line (carbon_lines.id).'),
      groupId: whole('The group (carbon_groups.id).'),
      version: entryVersion,
      grams: whole('Location based, grams of CO2e; null where there is none.'),
      marketBased: whole('Market based, grams of CO2e; null where there is none.'),
    },
  },
  carbonChanges: {
    holds: 'What each entry added to each group: totals are sums of these.',
    columns: {
      organisation,
      version: entryVersion,
      cause: text('activity, factor, method, boundary or correction.'),
      groupId: whole('The group (carbon_groups.id).'),
      grams: whole('Location based, grams of CO2e.'),
      marketBased: whole('Market based, grams of CO2e.'),
      lines: number('Figures added; a reversal takes one away.'),
      locatedLines: number('How many of these have a location based figure.'),
      marketLines: number('How many of these have a market based figure.'),
    },
  },
} as const satisfies Readonly<Record<string, TableDescription>>;
