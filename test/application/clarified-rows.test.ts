import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { getBid } from '../../src/application/bid-queries.ts';
import type { Bid, DeviceLine, Removal } from '../../src/domain/bid.ts';
import type { ClarifiedValues } from '../../src/domain/clarification.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { officer, REFERENCE, scoredWith } from '../support/clarified-procurement.ts';
import { clarifying } from '../support/clarifying.ts';
import { createTestPorts, type TestPorts } from '../support/service-ports.ts';

const NO_VALUES: ClarifiedValues = { answers: {}, carbon: [], evidence: {} };
const [kestrel, rowan] = northshireTender.bids as readonly [Bid, Bid];
const [device, ...devices] = kestrel.devices as readonly [DeviceLine, ...DeviceLine[]];
const [removal, ...removals] = kestrel.removals as readonly [Removal, ...Removal[]];
/** A unit slip: grams for kilograms. */
const slipped: Bid = { ...kestrel, devices: [{ ...device, kgPerDevice: `${device.kgPerDevice}000` }, ...devices] };
/** Credits claimed beyond those that are retired. */
const claiming: Bid = {
  ...kestrel,
  answers: {
    ...kestrel.answers,
    'claimed-credits': { state: 'given', value: '500' },
    'retired-credits': { state: 'given', value: '100' },
  },
};

describe('an answer to a clarification', () => {
  let ports: TestPorts;
  let steps: ReturnType<typeof clarifying>;
  beforeEach(async () => {
    ports = await createTestPorts();
    steps = clarifying(ports);
    const { database } = ports;
    onTestFinished(() => database.close());
  });
  const bid = async () => (await getBid(ports, officer, REFERENCE, 'B1')).bid;
  const asked = async (own: Bid, topic: string) => {
    await scoredWith(ports, [own, rowan]);
    return steps.ask(topic);
  };
  const correct = async (number: number, values: Partial<ClarifiedValues>) => {
    await steps.answer(number, 'B1', { values: { ...NO_VALUES, ...values } });
    await steps.classify(number, 'B1', 'corrects-obvious-error');
    return steps.agree(number, 'B1');
  };
  const faults = (number: number, values: Partial<ClarifiedValues>) =>
    steps
      .answer(number, 'B1', { values: { ...NO_VALUES, ...values } })
      .catch((error: { issues: { pointer: string; code: string }[] }) =>
        error.issues.map(({ pointer, code }) => `${pointer} ${code}`),
      );

  it('that corrects a device takes its place once a second person agrees; the others stay', async () => {
    const number = await asked(slipped, 'flag:IC08');
    expect((await steps.one(number)).raised.topic.lists).toEqual(['devices']);
    expect(await correct(number, { devices: [device] })).toBe(2);
    expect(await bid()).toEqual(kestrel);
  });

  it('that corrects a removal names its row; one that was left out is added', async () => {
    const number = await asked(claiming, 'flag:IC13');
    expect((await steps.one(number)).raised.topic.lists).toEqual(['removals']);
    const corrected = { ...removal, retired: !removal.retired };
    const added: Removal = { tonnes: '12.5', kind: 'nature-removal', retired: true, registry: 'Example registry' };
    await correct(number, { removals: [{ row: 1, removal: corrected }, { removal: added }] });
    const found = (await bid()).removals;
    expect(found).toHaveLength(kestrel.removals.length + 1);
    expect(found).toEqual(expect.arrayContaining([corrected, added, ...removals]));
    expect(found).not.toContainEqual(removal);
  });

  it('is refused where it was not asked, names no row of the bid, or could stand in no bid', async () => {
    const number = await asked(slipped, 'flag:IC08');
    expect(await faults(number, { removals: [{ row: 1, removal }] })).toEqual(['#/values/removals not-asked']);
    expect(await faults(number, { devices: [{ ...device, deviceClass: 'Abacus', kgPerDevice: '0' }] })).toEqual([
      `#/bids/B1/devices/${device.line}/deviceClass unknown-device-class`,
      `#/bids/B1/devices/${device.line}/kgPerDevice out-of-range`,
    ]);
  });

  it('names each removal once, and only one that there is', async () => {
    const number = await asked(claiming, 'flag:IC13');
    const rows = [
      { row: 1, removal },
      { row: 1, removal },
      { row: 99, removal },
    ];
    expect(await faults(number, { removals: rows })).toEqual([
      '#/values/removals/2/row no-such-removal',
      '#/values/removals/3/row no-such-removal',
    ]);
  });
});
