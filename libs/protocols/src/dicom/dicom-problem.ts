/** What a problem means for the object, and how to say it to the two kinds of sender. */
export interface DicomProblemKind {
  /** The object cannot be kept; otherwise it is kept, and the problem is worth telling a person. */
  readonly refuses: boolean;
  /** Status of the C-STORE response (PS3.4 table B.2-1, PS3.7 annex C) when the object is not kept. */
  readonly dimseStatus: number;
  /** Failure Reason (0008,1197) of the STOW-RS response (PS3.18 table I.2-2). */
  readonly stowFailureReason: number;
}

const OUT_OF_RESOURCES = { dimseStatus: 0xa700, stowFailureReason: 0xa700 };
const MISMATCH = { dimseStatus: 0xa900, stowFailureReason: 0xa900 };
const NOT_UNDERSTOOD = { dimseStatus: 0xc000, stowFailureReason: 0xc000 };
const PROCESSING = { dimseStatus: 0x0110, stowFailureReason: 0x0110 };

/** Every problem with a received object: one row each, so that no edge forgets one. */
export const DICOM_PROBLEMS = {
  'dicom/not-dicom': { refuses: true, ...NOT_UNDERSTOOD },
  'dicom/malformed': { refuses: false, ...NOT_UNDERSTOOD },
  'dicom/truncated': { refuses: true, ...NOT_UNDERSTOOD },
  'dicom/header-too-large': { refuses: true, ...NOT_UNDERSTOOD },
  'dicom/missing-uid': { refuses: true, ...MISMATCH },
  'dicom/uid-too-long': { refuses: true, ...MISMATCH },
  'dicom/uid-illegal': { refuses: true, ...MISMATCH },
  'dicom/uid-nonstandard': { refuses: false, ...MISMATCH },
  'dicom/uid-mismatch': { refuses: true, ...MISMATCH },
  'dicom/missing-modality': { refuses: false, ...MISMATCH },
  'dicom/missing-patient-id': { refuses: false, ...MISMATCH },
  'dicom/unsupported-sop-class': { refuses: true, dimseStatus: 0x0122, stowFailureReason: 0x0122 },
  'dicom/unsupported-transfer-syntax': { refuses: true, dimseStatus: 0xc122, stowFailureReason: 0xc122 },
  'dicom/not-authorized': { refuses: true, dimseStatus: 0x0124, stowFailureReason: 0x0124 },
  'dicom/instance-conflict': { refuses: true, ...PROCESSING },
  'dicom/identity-conflict': { refuses: true, ...PROCESSING },
  'dicom/too-large': { refuses: true, ...OUT_OF_RESOURCES },
  'dicom/out-of-resources': { refuses: true, ...OUT_OF_RESOURCES },
  'dicom/processing-failure': { refuses: true, ...PROCESSING },
} as const satisfies Record<string, DicomProblemKind>;

export type DicomProblemCode = keyof typeof DICOM_PROBLEMS;

/** One thing wrong with an object. `text` names attributes and facts, never a patient. */
export interface DicomProblem {
  readonly code: DicomProblemCode;
  readonly text: string;
}

/** The row of a problem's code. */
export const problemKind = (code: DicomProblemCode): DicomProblemKind => DICOM_PROBLEMS[code];

/** The first problem that keeps an object out, or null when it may come in. */
export const refusalIn = (problems: readonly DicomProblem[]): DicomProblem | null =>
  problems.find(({ code }) => DICOM_PROBLEMS[code].refuses) ?? null;
