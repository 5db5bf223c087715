import type { ImportRecord } from '../../application/records.ts';
import type { MappingPair } from '../../application/tender.ts';
import { OWN_ICT } from '../../domain/contract.ts';
import { grouped } from './words.ts';

/** What can be uploaded, in the order of the page. */
export const KINDS_OF_FILE = [
  { name: 'Tender workbook', is: 'One procurement and its bids' },
  { name: 'Bid workbook', is: 'The bid of one supplier, or a zip of several' },
  { name: 'Matrix', is: 'A portal’s export: questions down, bidders across, or the reverse' },
  {
    name: 'Prices',
    is: 'The prices of all bids, where they come separately, once the consensus is locked; .xlsx or .csv',
  },
  { name: 'Contracts', is: 'Your ICT contracts, who shares each, and the carbon it promises; .xlsx or .csv' },
  { name: 'Carbon return', is: 'What suppliers report, for one contract or many; .xlsx, or .csv for long ones' },
  { name: 'Asset list', is: 'Devices bought, times the footprint of one' },
  { name: 'Allocated total', is: 'A supplier’s published total, shared out by contract value and turnover' },
  { name: 'Spend export', is: 'Pounds from the finance ledger by industry; for screening only' },
  { name: 'Cloud export', is: 'The monthly rows of a cloud provider’s carbon dashboard' },
] as const;

export const PAIR_KINDS: Readonly<Record<MappingPair['kind'], string>> = {
  sheet: 'Sheet',
  column: 'Column',
  name: 'Name',
  question: 'Question',
  bidder: 'Bidder',
  overlap: 'Same days',
  'unit-slip': 'Unit',
};

/** Whether what is proposed is about figures beside those on record, not about names. */
export function isChoice({ proposedMapping }: ImportRecord): boolean {
  return proposedMapping?.pairs.some(({ kind }) => kind === 'overlap' || kind === 'unit-slip') === true;
}

/** "3 contracts, 120 lines" for the list of imports. */
export function registeredText({ kind, registered }: ImportRecord): string | undefined {
  if (registered === undefined) return undefined;
  if (kind === 'contracts') {
    return `${counted(registered.newContracts, 'new contract')}, ${counted(registered.changedContracts, 'changed contract')}`;
  }
  return `${counted(registered.lines, 'line')} for ${counted(registered.contracts.length, 'contract')}`;
}

/** What the file made, for the summary on its page; counts of nothing are left out. */
export function madeRows({ kind, registered }: ImportRecord) {
  if (registered === undefined) return [];
  const { newContracts, changedContracts, lines, repeatedLines, replacedLines, provisionalLines, emissionKg } =
    registered;
  const counts: readonly (readonly [string, number])[] =
    kind === 'contracts'
      ? [
          ['New contracts', newContracts],
          ['Changed contracts', changedContracts],
        ]
      : [
          ['Lines added', lines],
          ['On record already, not counted twice', repeatedLines],
          ['Lines superseded', replacedLines],
          ['Provisional lines', provisionalLines],
        ];
  const rows = counts
    .filter(([, number], index) => index === 0 || number > 0)
    .map(([key, number]) => ({ key: { text: key }, value: { text: grouped(String(number)) } }));
  if (kind !== 'contracts' && lines > 0) {
    rows.splice(1, 0, { key: { text: 'Emissions added' }, value: { text: `${grouped(emissionKg)} kgCO2e` } });
  }
  return rows;
}

/** The contracts that a file is about, with the page of each, and how many more there are. */
export function madeContracts({ registered }: ImportRecord) {
  const contracts = registered?.contracts ?? [];
  const items = contracts.slice(0, NAMED_CONTRACTS).map((reference) => ({
    reference,
    href: reference === OWN_ICT ? undefined : `/contracts/${encodeURIComponent(reference)}`,
  }));
  return { items, more: contracts.length - items.length };
}

const NAMED_CONTRACTS = 20;

function counted(number: number, noun: string): string {
  return `${grouped(String(number))} ${noun}${number === 1 ? '' : 's'}`;
}
