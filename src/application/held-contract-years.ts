import { type ContractYearsOnRecord, contractYears } from '../domain/contract-years.ts';
import type { FinancialYear } from '../domain/financial-year.ts';
import type { HeldPicture } from './held-picture.ts';
import { keptWithPicture } from './kept-with-picture.ts';
import type { LedgerPicture } from './ledger-picture.ts';
import { monthFigures } from './month-figures.ts';
import { ALL_BEARERS, type TrajectorySubject } from './trajectory-records.ts';

/**
 * The years of each contract that an organisation keeps, in the inventory view, and of its own shares those that others
 * keep. Each is made from its keeper's whole ledger, by the same method as the keeper's own line, so that the lines of
 * all who share a contract add up to it.
 */
export function heldContractYears(
  { own, shared }: HeldPicture,
  { bearer }: Pick<TrajectorySubject, 'bearer'>,
  organisation: string,
  targetYear: FinancialYear,
): ContractYearsOnRecord {
  const kept = ledgerContracts(own, { bearer }, organisation, targetYear);
  if (shared.length === 0 || (bearer !== organisation && bearer !== ALL_BEARERS)) return kept;
  const parts = [kept];
  for (const { keeper, picture, names } of shared) {
    const found = ledgerContracts(picture, { bearer: organisation }, keeper, targetYear);
    const named = (references: readonly string[]) => references.flatMap((reference) => names.get(reference) ?? []);
    parts.push({
      contracts: found.contracts.flatMap((one) => {
        const reference = names.get(one.reference);
        return reference === undefined ? [] : [{ ...one, reference }];
      }),
      withoutForecast: named(found.withoutForecast),
      continued: named(found.continued),
    });
  }
  return {
    contracts: parts.flatMap(({ contracts }) => contracts),
    withoutForecast: parts.flatMap(({ withoutForecast }) => withoutForecast),
    continued: parts.flatMap(({ continued }) => continued),
  };
}

/** The years of each contract in one ledger, in the inventory view; kept with the picture they follow from. */
function ledgerContracts(
  picture: LedgerPicture,
  { bearer }: Pick<TrajectorySubject, 'bearer'>,
  organisation: string,
  targetYear: FinancialYear,
): ContractYearsOnRecord {
  return keptWithPicture(picture, JSON.stringify(['contract-years', bearer, organisation, targetYear]), () =>
    contractYears({
      contracts: [...picture.contracts.values()],
      figures: monthFigures(picture.cube),
      organisation,
      bearer: bearer === ALL_BEARERS ? undefined : bearer,
      until: picture.until,
      targetYear,
    }),
  );
}
