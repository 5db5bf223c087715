import type { Router } from 'express';
import type { SupplierRecord } from '../../application/records.ts';
import { supplierPath } from '../../application/suppliers.ts';
import { procurementPath } from '../paths.ts';
import { forPerson, type PageServices, pageRequest, param, showPage } from './page.ts';
import { BID_TAGS } from './words.ts';

/** The suppliers whose bids are open, with the evidence that ends. */
export function supplierPages(router: Router, services: PageServices): void {
  const { useCases } = services;
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
          next: one.evidence[0]?.validUntil,
        })),
      });
    }),
  );
  router.get(
    '/suppliers/:supplier',
    forPerson(async (person, request, response) => {
      const supplier = await useCases.getSupplier(person, param(request, 'supplier'));
      showPage(services, request, response, 'supplier', {
        title: supplier.name,
        section: 'suppliers',
        breadcrumbs: [{ text: 'Suppliers', href: '/suppliers' }, { text: supplier.name }],
        identifier: supplierPath(supplier),
        bids: supplier.bids.map((one) => ({
          ...one,
          procurementPath: procurementPath(one.procurement),
          bidPath: bidPath(one),
        })),
        evidence: supplier.evidence,
        bidTags: BID_TAGS,
      });
    }),
  );
}

function bidPath({ procurement, bid, lot }: SupplierRecord['bids'][number]): string {
  const query = lot === undefined ? '' : `?lot=${encodeURIComponent(lot)}`;
  return `${procurementPath(procurement)}/bids/${encodeURIComponent(bid)}${query}`;
}
