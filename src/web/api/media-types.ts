export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const CSV = 'text/csv';
export const SVG = 'image/svg+xml';
export const PNG = 'image/png';
export const PDF = 'application/pdf';
export const ZIP = 'application/zip';
