import { stepsOf } from '../../application/award-records.ts';
import { ICT_CATEGORIES } from '../../domain/contract.ts';
import { type AwardForm, bidField, chosen, chosenBid, dateField } from './award-forms.ts';
import { ICT_WORDS } from './carbon-words.ts';
import { field } from './page.ts';

/** Puts the contract of an awarded bid on the carbon register. */
export const REGISTER_FORM: AwardForm = {
  path: 'award/register',
  title: 'Put the contract on the carbon register',
  intro:
    'Its commitments are the gross carbon of the winning bid by financial year, as it was assessed: without uplift, published defaults or removals. How much of it is electricity of devices in the council’s own buildings stands beside it, so that for the published term the trajectory moves by what was said before the award. Commitments enter no total.',
  button: 'Put it on the register',
  done: 'The contract is on the carbon register, with the commitments of its bid.',
  fields: (view) => [
    bidField(
      stepsOf(view?.steps ?? [], 'award')
        .flatMap(({ winners }) => winners)
        .map((bid) => ({
          ...bid,
          supplier: view?.suppliers.find((one) => one.bid === bid.bid && one.lot === bid.lot)?.supplier ?? '',
        })),
    ),
    { name: 'contract', kind: 'text', label: 'Reference of the contract' },
    {
      name: 'ictCategory',
      kind: 'choice',
      label: 'ICT category',
      options: ICT_CATEGORIES.map((value) => ({ value, text: ICT_WORDS[value] ?? value })),
    },
    { name: 'department', kind: 'text', label: 'Department (optional)' },
    { name: 'start', kind: 'date', label: 'Start, if it is not the published one (optional)' },
    { name: 'end', kind: 'date', label: 'End, if it is not the published one (optional)' },
    { name: 'annualValue', kind: 'text', label: 'Annual value in pounds, excluding VAT (optional)' },
  ],
  act: (useCases, person, reference, request, view) => {
    const given = (name: string) => field(request, name) !== '';
    return useCases.registerContract(person, reference, {
      ...chosenBid(request, view),
      contract: field(request, 'contract'),
      ictCategory: chosen(request, 'ictCategory', ICT_CATEGORIES),
      ...(given('department') ? { department: field(request, 'department') } : {}),
      ...(given('start') ? { start: dateField(request, 'start') } : {}),
      ...(given('end') ? { end: dateField(request, 'end') } : {}),
      ...(given('annualValue') ? { annualValue: field(request, 'annualValue') } : {}),
    });
  },
};
