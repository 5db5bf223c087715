import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsText } from '../../src/application/judgement-text.ts';
import type { Answer } from '../../src/domain/answer.ts';
import type { Question } from '../../src/scoring/question.ts';
import { readAgreedFacts } from '../../src/spreadsheet/agreed-facts.ts';
import { testCatalogue } from '../support/catalogue.ts';

const catalogue = await testCatalogue();
const questions = [...catalogue.questions.values()].filter(({ source }) => source === 'answer');

/** Answers as a person would type them for a question; text has no mark that parts one fact from the next. */
function answerTo({ type, choices = [] }: Question): fc.Arbitrary<Answer | 'missing'> {
  const given = (value: fc.Arbitrary<boolean | string>) => value.map((one): Answer => ({ state: 'given', value: one }));
  const words = fc.stringMatching(/^[a-z]{3,9}( [a-z]{3,9}){0,3}$/);
  const typed =
    type === 'boolean'
      ? given(fc.boolean())
      : type === 'choice'
        ? given(fc.constantFrom(...choices))
        : type === 'date'
          ? given(fc.constant('2029-03-31'))
          : type === 'text'
            ? given(words.filter((one) => one !== 'missing'))
            : given(fc.nat(9_999_999).map((number) => `${number / 100}`));
  const notApplicable = words.map((reason): Answer => ({ state: 'not-applicable', reason }));
  return fc.oneof(typed, fc.constant('missing' as const), notApplicable);
}

describe('agreed facts in one cell', () => {
  it('are read as they were written, whatever was corrected', () => {
    const corrections = fc
      .uniqueArray(fc.constantFrom(...questions), { maxLength: 4 })
      .chain((chosen) => fc.tuple(...chosen.map((one) => answerTo(one).map((answer) => [one.id, answer] as const))))
      .map((pairs) => Object.fromEntries(pairs));
    fc.assert(
      fc.property(corrections, (one) => {
        expect(readAgreedFacts(factsText(one), catalogue)).toEqual(one);
      }),
    );
  });

  it('are refused, with every fault at once, where a question or value is none', () => {
    const read = readAgreedFacts('ems-covers-delivry = no; net-zero-year = soon; perhaps', catalogue);
    expect(read).toMatchObject([{ code: 'unknown-question' }, { code: 'not-a-number' }, { code: 'not-facts' }]);
    expect(readAgreedFacts(' ; ', catalogue)).toMatchObject([{ code: 'not-facts' }]);
    expect(readAgreedFacts('ems-covers-delivery = no; EMS covers delivery = yes', catalogue)).toMatchObject([
      { code: 'fact-twice' },
    ]);
    expect(readAgreedFacts('Accepted', catalogue)).toEqual({});
  });
});
