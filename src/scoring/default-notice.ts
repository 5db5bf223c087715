/** What is said of a published default that counts in a draft assessment. It moves no score. */
export type DefaultNotice = {
  readonly bid: string;
  readonly lot?: string;
  /** `carbon:use`, or `carbon:total` where no line is given at all. */
  readonly topic: string;
  /** The clarification in which the bidder was asked, if any. */
  readonly clarification?: number;
  /** How that stands, or ended. */
  readonly outcome: DefaultOutcome;
  /** All of it in one or two sentences. */
  readonly sentence: string;
};

export const DEFAULT_OUTCOMES = [
  'not-asked',
  'period-closed',
  'not-sent',
  'awaited',
  'not-answered',
  'answered',
  'classified',
  'explains',
  'corrects-obvious-error',
  'improves-offer',
] as const;
export type DefaultOutcome = (typeof DEFAULT_OUTCOMES)[number];
