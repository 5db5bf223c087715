/** Colours of every workbook we write, RRGGBB. Each pair of text and ground has a contrast of 4.5 to 1 or more. */
export const PALETTE = {
  ink: '0B0C0C',
  white: 'FFFFFF',
  /** Headers. */
  headerGround: '1D4F7C',
  /** What to fill in, and must not be left blank. */
  requiredGround: 'FFF7D6',
  /** What to fill in where it applies. */
  inputGround: 'FFFFFF',
  /** The answer to a question. */
  answerGround: 'E4F0FA',
  /** What is given and not to be changed. */
  givenGround: 'F1F2F3',
  quietInk: '484B4E',
  line: 'B1B4B6',
  link: '1A5FA8',
  /** A faulty cell: its ground and its thick border. */
  faultGround: 'FBD9D4',
  faultLine: 'B10E1E',
} as const;

export const FONT = 'Arial';
/** Points. */
export const FONT_SIZE = 10;
export const TITLE_SIZE = 16;
