import { DESCRIPTIONS } from './record-columns.ts';
import { EXPORTED_TABLES, tableEntryName } from './export-format.ts';
import { toColumnName } from './rows.ts';
import { FORMER_TABLES } from './tables.ts';

const KINDS = { text: 'text', number: 'number', whole: 'whole number, as text' } as const;

const START = `RECORDS OF THE SUPPLIER SUSTAINABILITY SCORER

Everything on record, in formats that need no particular software.

How to read it

- manifest.json names every other file with its size and SHA-256, and the end
  ("head") of the audit chain of each organisation.
- tables/ holds one file for each table: JSON Lines, UTF-8, one row a line.
- files/ holds every file that was stored, such as uploaded workbooks, under
  its SHA-256. The table "imports" says what each was called.
- Amounts of carbon are whole grams of CO2e. Decimals, and whole numbers of
  any size, are written as text so that no program rounds them.
- Columns that hold JSON hold it as text, byte for byte as it was recorded.
- Times are in UTC (ISO 8601).

How to check it

- The SHA-256 of each file must be the one in manifest.json.
- Audit chain: the hash before the first event is the SHA-256 of
  "scorer-audit/v1", a line feed and the name of the organisation. Each
  further hash is the SHA-256 of the 32 bytes of the hash before, followed by
  the event as canonical JSON (RFC 8785). The last must be the head.
- Compare the SHA-256 of the whole zip file with the one that the sender tells
  you by another way: whoever can change the zip can change the manifest too.

How to take it over

- "scorer restore FILE.zip" puts it into an empty installation, on SQLite or
  PostgreSQL, checks all of this, and keeps nothing unless all of it holds.

Tables
`;

/** What an export holds and how to read it, for people without this software. */
export function exportReadme(): string {
  const tables = EXPORTED_TABLES.filter((table) => !FORMER_TABLES.includes(table)).map((table) => {
    const { holds, columns } = DESCRIPTIONS[table];
    const lines = Object.entries(columns).map(
      ([name, { kind, says }]) => `  ${toColumnName(name)} (${KINDS[kind]}): ${says}`,
    );
    return `\n${tableEntryName(table)}\n${holds}\n${lines.join('\n')}\n`;
  });
  return `${START}${tables.join('')}`;
}
