import { AppError } from '../domain/errors.ts';
import { ACTS_AS, type Command, personOf, textOption } from './command.ts';

export const assign: Command = {
  name: 'assign',
  usage: 'REF EVALUATOR [--rules IDS] [--as PERSON] [--json]',
  does: 'says what a person evaluates: everything, or the rules listed with commas; "none" takes the person off',
  options: { rules: { type: 'string' }, ...ACTS_AS },
  positionals: [2, 2],
  async run(input, context) {
    const [reference = '', id = ''] = input.positionals;
    const evaluator = context.people.find((one) => one.id === id);
    if (evaluator === undefined) {
      throw new AppError('wrong-usage', `Nobody known is "${id}": ${context.people.map((one) => one.id).join(', ')}.`);
    }
    const listed = textOption(input, 'rules');
    const rules = listed === undefined ? 'all' : listed === 'none' ? [] : listed.split(',').map((rule) => rule.trim());
    await context.onRecord((useCases) =>
      useCases.assignEvaluator(personOf(input, context), reference, { person: id, personName: evaluator.name, rules }),
    );
    context.terminal.out(
      input.options['json'] === true
        ? JSON.stringify({ ok: true, procurement: reference, person: id, rules }, undefined, 2)
        : `${evaluator.name} evaluates ${rules === 'all' ? 'everything' : rules.length === 0 ? 'nothing' : rules.join(', ')} of ${reference}.`,
    );
    return 0;
  },
};
