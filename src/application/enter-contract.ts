import { AppError } from '../domain/errors.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { ukDay } from '../domain/uk-day.ts';
import { addStep, dutiesOn, readAwardCase, requirePastDate } from './award-case.ts';
import { stepsOf } from './award-records.ts';
import { changeProcurement, requireMove, type Revision } from './change-procurement.ts';
import { fieldFault } from './field-fault.ts';
import type { ServicePorts } from './ports.ts';
import type { ProcurementRecord } from './records.ts';

/**
 * Records that the contract was entered into: not before the standstill has ended, and without one only where the
 * route asks for none (Procurement Act 2023, section 51).
 */
export async function enterContract(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: Revision & { readonly signedOn: IsoDate },
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, async (record, stores, now) => {
    const state = requireMove(record, 'contract');
    const { steps } = await readAwardCase(stores, person, reference);
    const standstill = stepsOf(steps, 'standstill').at(-1);
    const awardedOn = ukDay(stepsOf(steps, 'award').at(-1)?.at ?? now);
    if (standstill === undefined) {
      const { standstill: duty, title } = dutiesOn(ports, record, awardedOn);
      if (duty === 'mandatory') {
        const message = `${title}: the standstill is mandatory. Record the contract award notice first; the contract can be signed after the standstill it starts.`;
        throw new AppError('not-allowed-in-state', message);
      }
    } else if (input.signedOn <= standstill.ends) {
      throw fieldFault(
        'signedOn',
        'in-standstill',
        `The standstill runs to the end of ${standstill.ends}: the contract cannot be signed before the day after, got ${input.signedOn}`,
      );
    }
    requirePastDate('signedOn', input.signedOn, now, { date: awardedOn, what: 'the day of the award' });
    return {
      record: { ...record, state },
      event: { action: 'procurement.contracted', data: { signed_on: input.signedOn } },
      keep: () => addStep(stores, person, reference, now, steps, { kind: 'contract', signedOn: input.signedOn }),
    };
  });
}
