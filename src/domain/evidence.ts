import type { IsoDate } from './iso-date.ts';

/** Where in the bid a fact is shown. */
export type Evidence = {
  readonly document: string;
  /** Page or section, as the bidder wrote it. */
  readonly page?: string;
  readonly date?: IsoDate;
  readonly validUntil?: IsoDate;
  /** The company the document was issued to. */
  readonly issuedTo?: string;
};

/** "Carbon Reduction Plan 2026.pdf, page 4". */
export function evidenceText(evidence: Evidence): string {
  return evidence.page === undefined ? evidence.document : `${evidence.document}, ${pageText(evidence.page)}`;
}

function pageText(page: string): string {
  return /^\d+$/.test(page) ? `page ${page}` : page;
}
