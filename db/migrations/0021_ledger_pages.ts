import type { Knex } from 'knex';
import { isPostgres, nameType, noWayBack, refuseChanges } from '../record-tables.ts';

/**
 * The lines of the ledger lie on pages: some hundred lines of one contract, with their figures, in one row. A row for
 * each line, one for each figure and five entries in indexes took most of the time of a long carbon return. What was
 * recorded before is laid out anew and keeps its ids; figures of a reversal follow from those of its line.
 */
export async function up(knex: Knex): Promise<void> {
  await createPages(knex);
  await createReversals(knex);
  await layOutPages(knex);
  for (const table of ['carbon_figures', 'carbon_lines']) await knex.schema.dropTable(table);
  for (const table of ['carbon_pages', 'carbon_page_groups', 'carbon_reversals']) await refuseChanges(knex, table);
}

export { noWayBack as down };

const LINES_A_PAGE = 200;
const LINES_AT_ONCE = 1000;

async function createPages(knex: Knex): Promise<void> {
  const text = nameType(knex);
  await knex.schema.createTable('carbon_pages', (table) => {
    // The id of its first line; the others follow. An integer is the row's own number for SQLite.
    table.specificType('id', isPostgres(knex) ? 'bigint' : 'integer').primary();
    table.specificType('organisation', text).notNullable();
    table.integer('version').notNullable();
    // The entry whose shares and policy hold for it: its own, or that of the lines whose factors it works out again.
    table.integer('terms_version').notNullable();
    table.specificType('contract', text).notNullable();
    table.integer('lines').notNullable();
    // A list: what its figures are about, the ids of groups.
    table.text('group_ids').notNullable();
    // For each line a list of figures: place among the groups, grams, market-based grams.
    table.text('figures').notNullable();
    // The lines as they were stated, each a list of its fields without their names.
    table.text('statements').notNullable();
    table.foreign(['organisation', 'version']).references(['organisation', 'version']).inTable('ledger_entries');
    table.index(['organisation', 'contract', 'id']);
  });
  // By which the figures of a group are found.
  if (isPostgres(knex)) {
    await knex.schema.createTable('carbon_page_groups', (table) => {
      table.bigInteger('group_id').notNullable().references('id').inTable('carbon_groups');
      table.bigInteger('page_id').notNullable().references('id').inTable('carbon_pages');
      table.primary(['group_id', 'page_id']);
    });
    return;
  }
  await knex.raw(
    `CREATE TABLE carbon_page_groups (
       group_id bigint NOT NULL REFERENCES carbon_groups (id),
       page_id integer NOT NULL REFERENCES carbon_pages (id),
       PRIMARY KEY (group_id, page_id)
     ) WITHOUT ROWID`,
  );
}

/** They said by their line whose they are; now they say it themselves. */
async function createReversals(knex: Knex): Promise<void> {
  await knex.schema.createTable('line_reversals', (table) => {
    table.specificType('line_id', isPostgres(knex) ? 'bigint' : 'integer').primary();
    table.specificType('organisation', nameType(knex)).notNullable();
    table.integer('version').notNullable();
  });
  await knex.raw(
    `INSERT INTO line_reversals (line_id, organisation, version)
     SELECT reversal.line_id, line.organisation, reversal.version
     FROM carbon_reversals AS reversal JOIN carbon_lines AS line ON line.id = reversal.line_id`,
  );
  await knex.schema.dropTable('carbon_reversals');
  await knex.schema.renameTable('line_reversals', 'carbon_reversals');
}

/** A string where the database is PostgreSQL. */
type Id = number | string;
type LineRow = {
  readonly id: Id;
  readonly organisation: string;
  readonly version: number;
  readonly terms_version: number;
  readonly contract: string;
  readonly statement: string;
};
type FigureRow = {
  readonly line_id: Id;
  readonly group_id: Id;
  readonly grams: Id | null;
  readonly market_based: Id | null;
};

/** Lines that follow each other and have all in common that a page has. */
async function layOutPages(knex: Knex): Promise<void> {
  let page: LineRow[] = [];
  for (let last: Id = 0; ; ) {
    const lines = (await knex('carbon_lines').where('id', '>', last).orderBy('id').limit(LINES_AT_ONCE)) as LineRow[];
    for (const line of lines) {
      const before = page.at(-1);
      if (before !== undefined && (page.length === LINES_A_PAGE || !isNext(before, line))) {
        await writePage(knex, page);
        page = [];
      }
      page.push(line);
      last = line.id;
    }
    if (lines.length < LINES_AT_ONCE) break;
  }
  if (page.length > 0) await writePage(knex, page);
}

function isNext(before: LineRow, line: LineRow): boolean {
  return (
    BigInt(line.id) === BigInt(before.id) + 1n &&
    line.organisation === before.organisation &&
    line.version === before.version &&
    line.terms_version === before.terms_version &&
    line.contract === before.contract
  );
}

async function writePage(knex: Knex, lines: readonly LineRow[]): Promise<void> {
  const [first] = lines;
  if (first === undefined) return;
  const { id, organisation, version, terms_version, contract } = first;
  // Those of a reversal have a later version.
  const rows = (await knex('carbon_figures')
    .whereIn(
      'line_id',
      lines.map((line) => line.id),
    )
    .andWhere({ version })
    .orderBy(['line_id', 'group_id'])) as FigureRow[];
  const groups = [...new Set(rows.map(({ group_id }) => String(group_id)))];
  const byLine = Map.groupBy(rows, ({ line_id }) => String(line_id));
  const figures = lines.map((line) =>
    (byLine.get(String(line.id)) ?? []).map(({ group_id, grams, market_based }) => {
      const amounts = market_based === null ? `${grams}` : `${grams},${market_based}`;
      return `[${groups.indexOf(String(group_id))},${amounts}]`;
    }),
  );
  await knex('carbon_pages').insert({
    id,
    organisation,
    version,
    terms_version,
    contract,
    lines: lines.length,
    group_ids: `[${groups.join(',')}]`,
    figures: `[${figures.map((ofLine) => `[${ofLine.join(',')}]`).join(',')}]`,
    statements: JSON.stringify(lines.map(({ statement }) => toList(JSON.parse(statement) as Statement))),
  });
  for (const group_id of groups) await knex('carbon_page_groups').insert({ group_id, page_id: id });
}

type Statement = Readonly<Record<string, unknown>> & {
  readonly source: Readonly<Record<string, unknown>>;
  readonly evidence?: Readonly<Record<string, unknown>>;
};

/** The fields that nearly every line has, by place; the few others by name. */
function toList({ contract: _contract, source, evidence, ...line }: Statement): unknown[] {
  const { line: name, kind, periodStart, periodEnd, basis, stage, scope, category, ...more } = line;
  const { amount, amountUnit, quantity, unit, factor, tier, ...others } = more;
  const { document, page, ...further } = evidence ?? {};
  const isPlain = Object.keys(further).length === 0;
  if (!isPlain) Object.assign(others, { evidence });
  const place = [source['row'], source['cell'], source['sheet']];
  const about = [stage, scope, category, amount, amountUnit, quantity, unit, factor, tier];
  const shown = isPlain ? [document, page] : [null, null];
  const rest = Object.keys(others).length === 0 ? [] : [others];
  return [name, kind, periodStart, periodEnd, basis, ...place, ...about, ...shown, ...rest];
}
