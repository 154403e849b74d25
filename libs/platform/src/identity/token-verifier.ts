import type { Principal } from '@overread/domain';

/** What is known of a caller beside the token. */
export interface Presented {
  readonly address: string | undefined;
}

/** Tells whose token it is. The feature that keeps users and keys provides it under this class. */
export abstract class TokenVerifier {
  /** Null when nobody's, expired or revoked. A principal with a `studyId` reaches only routes made for viewers. */
  abstract verify(token: string, presented: Presented): Promise<Principal | null>;
}
