import type { Request } from 'express';
import { type DeviceLine, REMOVAL_KINDS, type RemovalKind } from '../../domain/bid.ts';
import type { ClarificationTopic, ClarifiedRemoval, ClarifiedValues } from '../../domain/clarification.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { field } from './page.ts';

const DEVICE_FIELDS = ['deviceLine', 'deviceClass', 'kgPerDevice', 'deviceUnits'] as const;
const REMOVAL_FIELDS = [
  'removalRow',
  'removalTonnes',
  'removalKind',
  'removalYear',
  'removalRegistry',
  'removalRetired',
  'removalVerifiedBy',
] as const;

/** The fields of the device and the removal that an answer may put right, where its clarification asks about them. */
export function rowFields({ lists = [] }: ClarificationTopic): string[] {
  return [
    ...(lists.includes('devices') ? [...DEVICE_FIELDS, 'deviceDocument', 'devicePlace'] : []),
    ...(lists.includes('removals') ? [...REMOVAL_FIELDS, 'removalDocument', 'removalPlace'] : []),
  ];
}

/** One device and one removal at most; more are recorded through the interface. */
export function readRows(
  request: Request,
  { lists = [] }: ClarificationTopic,
  number: number,
  pointer: (document: string, place: string) => Evidence | undefined,
): Pick<ClarifiedValues, 'devices' | 'removals'> {
  const device = lists.includes('devices') ? readDevice(request, number, pointer('deviceDocument', 'devicePlace')) : [];
  const removal = lists.includes('removals') ? readRemoval(request, pointer('removalDocument', 'removalPlace')) : [];
  return {
    ...(device.length === 0 ? {} : { devices: device }),
    ...(removal.length === 0 ? {} : { removals: removal }),
  };
}

function readDevice(request: Request, number: number, evidence: Evidence | undefined): DeviceLine[] {
  const [line = '', deviceClass = '', kgPerDevice = '', units = ''] = DEVICE_FIELDS.map((name) => field(request, name));
  if (`${line}${deviceClass}${kgPerDevice}${units}` === '' && evidence === undefined) return [];
  const own = { ...(units === '' ? {} : { units }), ...(evidence === undefined ? {} : { evidence }) };
  return [{ line: line === '' ? `C${number}` : line, deviceClass, kgPerDevice, ...own }];
}

/** What is no number or no kind is told by the use case, at its field. */
function readRemoval(request: Request, evidence: Evidence | undefined): ClarifiedRemoval[] {
  const given = REMOVAL_FIELDS.map((name) => field(request, name));
  if (given.every((text) => text === '') && evidence === undefined) return [];
  const [row = '', tonnes = '', kind = '', year = '', registry = '', retired, verifiedBy = ''] = given;
  const stated = Object.entries({ year, registry, verifiedBy }).filter(([, text]) => text !== '');
  const removal = {
    tonnes,
    kind: REMOVAL_KINDS.find((one): one is RemovalKind => one === kind) ?? 'unknown',
    retired: retired === 'yes',
    ...Object.fromEntries(stated),
    ...(evidence === undefined ? {} : { evidence }),
  };
  return [{ ...(row === '' ? {} : { row: Number(row) }), removal }];
}

/** The field of the form that a fault of a device or removal stands at; undefined for any other fault. */
export function rowField(pointer: string): string | undefined {
  if (pointer.includes('/devices')) {
    if (pointer.endsWith('/deviceClass')) return 'deviceClass';
    if (pointer.endsWith('/units')) return 'deviceUnits';
    return pointer.includes('/evidence') ? 'deviceDocument' : 'kgPerDevice';
  }
  if (!pointer.includes('/removals')) return undefined;
  if (pointer.endsWith('/row')) return 'removalRow';
  if (pointer.endsWith('/year')) return 'removalYear';
  return pointer.includes('/evidence') ? 'removalDocument' : 'removalTonnes';
}
