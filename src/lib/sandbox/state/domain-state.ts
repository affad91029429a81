/** The details of a domain. */
export interface DomainState {
  readonly managedLoginVersion: number;
  /** The next three of a custom domain only. */
  readonly certificateArn?: string;
  readonly cloudFront?: string;
  readonly securityPolicy?: string;
  readonly routing?: object;
}

/** The style of a domain's pages. */
export interface UiState {
  readonly css: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
