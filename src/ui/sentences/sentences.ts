import type { UserErrorCode } from '../../base/userErrorCodes.ts';

/** A part of the catalogue. */
export type Sentences = Readonly<Partial<Record<UserErrorCode, string>>>;
