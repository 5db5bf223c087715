import { fileLength } from '../application/file-source.ts';
import { withFactors } from '../application/approved-factors.ts';
import { withMultipliers } from '../application/approved-multipliers.ts';
import type { Ports } from '../application/ports.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { UploadLimits } from './limits.ts';
import { readReturnUpload } from './read-carbon-return.ts';
import { readReturnApart } from './read-return-apart.ts';
import { readContractsUpload } from './read-contracts.ts';
import { readPricesUpload } from './read-prices.ts';
import type { ReadOptions } from './read-tender.ts';
import { recogniseUpload } from './recognise-upload.ts';

type RegisterReaders = Pick<Ports['spreadsheets'], 'recognise' | 'readContracts' | 'readPrices' | 'readReturn'>;

/**
 * The doors of the register and of prices: what tells their files apart, and reads them. Returns of more than `apartBytes` are read in a
 * thread of their own; a shorter one is done before that thread would have started.
 */
export function createRegisterReaders(
  catalogue: Catalogue,
  limits?: Partial<UploadLimits>,
  apartBytes?: number,
): RegisterReaders {
  const optionsOf = (acceptMapping?: string, onRows?: (rows: number) => void): ReadOptions => ({
    ...(limits === undefined ? {} : { limits }),
    ...(acceptMapping === undefined ? {} : { acceptMapping }),
    ...(onRows === undefined ? {} : { onRows }),
  });
  return {
    recognise: (source) => recogniseUpload(source, limits),
    readPrices: (source, ...options) => readPricesUpload(source, catalogue, optionsOf(...options)),
    readContracts: (source, ...options) => readContractsUpload(source, optionsOf(...options)),
    readReturn: async (source, acceptMapping, onRows, known, kind = 'carbon-return') => {
      const reference = withMultipliers(withFactors(catalogue, known?.factors ?? []), known?.multipliers ?? []);
      const suppliers = known === undefined ? {} : { suppliers: known.suppliers };
      const options = { ...optionsOf(acceptMapping, onRows), kind, ...suppliers };
      return apartBytes === undefined || (await fileLength(source)) <= apartBytes
        ? readReturnUpload(source, reference, options)
        : readReturnApart(source, reference, options);
    },
  };
}
