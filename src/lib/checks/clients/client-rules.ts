import { CUSTOM_ATTRIBUTE_MAPPED, CUSTOM_ATTRIBUTE_WRITABLE } from './attribute-rules.js';
import type { ClientRule } from './client-rule.js';
import { CODE_GRANT, IMPLICIT_GRANT, PKCE, PUBLIC_CLIENT_SECRET } from './flow-rules.js';
import { DEFAULT_REDIRECT_URL, LOCALHOST_URL, URL_HOST } from './url-rules.js';
import { UNMODELLED_SETTING } from './version-rules.js';

/** The rules of app clients, in the order in which findings are listed. */
export const CLIENT_RULES: readonly ClientRule[] = [
  CUSTOM_ATTRIBUTE_WRITABLE,
  CUSTOM_ATTRIBUTE_MAPPED,
  IMPLICIT_GRANT,
  CODE_GRANT,
  PKCE,
  PUBLIC_CLIENT_SECRET,
  URL_HOST,
  LOCALHOST_URL,
  DEFAULT_REDIRECT_URL,
  UNMODELLED_SETTING,
];
