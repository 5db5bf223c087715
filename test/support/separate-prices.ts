import type { Tender } from '../../src/application/tender.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { type Entry, number, type Table, toWorkbook } from './tender-workbook.ts';
import type { Upload } from './upload-files.ts';

const { procurement, bids } = northshireTender;

/** The worked example, published so that its prices come in a file of their own after the consensus. */
export const separateTender: Tender = {
  procurement: { ...procurement, prices: 'separate' },
  bids: bids.map(({ price: _price, ...bid }) => bid),
};

/** The prices that the example's bids have where they come together. */
export const PRICES: readonly (readonly [string, string])[] = bids.map(({ reference, price = '' }) => [
  reference,
  price,
]);

/** A price workbook, as an officer fills it in. */
export async function pricesFile(
  prices: readonly (readonly [string, Entry])[] = PRICES.map(([bid, price]) => [bid, number(price)]),
  reference = procurement.reference,
): Promise<Upload> {
  const about: Table = {
    name: 'About',
    headers: ['Name', 'Value'],
    rows: [
      { Name: 'Template', Value: 'prices' },
      { Name: 'Procurement reference', Value: reference },
    ],
  };
  const rows = prices.map(([bid, price]) => ({ 'Bid reference': bid, Price: price }));
  const sheet: Table = { name: 'Prices', headers: ['Bid reference', 'Price'], rows };
  return { name: 'prices.xlsx', bytes: await toWorkbook([about, sheet]) };
}
