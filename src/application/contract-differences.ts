import type { Commitment, Contract } from '../domain/contract.ts';
import { sharesText } from '../domain/contract-shares.ts';

/** The facts of a contract in the words of its page, in this order. */
const FACTS: Readonly<Record<string, (contract: Contract) => string>> = {
  Title: ({ title }) => title,
  Supplier: ({ supplier }) => supplier.name,
  Identifier: ({ supplier: { identifier } }) =>
    identifier === undefined ? '' : `${identifier.scheme} ${identifier.id}`,
  'ICT category': ({ ictCategory }) => ictCategory,
  Department: ({ department = '' }) => department,
  Start: ({ start }) => start,
  End: ({ end }) => end,
  'Annual value': ({ annualValue = '' }) => annualValue,
  'Procurement reference': ({ procurementReference = '' }) => procurementReference,
  Shares: ({ shares }) => (shares === undefined ? '' : sharesText(shares)),
  Status: ({ status }) => status,
  Commitments: ({ commitments }) => commitments.map(commitmentText).join(', '),
};

/** "2027/28: 12.5 t", and how much of it only the whole-life view holds, where that is known. */
export function commitmentText({ year, tonnes, outsideInventoryTonnes }: Commitment): string {
  const part =
    outsideInventoryTonnes === undefined
      ? ''
      : ` (${outsideInventoryTonnes} t of it electricity in the council’s own buildings)`;
  return `${year}: ${tonnes} t${part}`;
}

/** One sentence for each fact of a contract that differs from what is on record. */
export function contractDifferences(known: Contract, stated: Contract): string[] {
  return Object.entries(FACTS).flatMap(([name, textOf]) => {
    const [was, is] = [textOf(known), textOf(stated)];
    return was === is ? [] : [`${stated.reference}: ${name} was ${shown(was)} and is now ${shown(is)}.`];
  });
}

function shown(text: string): string {
  return text === '' ? 'blank' : `"${text}"`;
}
