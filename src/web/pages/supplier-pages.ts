import type { Router } from 'express';
import type { SupplierRecord } from '../../application/records.ts';
import type { SupplierProfile } from '../../application/supplier-profile.ts';
import { supplierPath } from '../../application/suppliers.ts';
import { PDF } from '../api/media-types.ts';
import { procurementPath } from '../paths.ts';
import { actionView } from './engagement-pages.ts';
import { forPerson, type PageServices, pageRequest, param, sendFile, showPage } from './page.ts';
import { contractPath, supplierPagePath, yearView } from './performance-view.ts';
import { BID_TAGS } from './words.ts';

/** Suppliers with their bids, contracts, ratings, actions and evidence, and what is sent to them. */
export function supplierPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  addLetter(router, services);
  router.get(
    '/suppliers',
    forPerson(async (person, request, response) => {
      const { items, next } = await useCases.listSuppliers(person, pageRequest(request));
      showPage(services, request, response, 'suppliers', {
        title: 'Suppliers',
        section: 'suppliers',
        next,
        suppliers: items.map((one) => ({
          href: `/suppliers/${encodeURIComponent(supplierPath(one))}`,
          name: one.name,
          identifier: supplierPath(one),
          bids: one.bids.length,
          contracts: one.contracts.length,
          next: one.evidence[0]?.validUntil,
        })),
      });
    }),
  );
  router.get(
    '/suppliers/:supplier',
    forPerson(async (person, request, response) => {
      const path = param(request, 'supplier');
      const supplier = await useCases.getSupplier(person, path);
      const profile = await useCases.getSupplierProfile(person, path);
      showPage(services, request, response, 'supplier', {
        title: supplier.name,
        section: 'suppliers',
        breadcrumbs: [{ text: 'Suppliers', href: '/suppliers' }, { text: supplier.name }],
        identifier: supplierPath(supplier),
        endings: supplier.evidence,
        bids: supplier.bids.map((one) => ({
          ...one,
          procurementPath: procurementPath(one.procurement),
          bidPath: bidPath(one),
        })),
        ...profileView(profile),
        bidTags: BID_TAGS,
      });
    }),
  );
}

/** The letter to a supplier, to read and as a PDF, and its figures as a file. */
function addLetter(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    '/suppliers/:supplier/letter',
    forPerson(async (person, request, response) => {
      const supplier = param(request, 'supplier');
      const letter = await useCases.supplierLetter(person, supplier);
      const path = supplierPagePath(supplier);
      showPage(services, request, response, 'supplier-letter', {
        title: letter.title,
        section: 'suppliers',
        breadcrumbs: [{ text: 'Suppliers', href: '/suppliers' }, { text: letter.to, href: path }, { text: 'Letter' }],
        letter,
        path,
      });
    }),
  );
  router.get(
    '/suppliers/:supplier/letter.pdf',
    forPerson(async (person, request, response) => {
      const { name, bytes } = await useCases.supplierLetterPdf(person, param(request, 'supplier'));
      sendFile(response, bytes, name, PDF);
    }),
  );
  router.get(
    '/suppliers/:supplier/figures.csv',
    forPerson(async (person, request, response) => {
      const file = await useCases.supplierFiguresCsv(person, param(request, 'supplier'));
      sendFile(response, file, 'supplier-figures.csv', 'text/csv');
    }),
  );
}

function profileView({ supplier, contracts, actions, evidence }: SupplierProfile) {
  return {
    path: supplierPagePath(supplier),
    contracts: contracts.map(({ contract, years }) => ({
      reference: contract.reference,
      title: contract.title,
      href: contractPath(contract.reference),
      years: years.map((year) => yearView(contract.reference, year)),
    })),
    actions: actions.map((one) => ({ ...actionView(one), state: one.state })),
    evidence,
  };
}

function bidPath({ procurement, bid, lot }: SupplierRecord['bids'][number]): string {
  const query = lot === undefined ? '' : `?lot=${encodeURIComponent(lot)}`;
  return `${procurementPath(procurement)}/bids/${encodeURIComponent(bid)}${query}`;
}
