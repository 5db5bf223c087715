import { AppError } from '../domain/errors.ts';
import type { IsoDate, IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { type Standstill, standstillFrom } from '../domain/standstill.ts';
import { ukDay } from '../domain/uk-day.ts';
import { addStep, type AwardCase, dutiesOn, readAwardCase, requirePastDate } from './award-case.ts';
import { bidOfLotText } from './award-records.ts';
import { changeProcurement, requireMove, type Revision } from './change-procurement.ts';
import { fieldFault } from './field-fault.ts';
import type { ServicePorts } from './ports.ts';
import type { ProcurementRecord } from './records.ts';
import { summariesDue } from './summaries-due.ts';

export type StandstillInput = Revision & {
  /** Of the contract award notice. */
  readonly noticeReference: string;
  readonly noticeDate: IsoDate;
  /** A later end than the law asks for, where the notice says so. */
  readonly ends?: IsoDate;
};

/**
 * Records the contract award notice, once every bidder's assessment summary has been sent, and computes the end of the
 * standstill that it starts (Procurement Act 2023, sections 50 and 51).
 */
export async function startStandstill(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: StandstillInput,
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, async (record, stores, now) => {
    const state = requireMove(record, 'start-standstill');
    const own = await readAwardCase(stores, person, reference);
    const noticeReference = input.noticeReference.trim();
    if (noticeReference === '') {
      throw fieldFault('noticeReference', 'missing', 'Enter the reference of the contract award notice.');
    }
    const { ends, holidays } = await standstillOf(ports, own, input, now);
    requireSummariesSent(own, input.noticeDate);
    return {
      record: { ...record, state },
      event: {
        action: 'procurement.standstill-started',
        data: { notice_reference: noticeReference, notice_date: input.noticeDate, ends, holidays },
      },
      keep: () =>
        addStep(stores, person, reference, now, own.steps, {
          kind: 'standstill',
          noticeReference,
          noticeDate: input.noticeDate,
          ends,
          holidays,
        }),
    };
  });
}

async function standstillOf(
  ports: ServicePorts,
  own: AwardCase,
  input: StandstillInput,
  now: IsoInstant,
): Promise<Standstill> {
  const approved = { date: ukDay(own.approval.at), what: 'the day of the approval' };
  requirePastDate('noticeDate', input.noticeDate, now, approved);
  const { standstillWorkingDays: days, title } = dutiesOn(ports, own.record, input.noticeDate);
  if (days === undefined) {
    throw new AppError('not-allowed-in-state', `${title}: no standstill applies. Record the contract instead.`);
  }
  const least = standstillFrom(input.noticeDate, days, await ports.bankHolidays());
  if (input.ends === undefined || input.ends === least.ends) return least;
  if (input.ends > least.ends) return { ...least, ends: input.ends };
  throw fieldFault(
    'ends',
    'too-early',
    `The standstill lasts ${days} working days counting the day of the notice, so until the end of ${least.ends} at least; got ${input.ends}`,
  );
}

function requireSummariesSent(own: AwardCase, noticeDate: IsoDate): void {
  const late = summariesDue(own).filter(({ sentOn }) => sentOn === undefined || sentOn > noticeDate);
  if (late.length === 0) return;
  throw new AppError(
    'not-allowed-in-state',
    `The award notice cannot be dated ${noticeDate}: every bidder gets its assessment summary before it. Not sent by then: ${late.map(bidOfLotText).join('; ')}.`,
    late.map((one) => ({
      pointer: '#/noticeDate',
      code: 'summary-not-sent',
      message: `Send ${bidOfLotText(one)} its assessment summary of edition ${own.approval.edition} first, and record the date`,
    })),
  );
}
