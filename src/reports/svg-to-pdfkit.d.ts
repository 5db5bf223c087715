declare module 'svg-to-pdfkit' {
  /** Draws an SVG on the current page at x, y. */
  export default function SVGtoPDF(
    document: PDFKit.PDFDocument,
    svg: string,
    x: number,
    y: number,
    options: {
      readonly width: number;
      readonly height: number;
      readonly assumePt: boolean;
      readonly fontCallback: (family: string, bold: boolean, italic: boolean) => string;
    },
  ): void;
}
