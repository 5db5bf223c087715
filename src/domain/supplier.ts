/** A company, known by scheme and id: `GB-COH` and `01234567`, as in OCDS organisation identifiers. */
export type Supplier = {
  readonly name: string;
  readonly identifier?: { readonly scheme: string; readonly id: string };
  readonly email?: string;
};
