import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const BROWSER_NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
/** WCAG 2.2, level AA, with all that it takes over from earlier versions. */
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const HEIGHT = 800;

/** The width of a window on a small telephone, which is 1280 px enlarged to 400%. */
export const NARROW = 320;
export const WIDE = 1280;

/** The browser of this machine, from the PATH; undefined where there is none, and tests in a browser are skipped. */
export const browserPath = findOnPath(BROWSER_NAMES);

/** Belongs into the title of tests that need the browser, so that a skipped one says why. */
export const NEEDS_BROWSER = `in a browser (${BROWSER_NAMES.join(', ')} on the PATH)`;

export async function launchBrowser(): Promise<Browser> {
  if (browserPath === undefined) throw new Error(`There is no ${BROWSER_NAMES.join(', ')} on the PATH`);
  // The sandbox of Chromium cannot be set up by root, as whom containers run.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: browserPath, args: isRoot ? ['--no-sandbox'] : [] });
}

export type WindowOptions = {
  /** The address of the service; paths are relative to it, and other hosts are strange to it. */
  readonly url: string;
  readonly width?: number;
  readonly script?: boolean;
};

/** A window of its own session, and what went wrong in it. */
export type BrowserWindow = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the console and of scripts, and requests to other hosts, since the last time this was asked. */
  readonly takeTroubles: () => string[];
  readonly close: () => Promise<void>;
};

export async function openWindow(
  browser: Browser,
  { url, width = WIDE, script = true }: WindowOptions,
): Promise<BrowserWindow> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: HEIGHT },
    javaScriptEnabled: script,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
  });
  const { host } = new URL(url);
  let troubles: string[] = [];
  const page = await context.newPage();
  page.on('console', (message) => {
    // Chromium tells of every page that is not 200 as well; that is checked by its status.
    const isOwnStatus = message.location().url === page.url() && message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isOwnStatus) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => {
    // Aborted: the page was left before it had loaded, which is no fault of it.
    const isLeft = request.failure()?.errorText === 'net::ERR_ABORTED';
    if (!isLeft) troubles.push(`failed: ${request.url()}`);
  });
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.protocol !== 'data:' && asked.host !== host) troubles.push(`another host: ${request.url()}`);
  });
  return {
    page,
    context,
    takeTroubles: () => {
      const taken = troubles;
      troubles = [];
      return taken;
    },
    close: () => context.close(),
  };
}

/** Says who acts, through the page for it. */
export async function chooseWhoActs(page: Page, name: string): Promise<void> {
  await page.goto('/act-as');
  await page.getByRole('radio', { name, exact: true }).check();
  await page.getByRole('button', { name: 'Act as this person' }).click();
  await page.getByText(`You now act as ${name}.`).waitFor();
}

/** What axe finds against WCAG 2.2 AA, a line for each element: rule, what it asks, where. */
export async function axeViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(AXE_TAGS).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => {
      const summary = failureSummary.replaceAll(/\s+/g, ' ').trim();
      return `${id} (${help}) at ${target.join(' ')}: ${summary}`;
    }),
  );
}

/** Text, because it runs in the page: the types of a browser are unknown here. */
const LAYOUT_WIDTH = `(() => {
  const root = document.documentElement;
  const clips = (element) =>
    element !== null &&
    element !== document.body &&
    element !== root &&
    (getComputedStyle(element).overflowX !== 'visible' || clips(element.parentElement));
  const beyond = [...document.body.querySelectorAll('*')]
    .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 0.5 && !clips(one.parentElement))
    .map((one) => one.tagName.toLowerCase() + '.' + (one.getAttribute('class') ?? ''));
  return { width: root.scrollWidth, beyond: root.scrollWidth > root.clientWidth ? beyond.slice(0, 8) : [] };
})()`;

/** How wide the page is laid out, and what reaches beyond the window although nothing around it scrolls. */
export async function layoutWidth(page: Page): Promise<{ readonly width: number; readonly beyond: readonly string[] }> {
  return page.evaluate(LAYOUT_WIDTH);
}

function findOnPath(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
