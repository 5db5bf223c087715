import ExcelJS from 'exceljs';
import { beforeEach, describe, expect, it } from 'vitest';
import { withFaults } from '../../fixtures/faulty-copy.ts';
import { northshireReturn, returnFaults } from '../../fixtures/northshire/register.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { aPerson } from '../support/service-ports.ts';
import { exampleFile, type Upload } from '../support/upload-files.ts';

const HEADERS =
  'Contract reference,Line,Kind,Scope,Category,Period start,Period end,Amount,Amount unit,Basis,Supersedes line';

type Fault = { readonly sheet: string; readonly cell: string; readonly code: string; readonly message: string };

type Figure = {
  readonly line: string;
  readonly contract: string;
  readonly source: {
    readonly import: string | null;
    readonly sheet: string | null;
    readonly row: number;
    readonly cell: string | null;
  };
};

/** As if the column had never been there. */
function clearColumn(workbook: ExcelJS.Workbook, sheet: string, header: string): void {
  let column: number | undefined;
  workbook.getWorksheet(sheet)?.eachRow((row) => {
    row.eachCell((cell, number) => {
      if (cell.text === header) column = number;
    });
    if (column !== undefined) row.getCell(column).value = null;
  });
  if (column === undefined) throw new Error(`${sheet} has no column ${header}`);
}

function returnCsv(name: string, ...rows: readonly string[]): Upload {
  return { name, bytes: Buffer.from([HEADERS, ...rows].join('\n')) };
}

describe('contracts and carbon returns through the API', () => {
  let test: TestApp;
  let key = 0;
  const send = (file: Upload, query = '', person = 'sustainability') =>
    test
      .as(person)
      .post(`/api/v1/imports${query}`)
      .set('Idempotency-Key', `upload-${++key}`)
      .attach('file', Buffer.from(file.bytes), file.name);
  const totalKg = async (): Promise<string> => {
    const { body } = await test.as('sustainability').get('/api/v1/carbon/totals?basis=actual').expect(200);
    return (body as { readonly total: { readonly total_kg: string } }).total.total_kg;
  };
  const places = (body: { readonly errors: readonly Fault[] }) =>
    body.errors.map(({ sheet, cell, code }) => `${sheet}!${cell} ${code}`);

  beforeEach(async () => {
    test = await createTestApp();
    await send(exampleFile('northshire', 'contracts.xlsx')).expect(201);
  });

  it('put contracts on record, and say what a later file changes', async () => {
    const { body } = await send(exampleFile('northshire', 'contracts.xlsx')).expect(201);
    expect(body).toMatchObject({
      kind: 'contracts',
      state: 'committed',
      result: null,
      registered: { contracts: [], new_contracts: 0, changed_contracts: 0 },
    });
    const later = returnCsvOfContracts(
      'ICT-C-004,Managed print and scan,Dunnock Example Print Ltd,print,2025-04-01,2031-03-31',
      'ICT-C-005,Desk phones,Lapwing Example Networks plc,telephony,2026-04-01,2028-03-31',
    );
    const changed = await send(later).expect(201);
    expect(changed.body.registered).toMatchObject({
      contracts: ['ICT-C-004', 'ICT-C-005'],
      new_contracts: 1,
      changed_contracts: 1,
    });
    expect(changed.body.notices).toEqual(
      expect.arrayContaining([
        'ICT-C-004: Title was "Managed print" and is now "Managed print and scan".',
        'ICT-C-004: End was "2030-03-31" and is now "2031-03-31".',
      ]),
    );
    const { body: contract } = await test.as('sustainability').get('/api/v1/contracts/ICT-C-004').expect(200);
    expect(contract).toMatchObject({ title: 'Managed print and scan', department: 'Corporate services' });
  });

  it('leave a part of a commitment as it is on record where an older workbook has no column for it', async () => {
    const at = '/api/v1/contracts/ICT-C-001';
    const { headers, body: before } = await test.as('sustainability').get(`${at}/versions`).expect(200);
    const [kept, other] = before.items[0].contract.commitments;
    const commitments = [{ ...kept, outside_inventory_tonnes: '30' }, other];
    await test
      .as('sustainability')
      .post(`${at}/versions`)
      .set('If-Match', headers['etag'] ?? '')
      .send({ reason: 'The supplier told us', commitments })
      .expect(200);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(new Uint8Array(exampleFile('northshire', 'contracts.xlsx').bytes).buffer);
    clearColumn(workbook, 'Commitments', 'Of it council electricity tCO2e');
    const older = { name: 'older.xlsx', bytes: Buffer.from(await workbook.xlsx.writeBuffer()) };
    const { body } = await send(older).expect(201);
    expect(body.registered).toMatchObject({ contracts: [], changed_contracts: 0 });
    const { body: after } = await test.as('auditor').get(at).expect(200);
    expect(after.commitments).toEqual(commitments);
  });

  it('keep nothing of contracts with a fault', async () => {
    const { body } = await send(exampleFile('northshire', 'contracts-with-faults.xlsx')).expect(422);
    expect(body.errors).toHaveLength(5);
    const { body: contract } = await test.as('auditor').get('/api/v1/contracts/ICT-C-002').expect(200);
    expect(contract.end).toBe('2027-09-30');
  });

  it('tell how many faults a long return has where not all are listed, in the file and against the record', async () => {
    const row = (line: number, amount: string) =>
      `ICT-C-001,${line},emission,3,1,2026-04-01,2026-04-30,${amount},kg,actual,`;
    const lines = (amount: string) => Array.from({ length: 6000 }, (_, at) => row(at, amount));
    const { body: unreadable } = await send(returnCsv('a.csv', ...lines('n/a'))).expect(422);
    expect([unreadable.errors.length, unreadable.import.not_listed]).toEqual([200, 5800]);
    await send(returnCsv('b.csv', ...lines('1'))).expect(201);
    const { body: known } = await send(returnCsv('c.csv', ...lines('1.5'))).expect(422);
    expect(known.errors[0]).toMatchObject({ code: 'line-on-record', cell: 'B2' });
    expect([known.errors.length, known.import.not_listed]).toEqual([200, 5800]);
    expect(await totalKg()).toBe('6000');
  });

  it('tell every fault of a return at its cell, unknown contracts with the nearest names among them', async () => {
    const good = exampleFile('northshire', 'carbon-return.xlsx');
    const { bytes, placed } = await withFaults(good.bytes, returnFaults);
    const { body } = await send({ name: 'return.xlsx', bytes }).expect(422);
    const told = (body.errors as Fault[]).map(({ sheet, cell }) => `${sheet}!${cell}`);
    expect(told).toEqual(placed.map(({ sheet, cell }) => `${sheet}!${cell}`));
    expect(body.errors[0]).toMatchObject({ code: 'unknown-contract', expected: expect.stringContaining('ICT-C-001') });
    expect(await totalKg()).toBe('0');
    const marked = await test
      .as('sustainability')
      .get(`/api/v1/imports/${body.import.id}/marked-up.xlsx`)
      .buffer()
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      })
      .expect(200);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(marked.body);
    expect(workbook.worksheets[0]?.name).toBe('Faults');
    for (const { sheet, cell } of placed) expect(workbook.getWorksheet(sheet)?.getCell(cell).note).toBeDefined();
  });

  it('record a return to the gram, down to the row of the file, and know it when it comes again', async () => {
    const { body } = await send(exampleFile('northshire', 'carbon-return.xlsx')).expect(201);
    expect(body).toMatchObject({
      kind: 'carbon-return',
      rows_read: expect.any(Number),
      registered: { lines: northshireReturn.length, repeated_lines: 0, emission_kg: '219460' },
    });
    expect(await totalKg()).toBe('219460');
    const { body: figures } = await test.as('auditor').get('/api/v1/contracts/ICT-C-002/figures').expect(200);
    expect(JSON.stringify(figures)).toContain('carbon-return.xlsx');

    const again = await send(exampleFile('northshire', 'carbon-return.xlsx')).expect(201);
    expect(again.body.registered).toMatchObject({ lines: 0, emission_kg: '0' });
    expect(again.body.notices).toEqual(
      expect.arrayContaining([expect.stringMatching(/^The same file was recorded before on 2026-11-23/)]),
    );
    expect(await totalKg()).toBe('219460');
  });

  it('store all of a return or nothing, where the last line is at odds with the record', async () => {
    await send(returnCsv('a.csv', 'ICT-C-001,1,emission,3,1,2025-04-01,2026-03-31,10,kg,actual,')).expect(201);
    const { body } = await send(
      returnCsv(
        'b.csv',
        'ICT-C-002,1,emission,3,1,2025-04-01,2026-03-31,7,kg,actual,',
        'ICT-C-001,1,emission,3,1,2025-04-01,2026-03-31,12,kg,actual,',
        'ICT-C-003,2,emission,3,1,2025-04-01,2026-03-31,12,kg,actual,9',
      ),
    ).expect(422);
    expect(places(body)).toEqual(['b!B3 line-on-record', 'b!K4 nothing-to-supersede']);
    expect(await totalKg()).toBe('10');
  });

  it('only check where that is asked', async () => {
    const { body } = await send(exampleFile('northshire', 'carbon-return.xlsx'), '?dry_run=true').expect(201);
    expect(body).toMatchObject({ state: 'checked', kind: 'carbon-return', registered: null });
    expect(await totalKg()).toBe('0');
    const unknown = returnCsv('c.csv', 'ICT-X,1,emission,3,1,2025-04-01,2026-03-31,7,kg,actual,');
    const refused = await send(unknown, '?dry_run=true').expect(422);
    expect(places(refused.body)).toEqual(['c!A2 unknown-contract']);
  });

  it('reverse the line that another supersedes', async () => {
    await send(returnCsv('a.csv', 'ICT-C-001,1,emission,3,1,2025-04-01,2026-03-31,10,kg,actual,')).expect(201);
    const { body } = await send(
      returnCsv('b.csv', 'ICT-C-001,1b,emission,3,1,2025-04-01,2026-03-31,8.5,kg,actual,1'),
    ).expect(201);
    expect(body.registered).toMatchObject({ lines: 1, replaced_lines: 1, emission_kg: '-1.5' });
    expect(await totalKg()).toBe('8.5');
  });

  it('ask about days that are on record under another name, and record them once that is accepted by name', async () => {
    await send(returnCsv('a.csv', 'ICT-C-001,1,emission,3,1,2025-04-01,2026-03-31,10,kg,actual,')).expect(201);
    const overlapping = returnCsv(
      'b.csv',
      'ICT-C-001,other,emission,3,1,2026-01-01,2026-06-30,6,kg,actual,',
      'ICT-C-001,1,emission,3,1,2026-04-01,2027-03-31,9,kg,actual,',
      'ICT-C-002,1,emission,3,1,2026-01-01,2026-06-30,6,kg,actual,',
    );
    const { body } = await send(overlapping).expect(422);
    expect(places(body)).toEqual(['b!F2 period-on-record']);
    expect(body.import).toMatchObject({
      state: 'mapping-proposed',
      proposed_mapping: {
        name: expect.stringMatching(/^choice-[0-9a-f]{8}$/),
        pairs: [
          {
            kind: 'overlap',
            found: 'line other of ICT-C-001, 2026-01-01 to 2026-06-30',
            wanted: 'line 1, 2025-04-01 to 2026-03-31, 10 kg on record',
          },
        ],
      },
    });
    expect(await totalKg()).toBe('10');
    const { name } = body.import.proposed_mapping;
    const accepted = await test
      .as('sustainability')
      .post(`/api/v1/imports/${body.import.id}/mapping`)
      .set('Idempotency-Key', 'accept')
      .send({ name })
      .expect(201);
    expect(accepted.body).toMatchObject({ accepted_choice: name, registered: { lines: 3 } });
    expect(accepted.body.notices).toContainEqual(expect.stringContaining(`Accepted with ${name}`));
    expect(await totalKg()).toBe('31');
  });

  it('flag what is a thousand times the history of its contract, and change nothing in silence', async () => {
    await send(
      returnCsv(
        'a.csv',
        'ICT-C-001,fleet,emission,3,1,2024-04-01,2025-03-31,1450,kg,actual,',
        'ICT-C-002,fleet,emission,3,1,2024-04-01,2025-03-31,1450,kg,actual,',
      ),
    ).expect(201);
    const slip = [
      'ICT-C-001,fleet,emission,3,1,2025-04-01,2026-03-31,1390,t,actual,',
      'ICT-C-002,fleet,emission,3,1,2025-04-01,2026-03-31,14500,kg,actual,',
    ];
    const { body } = await send(returnCsv('b.csv', ...slip)).expect(422);
    expect(places(body)).toEqual(['b!H2 likely-unit-slip']);
    const { name } = body.import.proposed_mapping;
    const { body: done } = await send(returnCsv('b.csv', ...slip), `?accept_mapping=${name}`).expect(201);
    expect(done.registered.emission_kg).toBe('1404500');
  });

  it('leave bids and procurements to the officer, and what was imported for them unseen', async () => {
    await send(exampleFile('northshire', 'tender.xlsx')).expect(403);
    const tender = await send(exampleFile('northshire', 'tender.xlsx'), '', 'officer').expect(201);
    expect(tender.body.kind).toBe('tender');
    await test.as('sustainability').get(`/api/v1/imports/${tender.body.id}`).expect(404);
    const { body } = await test.as('sustainability').get('/api/v1/imports').expect(200);
    expect((body.items as { kind: string }[]).map(({ kind }) => kind)).toEqual(['contracts']);
    await send(exampleFile('northshire', 'contracts.xlsx'), '', 'evaluator').expect(403);
    await send(exampleFile('northshire', 'contracts.xlsx'), '?organisation=eastham').expect(403);
    await send(exampleFile('northshire', 'contracts.xlsx'), '?organisation=northshire').expect(201);
  });

  it('give a supplier a return that comes with its contracts and last lines', async () => {
    await send(exampleFile('northshire', 'carbon-return.xlsx')).expect(201);
    const path = '/api/v1/templates/carbon-return.xlsx?supplier=GB-COH-99999931';
    const { body } = await test
      .as('sustainability')
      .get(path)
      .buffer()
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      })
      .expect(200);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(body);
    const row = workbook.getWorksheet('Figures')?.getRow(4);
    const texts = Array.from({ length: 20 }, (_, column) => row?.getCell(column + 1).text);
    expect(texts.slice(0, 5)).toEqual(['ICT-C-002', 'Servers', 'emission', 'serve', '3']);
    expect(row?.getCell(7).value).toEqual(new Date('2026-01-01'));
    expect(row?.getCell(8).value).toEqual(new Date('2026-09-30'));
    expect(texts).toContain('60000 kWh');
    const { body: refused } = await send({ name: 'blank.xlsx', bytes: body as Buffer }).expect(422);
    expect(places(refused)).toEqual(['Figures!L4 no-figure']);
    await test.as().get(path).expect(401);
    await test.as('sustainability').get('/api/v1/templates/carbon-return.xlsx?supplier=GB-COH-99999913').expect(404);
  });

  it('has for every line of the ledger the cell of the stored file in which its amount stands', async () => {
    const { body: made } = await send(exampleFile('northshire', 'carbon-return.xlsx')).expect(201);
    const { body: list } = await test.as('sustainability').get('/api/v1/contracts?limit=100').expect(200);
    let seen = 0;
    for (const { reference } of (list as { readonly items: readonly { readonly reference: string }[] }).items) {
      const { body } = await test.as('auditor').get(`/api/v1/contracts/${reference}/figures?limit=200`).expect(200);
      for (const { line, contract, source } of (body as { readonly items: readonly Figure[] }).items) {
        seen += 1;
        const stated = northshireReturn.find((one) => one.line === line && one.contract === contract);
        const place = { sheet: source.sheet ?? '', row: source.row };
        const { cells, file } = await test.useCases.sourceRow(aPerson('auditor'), source.import ?? '', place);
        expect([source.import, file]).toEqual([made.id, 'carbon-return.xlsx']);
        expect(cells.find(({ cell }) => cell === source.cell)?.text).toBe(stated?.amount ?? stated?.quantity);
      }
    }
    expect(seen).toBeGreaterThan(northshireReturn.length);
    await expect(
      test.useCases.sourceRow(aPerson('auditor'), made.id, { sheet: 'Figures', row: 99 }),
    ).rejects.toMatchObject({
      code: 'not-found',
      message: 'carbon-return.xlsx has nothing in row 99 in the sheet Figures.',
    });
    await expect(test.useCases.sourceRow(aPerson('evaluator'), made.id, { row: 2 })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

function returnCsvOfContracts(...rows: readonly string[]): Upload {
  const headers = 'Contract reference,Title,Supplier,ICT category,Start,End';
  return { name: 'contracts.csv', bytes: Buffer.from([headers, ...rows].join('\n')) };
}
