import { type OwedReturn, type ReturnsOwed } from '../application/list-returns-owed.ts';
import { toReturnsOwedJson } from '../application/returns-owed-json.ts';
import { AppError } from '../domain/errors.ts';
import type { RequestKind } from '../domain/return-request.ts';
import { visibleText } from '../domain/visible-text.ts';
import { ACTS_AS, type Command, type CommandInput, personOf, textOption } from './command.ts';
import { count } from './print-faults.ts';
import { tableText } from './terminal.ts';

const TEXT = { type: 'string' } as const;
const KINDS: Readonly<Record<string, RequestKind>> = { asked: 'asked', chased: 'chased' };

export const chase: Command = {
  name: 'chase',
  usage:
    'list|asked|chased [CONTRACT...] [--year YYYY/YY] [--on DATE] [--reply-by DATE] [--note TEXT] [--csv] [--as PERSON] [--json]',
  does: 'which contracts owe a carbon return for a financial year, and dated records of having asked for it; it sends nothing',
  details: [
    'list [--year 2025/26] [--csv | --json]',
    'asked CONTRACT... [--year 2025/26] [--on DATE] [--reply-by DATE] [--note TEXT]',
    'chased CONTRACT... [--year 2025/26] [--on DATE] [--reply-by DATE] [--note TEXT]',
  ],
  options: { year: TEXT, on: TEXT, 'reply-by': TEXT, note: TEXT, csv: { type: 'boolean' }, ...ACTS_AS },
  positionals: [1, 1000],
  async run(input, context) {
    const [action = '', ...contracts] = input.positionals;
    const kind = KINDS[action];
    if (kind === undefined && action !== 'list')
      throw new AppError('wrong-usage', `Usage: scorer chase ${chase.usage}`);
    const person = personOf(input, context, 'sustainability');
    const year = textOption(input, 'year');
    const asked = year === undefined ? {} : { financialYear: year };
    await context.onRecord(async (useCases) => {
      if (kind === undefined && input.options['csv'] === true) {
        const { bytes } = await useCases.returnsOwedFile(person, asked);
        context.terminal.out(Buffer.from(bytes).toString('utf8').trimEnd());
        return;
      }
      const before = await useCases.listReturnsOwed(person, asked);
      const owed =
        kind === undefined
          ? before
          : await useCases.requestReturns(person, {
              financialYear: before.financialYear,
              kind,
              contracts,
              ...requestOptions(input),
            });
      const isJson = input.options['json'] === true;
      context.terminal.out(isJson ? JSON.stringify(toReturnsOwedJson(owed), undefined, 2) : owedText(owed));
    });
    return 0;
  },
};

function requestOptions(input: CommandInput) {
  const [on, replyBy, note] = ['on', 'reply-by', 'note'].map((name) => textOption(input, name));
  return {
    ...(on === undefined ? {} : { on }),
    ...(replyBy === undefined ? {} : { replyBy }),
    ...(note === undefined ? {} : { note }),
  };
}

function owedText({ financialYear, day, returns }: ReturnsOwed): string {
  if (returns.length === 0) return `No contract owes a carbon return for ${financialYear}.`;
  const header = ['contract', 'supplier', 'state', 'months', 'last asked', 'reply by'];
  const rows = returns.map((one) => rowOf(one).map(visibleText));
  const received = returns.filter(({ state }) => state === 'received').length;
  return [
    `Carbon returns owed for ${financialYear}, on ${day}`,
    tableText([header, ...rows]),
    `${count(returns.length, 'contract')}, ${received} received whole.`,
  ].join('\n');
}

function rowOf({ contract, state, months, requests, replyBy, isOverdue }: OwedReturn): string[] {
  return [
    contract.reference,
    contract.supplier.name,
    state,
    `${months.received} of ${months.owed}`,
    requests.at(-1)?.on ?? '-',
    `${replyBy ?? '-'}${isOverdue ? ' (overdue)' : ''}`,
  ];
}
