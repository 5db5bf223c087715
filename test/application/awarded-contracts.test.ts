import { describe, expect, it } from 'vitest';
import { getAward } from '../../src/application/award-queries.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { registerContract } from '../../src/application/register-contract.ts';
import { listSupplierWork } from '../../src/application/supplier-work.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { contractedProcurement } from '../support/award.ts';
import { aContract } from '../support/carbon.ts';
import { OFFICER, REFERENCE } from '../support/evaluation.ts';
import { aPerson } from '../support/service-ports.ts';

const keeper = aPerson('sustainability');

describe('the contract of an award that came in a file', { timeout: 120_000 }, () => {
  it('is the one on the register: it is not asked for, and cannot be put there a second time', async () => {
    const { ports, winner } = await contractedProcurement();
    const supplier = northshireTender.bids.find(({ reference }) => reference === winner)?.supplier;
    if (supplier === undefined) throw new Error('The winner is in the fixture');
    const other = northshireTender.bids.find(({ reference }) => reference !== winner)?.supplier;
    const registered = { bid: winner, contract: 'ICT-C-1', ictCategory: 'hardware' } as const;
    const procurementReference = REFERENCE.toLowerCase();

    await recordContracts(ports, keeper, [
      aContract('C-OTHER', { procurementReference, ...(other === undefined ? {} : { supplier: other }) }),
      aContract('C-ELSE', { procurementReference: 'ANOTHER-1', supplier }),
    ]);
    expect((await getAward(ports, OFFICER, REFERENCE)).register).toEqual([{ bid: winner }]);
    expect((await listSupplierWork(ports, keeper)).unregistered).toMatchObject([{ bid: winner }]);

    await recordContracts(ports, keeper, [aContract('C-FILE', { procurementReference, supplier })]);
    expect((await getAward(ports, OFFICER, REFERENCE)).register).toEqual([{ bid: winner, contract: 'C-FILE' }]);
    expect((await listSupplierWork(ports, keeper)).unregistered).toEqual([]);
    await expect(registerContract(ports, OFFICER, REFERENCE, registered)).rejects.toMatchObject({
      code: 'conflict',
      message: `The contract of ${winner} is on the register already, as C-FILE.`,
    });
  });
});
