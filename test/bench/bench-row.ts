/** One line of the benchmark: our figure, the baseline's figure in the same run, and whether the bar is met. */
export type BenchRow = {
  readonly what: string;
  readonly measure: string;
  readonly ours: number;
  readonly baseline: string;
  readonly theirs: number;
  readonly ratio: number;
  readonly bar: string;
  readonly met: boolean;
};

export type BenchOptions = {
  /** Of the large ledger that totals and the trajectory are measured over. */
  readonly lines: number;
};
