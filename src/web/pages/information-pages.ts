import type { Router } from 'express';
import { type PageServices, showPage } from './page.ts';

type TextSection = {
  readonly heading?: string;
  readonly paragraphs: readonly string[];
  readonly items?: readonly string[];
};

const ACCESSIBILITY: readonly TextSection[] = [
  {
    paragraphs: [
      'We want as many people as possible to be able to use this service: with a keyboard, with a screen reader, with text enlarged to 400%, without script, and without telling colours apart.',
    ],
  },
  {
    heading: 'How accessible this service is',
    paragraphs: [
      'It is built to the Web Content Accessibility Guidelines (WCAG) version 2.2, level AA, with the components of the GOV.UK Frontend. It has not been audited by an independent body, so we do not claim conformance.',
    ],
    items: [
      'Every chart has a table with the same figures.',
      'A state is always a word, never a colour alone.',
      'Each evaluation pack holds the results as HTML as well as PDF and XLSX.',
    ],
  },
  {
    heading: 'What we know is not good enough',
    paragraphs: [],
    items: [
      'Reports in PDF are tagged, but have not been checked against PDF/UA.',
      'Wide comparison tables scroll sideways on small screens.',
      'In PDF reports, names in scripts other than Latin, Greek and Cyrillic are shown as code points.',
    ],
  },
  {
    heading: 'Problems and enforcement',
    paragraphs: [
      'Tell the team that runs this copy of the service. If you are not happy with the answer, contact the Equality Advisory and Support Service, which helps the Equality and Human Rights Commission enforce the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.',
    ],
  },
];

const COOKIES: readonly TextSection[] = [
  {
    heading: 'One cookie',
    paragraphs: [
      'The service sets one cookie, which keeps who you act as and what you were told last. It cannot be read by script, is sent to this service alone, and is needed for the service to work. There are no analytics and nothing is loaded from another host.',
    ],
  },
  {
    heading: 'What is kept',
    paragraphs: ['The database of this service, and nothing else, keeps:'],
    items: [
      'the files that were uploaded, as they were received, with their SHA-256',
      'procurements, bids, scores and decision records',
      'an audit trail that names who did what, and when',
    ],
  },
  {
    heading: 'How long',
    paragraphs: [
      'Section 98 of the Procurement Act 2023 asks a contracting authority to keep records for at least three years from when the contract is entered into, or the award decision is made. The service deletes nothing by itself.',
    ],
  },
];

/** What the law asks every public service to say about itself. */
export function informationPages(router: Router, services: PageServices): void {
  router.get('/accessibility-statement', (request, response) => {
    showPage(services, request, response, 'text', { title: 'Accessibility statement', sections: ACCESSIBILITY });
  });
  router.get('/cookies', (request, response) => {
    showPage(services, request, response, 'text', { title: 'Cookies and privacy', sections: COOKIES });
  });
}
