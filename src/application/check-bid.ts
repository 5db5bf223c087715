import { REMOVAL_KINDS, type Bid, type DeviceLine, type Removal } from '../domain/bid.ts';
import { encodePointerPart } from '../domain/issue.ts';
import { parseIsoDate } from '../domain/iso-date.ts';
import { checkEvidence, checkYear } from './check-evidence.ts';
import { checkAnswers } from './check-answers.ts';
import { checkCarbonLines } from './check-carbon-line.ts';
import { type BidContext, checkDecimal, checkText, type FaultList } from './fault-list.ts';
import { listed, nearestNames } from './nearest-names.ts';
import { bidPointer } from './tender.ts';

/** Checks one bid by itself: who made it, its price, answers, carbon lines, devices and removals. */
export function checkBid(bid: Bid, context: BidContext): void {
  const at = bidPointer(bid);
  checkHead(bid, at, context);
  checkAnswers(bid, at, context);
  checkCarbonLines(bid, at, context);
  checkDevices(bid.devices, at, context);
  bid.removals.forEach((removal, index) => checkRemoval(removal, `${at}/removals/${index + 1}`, context));
}

function checkHead(bid: Bid, at: string, { catalogue, faults }: BidContext): void {
  checkText(faults, `${at}/reference`, bid.reference, 'a reference for the bid');
  checkText(faults, `${at}/supplier/name`, bid.supplier.name, 'the name of the supplier');
  checkIdentifier(bid, at, faults);
  const { email } = bid.supplier;
  if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email)) {
    faults.add(
      `${at}/supplier/email`,
      'not-an-email-address',
      `Enter an email address, as bids@example.com, got "${email}"`,
      { found: email },
    );
  }
  checkDecimal(faults, catalogue, `${at}/price`, bid.price, {
    what: 'a price in pounds',
    question: 'bid-price',
    aboveZero: true,
  });
  checkDecimal(faults, catalogue, `${at}/qualityPoints`, bid.qualityPoints, {
    what: 'quality points',
    question: 'quality-points',
    maximum: '100',
  });
  if (bid.receivedAt !== undefined && !isInstant(bid.receivedAt)) {
    faults.add(
      `${at}/receivedAt`,
      'not-a-time',
      `Enter a date and time, as 2026-12-17T09:30:00Z, got "${bid.receivedAt}"`,
      { found: bid.receivedAt },
    );
  }
}

/** Companies House numbers have eight characters; a spreadsheet drops leading zeros from a number. */
function checkIdentifier({ supplier: { identifier } }: Bid, at: string, faults: FaultList): void {
  if (identifier === undefined) return;
  const { scheme, id } = identifier;
  const pointer = `${at}/supplier/identifier`;
  checkText(faults, `${pointer}/scheme`, scheme, 'the register, as GB-COH');
  checkText(faults, pointer, id, 'the number in the register');
  if (scheme !== 'GB-COH' || id === '' || /^([0-9]{8}|[A-Z]{1,2}[0-9A-Z]{6,7})$/.test(id)) return;
  const padded = /^\d{1,7}$/.test(id) ? id.padStart(8, '0') : undefined;
  faults.add(pointer, 'not-a-company-number', `Enter the eight characters of the Companies House number, got "${id}"`, {
    found: id,
    expected: 'eight characters, as 01234567',
    ...(padded === undefined ? {} : { fix: `If it is ${padded}, enter it as text, so that the leading zero stays.` }),
  });
}

function checkDevices(devices: readonly DeviceLine[], at: string, { catalogue, faults }: BidContext): void {
  const known = catalogue.referenceData.deviceBenchmarks.map(({ deviceClass }) => deviceClass);
  const seen = new Set<string>();
  for (const device of devices) {
    const pointer = `${at}/devices/${encodePointerPart(device.line)}`;
    if (seen.has(device.line))
      faults.add(
        `${pointer}/line`,
        'duplicate-line',
        `Give each line a name of its own; "${device.line}" stands here twice`,
        { found: device.line },
      );
    seen.add(device.line);
    if (!known.includes(device.deviceClass)) {
      const near = nearestNames(device.deviceClass, known);
      faults.add(
        `${pointer}/deviceClass`,
        'unknown-device-class',
        `Enter one of ${listed(known)}, got "${device.deviceClass}"`,
        {
          found: device.deviceClass,
          expected: listed(near.length > 0 ? near : known),
        },
      );
    }
    checkDecimal(faults, catalogue, `${pointer}/kgPerDevice`, device.kgPerDevice, {
      what: 'a number of kgCO2e for each device',
      question: 'device-carbon',
      aboveZero: true,
    });
    checkDecimal(faults, catalogue, `${pointer}/units`, device.units, { what: 'the number of devices' });
    checkEvidence(device.evidence, `${pointer}/evidence`, faults);
  }
}

function checkRemoval(removal: Removal, pointer: string, { catalogue, faults }: BidContext): void {
  checkDecimal(faults, catalogue, `${pointer}/tonnes`, removal.tonnes, {
    what: 'a number of tonnes of CO2e',
    question: 'credit-amount',
  });
  if (!REMOVAL_KINDS.includes(removal.kind)) {
    const found = removal.kind;
    faults.add(`${pointer}/kind`, 'not-a-choice', `Enter one of ${listed(REMOVAL_KINDS)}, got "${found}"`, {
      found,
      expected: listed(REMOVAL_KINDS),
    });
  }
  checkYear(removal.year, `${pointer}/year`, faults);
  checkEvidence(removal.evidence, `${pointer}/evidence`, faults);
}

function isInstant(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    parseIsoDate(text.slice(0, 10)) !== undefined
  );
}
