/** An attribute that holds an address to which Cognito can send messages. */
export type AddressAttribute = 'email' | 'phone_number';

export type MessageKind = 'invitation' | 'sign-up' | 'password-reset' | 'verification' | 'mfa';

/** A message that Cognito would have sent. */
export interface MessageState {
  readonly at: number;
  /** The canonical user name. The user may have been deleted since. */
  readonly username: string;
  readonly kind: MessageKind;
  readonly medium: 'EMAIL' | 'SMS';
  readonly to: string;
  /** Of an email only. */
  readonly subject?: string;
  /** With the code or the temporary password in clear, as the user reads it. */
  readonly text: string;
}

/**
 * What a code is for. The two that verify an address are kept apart, because a user may have both at once. A change of the
 * password needs the old one instead of a code; its mistakes are counted all the same.
 */
export type CodePurpose =
  'sign-up' | 'password-reset' | 'verify-email' | 'verify-phone_number' | 'mfa' | 'password-change';

/** The code that a user received last for one purpose, and how often one was requested or entered wrongly. */
export interface CodeState {
  /** The code. Absent once it has been used. */
  code?: {
    /** SHA-256 of the code, base64url. */
    readonly hash: string;
    readonly expiresAt: number;
    readonly attribute: AddressAttribute;
    /** The address that received it: the user's own may have changed since. */
    readonly to: string;
  };
  /** When the hour of the two counters began. */
  since: number;
  requests: number;
  failures: number;
}
