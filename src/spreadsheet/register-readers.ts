import type { Ports } from '../application/ports.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { UploadLimits } from './limits.ts';
import { readReturnUpload } from './read-carbon-return.ts';
import { readContractsUpload } from './read-contracts.ts';
import type { ReadOptions } from './read-tender.ts';
import { recogniseUpload } from './recognise-upload.ts';
import { writeRegisterTemplate } from './write-register-template.ts';

type RegisterReaders = Pick<
  Ports['spreadsheets'],
  'recognise' | 'readContracts' | 'readReturn' | 'writeRegisterTemplate'
>;

/** The doors of the register: what tells its files apart, reads them and writes their templates. */
export function createRegisterReaders(catalogue: Catalogue, limits?: Partial<UploadLimits>): RegisterReaders {
  const optionsOf = (acceptMapping?: string, onRows?: (rows: number) => void): ReadOptions => ({
    ...(limits === undefined ? {} : { limits }),
    ...(acceptMapping === undefined ? {} : { acceptMapping }),
    ...(onRows === undefined ? {} : { onRows }),
  });
  return {
    recognise: (source) => recogniseUpload(source, limits),
    readContracts: (source, ...options) => readContractsUpload(source, optionsOf(...options)),
    readReturn: (source, ...options) => readReturnUpload(source, catalogue, optionsOf(...options)),
    writeRegisterTemplate: (request) => writeRegisterTemplate(request, catalogue),
  };
}
