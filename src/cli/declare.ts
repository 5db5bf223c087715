import { INTERESTS } from '../application/evaluation-records.ts';
import { AppError } from '../domain/errors.ts';
import { ACTS_AS, type Command, personOf, textOption } from './command.ts';

export const declare: Command = {
  name: 'declare',
  usage: 'REF INTEREST [--details TEXT] [--mitigation TEXT] [--as PERSON] [--json]',
  does: `declares interests in the bidders before any bid is shown: ${INTERESTS.join(', ')}`,
  options: { details: { type: 'string' }, mitigation: { type: 'string' }, ...ACTS_AS },
  positionals: [2, 2],
  async run(input, context) {
    const [reference = '', given = ''] = input.positionals;
    const interest = INTERESTS.find((one) => one === given);
    if (interest === undefined) throw new AppError('wrong-usage', `Declare one of ${INTERESTS.join(', ')}.`);
    const person = personOf(input, context, 'evaluator');
    const own = await context.onRecord(async (useCases) => {
      await useCases.declareInterests(person, reference, {
        interest,
        details: textOption(input, 'details') ?? '',
        mitigation: textOption(input, 'mitigation') ?? '',
      });
      return (await useCases.getInterests(person, reference)).own;
    });
    const { clearance } = own;
    context.terminal.out(
      input.options['json'] === true
        ? JSON.stringify({ ok: true, procurement: reference, interest, clearance }, undefined, 2)
        : clearance === 'cleared'
          ? `${person.name} may see the bids of ${reference} while it is evaluated.`
          : `${person.name} sees no bid of ${reference} before the procurement officer has decided.`,
    );
    return 0;
  },
};
