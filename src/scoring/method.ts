/**
 * The two common kinds of rule, as tables. Bands are read from the top: the first whose tests all hold gives the
 * points. A checklist adds the points of every item that holds. A missing answer fails every test.
 */

/** One comparison. `of` names a question or derived value of the rule; numbers are names of parameters. */
export type TableTest<Of extends string, P extends string> =
  | { readonly of: Of; readonly atLeast: P }
  | { readonly of: Of; readonly atMost: P }
  | { readonly of: Of; readonly above: P }
  | { readonly of: Of; readonly equals: P }
  | { readonly of: Of; readonly is: boolean }
  | { readonly of: Of; readonly oneOf: readonly string[] };

/** `all` tests must hold, or with `any` all tests of one of the groups. */
export type TableTests<Of extends string, P extends string> =
  | { readonly all: readonly TableTest<Of, P>[] }
  | { readonly any: readonly (readonly TableTest<Of, P>[])[] };

/** The message is the published text of the row; it may name parameters, as `{{share5}}`. */
export type TableRow<Of extends string, P extends string, M extends string> = TableTests<Of, P> & {
  readonly points: number;
  readonly message: M;
};

export type Method<Of extends string, P extends string, M extends string> = {
  readonly kind: 'bands' | 'checklist';
  readonly rows: readonly TableRow<Of, P, M>[];
  /** When no row holds. */
  readonly otherwise: M;
  /** When no question of the rule is answered. */
  readonly nothingSubmitted: M;
};

type Ends<M extends string> = { readonly otherwise: M; readonly nothingSubmitted: M };

/** Bands, best first. */
export function bands<const R extends readonly unknown[], const M extends string>(
  rows: R,
  ends: Ends<M>,
): { readonly kind: 'bands'; readonly rows: R; readonly otherwise: M; readonly nothingSubmitted: M } {
  return { kind: 'bands', rows, ...ends };
}

/** A checklist; the points of its items add up, at most 5. */
export function checklist<const R extends readonly unknown[], const M extends string>(
  rows: R,
  ends: Ends<M>,
): { readonly kind: 'checklist'; readonly rows: R; readonly otherwise: M; readonly nothingSubmitted: M } {
  return { kind: 'checklist', rows, ...ends };
}
