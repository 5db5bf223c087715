import type { Answer } from '../domain/answer.ts';
import type { Issue } from '../domain/issue.ts';
import type { PlaceInFile } from './tender.ts';

/** What a row of the sheet `Agreed scores` says, as it stands there; whether it means anything is checked later. */
export type StatedScore = {
  /** JSON pointer of the row. */
  readonly pointer: string;
  readonly bid?: string;
  readonly lot?: string;
  /** Code, rule id or title of the criterion or condition. */
  readonly rule?: string;
  /** The facts that were corrected, none where they were accepted; absent where the cell is blank. */
  readonly corrections?: Readonly<Record<string, Answer | 'missing'>>;
  readonly points?: string;
  readonly reason?: string;
  readonly document?: string;
  /** Page or section, or `nothing submitted`. */
  readonly page?: string;
};

/** A workbook of scores that were agreed elsewhere, as it was read. */
export type AgreedScoresReading = {
  readonly procurement?: string;
  readonly evaluators: readonly string[];
  readonly moderator?: string;
  readonly interests?: string;
  readonly scores: readonly StatedScore[];
  /** By cell; with any of them nothing may be stored. */
  readonly issues: readonly Issue[];
  readonly notices: readonly string[];
  readonly placeOf: (pointer: string) => PlaceInFile | undefined;
};

/** A row of the workbook to fill in. */
export type AskedScore = {
  readonly bid: string;
  readonly lot?: string;
  readonly supplier: string;
  readonly code: string;
  readonly title: string;
  /** "Facts", or the points that may be given. */
  readonly assessed: string;
  /** What the bid states, with the question of each fact. */
  readonly stated: string;
  readonly places: string;
};

export type AgreedScoresTemplateRequest = {
  readonly procurement: string;
  readonly title: string;
  readonly rows: readonly AskedScore[];
};
