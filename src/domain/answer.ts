import type { Evidence } from './evidence.ts';

/**
 * A value as recorded: yes/no, or text. Numbers are decimal text, dates ISO text, choices the choice's id. It is
 * plain JSON, so that an input hashes the same everywhere; the scoring parses it by the question's type.
 */
export type AnswerValue = boolean | string;

/** What a bidder answered to one question. Missing is a state of its own, never zero or no. */
export type Answer =
  | { readonly state: 'given'; readonly value: AnswerValue; readonly evidence?: Evidence }
  | { readonly state: 'not-applicable'; readonly reason: string; readonly evidence?: Evidence };

/** Answers by question id; a question without an entry is missing. */
export type Answers = Readonly<Record<string, Answer>>;
