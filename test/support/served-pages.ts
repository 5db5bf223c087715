import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  axeViolations,
  type BrowserWindow,
  chooseWhoActs,
  launchBrowser,
  layoutWidth,
  NARROW,
  openWindow,
  WIDE,
} from './browser.ts';
import { makeSqlite, type TestDatabase } from './databases.ts';
import { serveProcess, type ServedService } from './served.ts';

/** A page that is looked at in a wide window, and in a narrow one. */
export type LookedAt = { readonly name: string; readonly path: string; readonly status?: number };

export type ServedPages = {
  readonly url: () => string;
  /** Goes to a page in the window of that width: `WIDE` runs scripts, `NARROW` does not. */
  readonly visit: (width: number, path: string, status?: number) => Promise<BrowserWindow>;
};

/**
 * For the top of a describe: serves a database filled as told, with a window of each width in which the person acts,
 * and looks at every page with axe and for what scrolls sideways.
 */
export function lookAtServedPages(
  pages: readonly LookedAt[],
  person: string,
  fill: (database: TestDatabase) => Promise<unknown>,
): ServedPages {
  let database: TestDatabase;
  let service: ServedService;
  let browser: Browser;
  const windows = new Map<number, BrowserWindow>();

  beforeAll(async () => {
    database = await makeSqlite();
    await fill(database);
    service = await serveProcess({ DATABASE_URL: database.url ?? '' });
    browser = await launchBrowser();
    for (const width of [WIDE, NARROW]) {
      const opened = await openWindow(browser, { url: service.url, width, script: width === WIDE });
      windows.set(width, opened);
      await chooseWhoActs(opened.page, person);
    }
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await database?.close();
  });

  const visit = async (width: number, path: string, status = 200) => {
    const opened = windows.get(width);
    if (opened === undefined) throw new Error('The window has not been opened');
    opened.takeTroubles();
    expect((await opened.page.goto(path))?.status()).toBe(status);
    return opened;
  };

  it.each(pages)(
    '$name ($path) has no violation of WCAG 2.2 AA, and fits a narrow window',
    async ({ path, status }) => {
      const wide = await visit(WIDE, path, status);
      expect(await wide.page.locator('h1').count()).toBe(1);
      expect(await axeViolations(wide.page)).toEqual([]);
      expect(wide.takeTroubles()).toEqual([]);
      const narrow = await visit(NARROW, path, status);
      const { width, beyond } = await layoutWidth(narrow.page);
      expect(width, beyond.join('\n')).toBeLessThanOrEqual(NARROW);
    },
  );

  return { url: () => service.url, visit };
}
