import { AppError } from '../domain/errors.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import type { DecimalText } from '../domain/quantity.ts';
import { ukDay } from '../domain/uk-day.ts';
import type { Assessment } from '../scoring/assessment.ts';
import { awardCriteria } from '../scoring/explain.ts';
import { pointsText } from '../scoring/stated-finding.ts';
import { stepsOf } from './award-records.ts';
import type { ServicePorts } from './ports.ts';
import { restoreAssessment } from './procurement-pack.ts';

/** For each award criterion of a bid, the smallest change that would have earned the next mark. */
export type SupplierNote = {
  readonly procurement: string;
  readonly title: string;
  readonly bid: string;
  readonly lot?: string;
  readonly supplier: string;
  /** Internal until the standstill has ended; then it may be given to the supplier. */
  readonly internal: boolean;
  /** Last day on which it is internal, where that is known. */
  readonly internalUntil?: IsoDate;
  readonly criteria: readonly {
    readonly code: string;
    readonly title: string;
    readonly points: DecimalText;
    /** Empty where nothing more could be earned, or where people judged. */
    readonly nextMark: readonly string[];
  }[];
};

/** Made from the latest assessment; AppError `not-found` without one, or where it has no such bid. */
export async function supplierNote(
  ports: ServicePorts,
  person: Person,
  reference: string,
  bid: string,
  lot?: string,
): Promise<SupplierNote> {
  const { assessment } = await restoreAssessment(ports, person, reference);
  const lots = assessment.lots.filter((one) => lot === undefined || one.lot?.id === lot);
  const found = lots.flatMap(({ bids }) => bids).find((one) => one.bid.reference === bid);
  if (found === undefined) throw new AppError('not-found', `The assessment of ${reference} has no bid "${bid}".`);
  const { internal, internalUntil } = await readStandstill(ports, person, reference);
  return {
    procurement: reference,
    title: assessment.procurement.title,
    bid,
    ...(found.bid.lot === undefined ? {} : { lot: found.bid.lot }),
    supplier: found.bid.supplier.name,
    internal,
    ...(internalUntil === undefined ? {} : { internalUntil }),
    criteria: awardCriteria(found).map(({ code, rule, points, findings }) => ({
      code,
      title: rule.title,
      points: pointsText(points),
      // What the rule would have wanted says nothing where people judged.
      nextMark: isJudged(assessment, rule.id) ? [] : findings.flatMap(({ nearestMiss }) => nearestMiss ?? []),
    })),
  };
}

function isJudged({ ruleSet }: Assessment, id: string): boolean {
  return ruleSet.rules.some(({ rule, assessment }) => rule.id === id && assessment === 'judgement');
}

/** Internal until the last day of the standstill has passed, or a contract without one is signed. */
async function readStandstill(
  ports: ServicePorts,
  person: Person,
  reference: string,
): Promise<Pick<SupplierNote, 'internal' | 'internalUntil'>> {
  const steps = await ports.database.read(({ awards }) => awards.list(person.organisation, reference));
  const ends = stepsOf(steps, 'standstill').at(-1)?.ends;
  if (ends === undefined) return { internal: stepsOf(steps, 'contract').length === 0 };
  return ukDay(ports.clock()) > ends ? { internal: false } : { internal: true, internalUntil: ends };
}
