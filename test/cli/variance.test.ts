import { expect, it } from 'vitest';
import { runCommand } from '../support/command-line.ts';
import { forecastThenReported } from '../support/forecasts.ts';
import { createTestPorts } from '../support/service-ports.ts';

it('scorer trajectory variance compares forecasts with what they became, of one year by contract', async () => {
  const ports = await createTestPorts();
  const variance = (...args: string[]) => runCommand(ports, 'trajectory', 'variance', ...args);
  expect((await variance()).out).toContain('No year is over and reported');
  await forecastThenReported(ports);
  const all = await variance();
  expect(all.code).toBe(0);
  expect(all.out).toMatch(
    /2025\/26\s+Edition Budget 2025\s+2025-03-20\s+all\s+21650\.004\s+22900\.5\s+1250\.496\s+5\.78/,
  );
  expect(all.out).not.toContain('steady');
  expect(all.err).toContain('as it was kept when it was published');
  expect((await variance('2025/26')).out).toMatch(/promised\s+18000\s+19250\.5\s+1250\.5\s+6\.95/);
  const json = JSON.parse((await variance('--json')).out) as { rows: { year: string }[] };
  expect(json.rows.map(({ year }) => year)).toEqual(['2024/25', '2024/25', '2025/26', '2025/26', '2025/26']);
  expect((await variance('--format', 'csv')).out).toContain('northshire,2025/26,Record before the year,2025-03-31,');
  expect(await variance('--format', 'svg')).toMatchObject({ code: 2 });
  expect(await variance('--scenario', 'Fewer')).toMatchObject({ code: 2 });
});
