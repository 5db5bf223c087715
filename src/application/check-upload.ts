import type { FileSource } from './file-source.ts';
import { AppError } from '../domain/errors.ts';
import type { Ports } from './ports.ts';
import type { TenderReading } from './tender.ts';

/**
 * Reads an upload and throws AppError with every fault at once; the reading has none when it returns. A proposed
 * column mapping is a fault until it is accepted by name.
 */
export async function checkUpload(ports: Ports, source: FileSource, acceptMapping?: string): Promise<TenderReading> {
  const reading = await ports.spreadsheets.readTender(source, acceptMapping);
  if (reading.issues.length === 0) return reading;
  const count = reading.issues.length === 1 ? 'has one fault' : `has ${reading.issues.length} faults`;
  throw new AppError('invalid-input', `${source.name} ${count}.`, reading.issues);
}
