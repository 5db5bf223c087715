import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';

const TABBABLE = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
/** Stops that are none of the page: its body, and the parts of a date field. */
const SPARE_STOPS = 12;

type Role = 'link' | 'button' | 'radio' | 'checkbox' | 'combobox' | 'textbox';

export type SavedFile = { readonly name: string; readonly bytes: Buffer };

/**
 * A page as somebody uses it who has a keyboard and nothing else: every element is reached with Tab, by its role and
 * accessible name, and worked with keys. What the order of Tab does not reach is a failure that lists the stops.
 */
export type Keyboard = {
  /** Goes on with Tab until this has the focus. */
  readonly reach: (role: Role, name: string | RegExp) => Promise<void>;
  readonly follow: (name: string | RegExp) => Promise<void>;
  readonly press: (name: string | RegExp) => Promise<void>;
  /** Chooses one of several radios with the arrow keys. */
  readonly choose: (name: string) => Promise<void>;
  /** Chooses an option of a list that begins with these words. */
  readonly pick: (label: string | RegExp, option: string) => Promise<void>;
  readonly tick: (name: string | RegExp) => Promise<void>;
  readonly write: (label: string | RegExp, text: string) => Promise<void>;
  /** Types a date into a field for dates, as 2027-01-15. */
  readonly writeDate: (label: string, date: string) => Promise<void>;
  /** Follows a link to a file. */
  readonly save: (name: string | RegExp) => Promise<SavedFile>;
  /** Waits until the page says this. */
  readonly told: (text: string | RegExp) => Promise<void>;
  /** The accessible name and the role of what has the focus. */
  readonly focused: (role: Role, name: string | RegExp) => Promise<boolean>;
};

/** The keyboard of a page. Nothing here moves or clicks a pointer, or sets a value past the keys. */
export function keyboardOf(page: Page): Keyboard {
  const element = (role: Role, name: string | RegExp): Locator =>
    page.getByRole(role, { name, exact: typeof name === 'string' });
  const hasFocus = async (wanted: Locator) => (await wanted.and(page.locator(':focus')).count()) > 0;
  const tabUntil = async (wanted: Locator) => {
    const most = (await page.locator(TABBABLE).count()) + SPARE_STOPS;
    const stops: string[] = [];
    for (let stop = 0; stop <= most; stop += 1) {
      if (await hasFocus(wanted)) return;
      await page.keyboard.press('Tab');
      stops.push(await nameOfFocused(page));
    }
    throw new Error(`Tab does not reach ${wanted.toString()} on ${page.url()}. It stops at: ${stops.join(' | ')}`);
  };
  const reach: Keyboard['reach'] = (role, name) => tabUntil(element(role, name));
  const enterOn = async (role: Role, name: string | RegExp) => {
    await reach(role, name);
    const isOnPage = (await page.locator(':focus').getAttribute('href'))?.startsWith('#') ?? false;
    await Promise.all([isOnPage ? undefined : page.waitForEvent('load'), page.keyboard.press('Enter')]);
  };
  return {
    reach,
    focused: (role, name) => hasFocus(element(role, name)),
    follow: (name) => enterOn('link', name),
    press: (name) => enterOn('button', name),
    choose: (name) => chooseRadio(page, element('radio', name), tabUntil),
    pick: async (label, option) => {
      await reach('combobox', label);
      await pickOption(page, option);
    },
    tick: async (name) => {
      await reach('checkbox', name);
      if (!(await page.locator(':focus').isChecked())) await page.keyboard.press('Space');
    },
    write: async (label, text) => {
      await reach('textbox', label);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
    },
    writeDate: (label, date) => typeDate(page, page.getByLabel(label, { exact: true }), date, tabUntil),
    save: async (name) => {
      await reach('link', name);
      const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    },
    told: (text) => page.getByText(text).first().waitFor(),
  };
}

/** Tab stops once in a group of radios; the arrows go round in it and choose. */
async function chooseRadio(page: Page, wanted: Locator, tabUntil: (one: Locator) => Promise<void>): Promise<void> {
  const group = page.locator(`input[type=radio][name="${await wanted.getAttribute('name')}"]`);
  await tabUntil(group);
  const radios = await group.count();
  for (let step = 0; step < radios; step += 1) {
    if ((await wanted.and(page.locator(':focus')).count()) > 0) break;
    await page.keyboard.press('ArrowDown');
  }
  if (!(await page.locator(':focus').isChecked())) await page.keyboard.press('Space');
  if (!(await wanted.isChecked())) throw new Error(`The arrow keys do not choose ${wanted.toString()}`);
}

async function pickOption(page: Page, option: string): Promise<void> {
  const options = await page.locator(':focus option').count();
  const chosen = async () => (await page.locator(':focus option:checked').innerText()).trim();
  await page.keyboard.press('Home');
  for (let step = 0; step < options; step += 1) {
    if ((await chosen()).startsWith(option)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`No option begins with "${option}"; the last is "${await chosen()}"`);
}

/** The field takes day, month and year in the order of the browser's language, one after the other. */
async function typeDate(
  page: Page,
  field: Locator,
  date: string,
  tabUntil: (one: Locator) => Promise<void>,
): Promise<void> {
  const [year = '', month = '', day = ''] = date.split('-');
  await tabUntil(field);
  await page.keyboard.type(`${month}${day}${year}`);
  const typed = await field.inputValue();
  if (typed !== date) throw new Error(`The field for a date has "${typed}", not ${date}`);
}

async function nameOfFocused(page: Page): Promise<string> {
  return page.evaluate(`(() => {
    const { activeElement: one } = document;
    const label = one?.labels?.[0]?.textContent ?? one?.textContent ?? '';
    return (one?.tagName.toLowerCase() ?? '') + ' ' + label.replaceAll(/\\s+/g, ' ').trim().slice(0, 60);
  })()`);
}
