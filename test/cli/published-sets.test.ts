import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commandLine } from '../support/command-line.ts';
import { createTestPorts } from '../support/service-ports.ts';

describe('scorer factors with another published table', () => {
  it('tells by its headers what a file is, compares it with what is in force, and approves it', async () => {
    const ports = await createTestPorts();
    onTestFinished(() => ports.database.close());
    const { folder, run, said } = commandLine(ports);
    const write = (name: string, ...lines: readonly string[]) => {
      writeFileSync(join(folder, name), lines.join('\n'));
      return join(folder, name);
    };
    const multipliers = write('multipliers.csv', 'sic,category,2022,2023', '62,Programming,0.2,0.0999177');
    expect(await run('factors', 'import', multipliers)).toBe(0);
    expect(said().join('\n')).toMatch(
      /Imported as spend-multipliers-2023, draft\.\n {2}2 multipliers, 0 blank[^]*Compare the values with the publication/,
    );
    const values = write('values.csv', 'Year,Base year,Low,Central,High', '2026,2024,140.5,281,421.5');
    expect(await run('factors', 'import', values, '--json')).toBe(0);
    expect(JSON.parse(said().join('\n'))).toMatchObject({
      set: { id: 'carbon-values-2024', kind: 'carbon-values', counts: { with_value: 3 } },
    });
    expect(await run('factors', 'diff', 'shipped-carbon-values', 'carbon-values-2024')).toBe(0);
    expect(said().join('\n')).toMatch(/3 changed[^]*90 removed[^]*in prices of 2022 and of 2024/);
    expect(await run('factors', 'diff', 'shipped-carbon-values', 'spend-multipliers-2023')).toBe(1);
    expect(said().join('\n')).toContain('Compare sets of one kind');
    expect(await run('factors', 'approve', 'carbon-values-2024')).toBe(1);
    expect(said().join('\n')).toContain('how you compared the values');
    expect(await run('factors', 'approve', 'carbon-values-2024', '--note', 'Compared with GOV.UK')).toBe(0);
    expect(said()).toEqual([
      'carbon-values-2024 is approved by Farid Holloway for the carbon cost of what bids do to the trajectory.',
    ]);
    expect(await run('factors', 'list')).toBe(0);
    expect(said().join('\n')).toMatch(
      /carbon-values-2024 +2024 +approved +3 +Farid Holloway +UK carbon values in prices of 2024, imported file/,
    );
  });
});
