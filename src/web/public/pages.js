import { createAll, Button, ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink } from 'GOVUK_FRONTEND';

/** Without this script every page works as well: a page about a running import then reloads by itself. */
for (const component of [Button, ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink]) createAll(component);

const progress = document.querySelector('[data-import-events]');
if (progress instanceof HTMLElement) followImport(progress);

/** Tells the rows read as they come, politely, and loads the page anew once the import is over. */
function followImport(region) {
  const counted = region.querySelector('[data-rows-read]');
  const events = new EventSource(region.dataset.importEvents ?? '');
  const reload = () => {
    events.close();
    window.location.reload();
  };
  events.addEventListener('progress', ({ data }) => {
    if (counted !== null) counted.textContent = JSON.parse(data).rows_read.toLocaleString('en-GB');
  });
  events.addEventListener('done', reload);
  events.addEventListener('error', () => {
    events.close();
    window.setTimeout(() => window.location.reload(), 3000);
  });
}
