import { it } from 'vitest';
import { mkdirSync } from 'node:fs';
import { launchBrowser, openWindow, chooseWhoActs } from '../support/browser.ts';
import { serveProcess } from '../support/served.ts';
import { fillService } from './pages.slow.test.ts';
it('shots', async () => {
  const service = await serveProcess({ DATABASE_URL: 'sqlite::memory:' });
  const browser = await launchBrowser();
  await fillService(service);
  mkdirSync('/tmp/founder/shots', { recursive: true });
  const s = '/procurements/NCC-2026-014',
    o = '/procurements/NCC-2026-016';
  for (const width of [1280, 320]) {
    const w = await openWindow(browser, { url: service.url, width });
    await chooseWhoActs(w.page, 'Asha Okafor');
    for (const [n, p] of [
      ['list', `${s}/clarifications`],
      ['before', `${o}/clarifications`],
      ['question', `${o}/bidder-questions/1`],
      ['send', `${s}/clarifications/4`],
      ['answer', `${s}/clarifications/5/bids/B2`],
      ['carbon', `${s}/clarifications/1/bids/B2`],
      ['classify', `${s}/clarifications/2/bids/B4`],
      ['bid', `${s}/bids/B2`],
    ] as const) {
      await w.page.goto(p);
      await w.page.screenshot({ path: `/tmp/founder/shots/${n}-${width}.png`, fullPage: true });
    }
    await chooseWhoActs(w.page, 'Ben Whitlock');
    await w.page.goto(`${s}/clarifications/3/bids/B3`);
    await w.page.screenshot({ path: `/tmp/founder/shots/agree-${width}.png`, fullPage: true });
    await w.page.getByRole('button', { name: 'Record it' }).click();
    await w.page.screenshot({ path: `/tmp/founder/shots/agree-error-${width}.png`, fullPage: true });
  }
  await browser.close();
  await service.stop();
}, 240000);
