import { expect, it } from 'vitest';
import type { Bid } from '../../src/domain/bid.ts';
import type { Procurement } from '../../src/domain/procurement.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import { ruleKit } from '../../src/scoring/rule-kit.ts';
import { bidPrice } from '../../scoring-rules/questions/bid-facts.ts';
import { aBid, aProcurement } from '../support/builders.ts';
import { testCatalogue } from '../support/catalogue.ts';

const { defineRule, factsOf, z } = ruleKit;

/** Five points wherever there is a price: a criterion that reads nothing else. */
const carbonForMoney = defineRule({
  id: 'carbon-for-money',
  version: 1,
  kind: 'criterion',
  subject: 'bid',
  assessment: 'facts',
  title: 'Carbon for each pound',
  contractLink: 'What is bought.',
  references: [{ title: 'A made-up act', url: 'https://example.org/act', inForce: { from: '2020-01-01' } }],
  questions: { price: bidPrice },
  parameters: z.strictObject({}),
  trialParameters: {},
  messages: { none: 'No price is given.', given: 'The price is {{price}}.' },
  evaluate(input) {
    const facts = factsOf({ price: bidPrice }, input);
    const { price } = input.answers;
    if (price.state !== 'given') return { status: 'not-assessed', findings: [{ message: 'none', data: {}, facts }] };
    return {
      status: 'scored',
      points: price.value.div(price.value).mul(5),
      findings: [{ message: 'given', data: { price: price.text }, facts }],
    };
  },
  scale: () => [{ points: '5', text: 'A price is given.' }],
});

const served = await testCatalogue();
const catalogue = { ...served, rules: [...served.rules, carbonForMoney] };

function findingsOf(procurement: Procurement, bid: Bid) {
  const { lots } = assess(catalogue, { procurement, bids: [bid], softwareVersion: 'test', status: 'trial' });
  const found = lots[0]?.bids[0]?.criteria.find(({ rule }) => rule.id === carbonForMoney.id);
  return found?.findings.map(({ messageId }) => messageId);
}

it('a criterion that reads the price says that it waits where the price comes after the consensus', () => {
  const { price: _price, ...unpriced } = aBid('B1');
  const separate: Procurement = { ...aProcurement(), prices: 'separate' };
  expect(findingsOf(separate, unpriced)).toEqual(['price-awaited', 'none']);
  expect(findingsOf(separate, { ...unpriced, price: '5100000' })).toEqual(['given']);
  expect(findingsOf(aProcurement(), unpriced)).toEqual(['none']);
});
